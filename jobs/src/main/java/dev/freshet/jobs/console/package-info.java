/** What a person sees while a job runs and when it ends; everything it says is counted from the output topics. */
@NullMarked
package dev.freshet.jobs.console;

import org.jspecify.annotations.NullMarked;
