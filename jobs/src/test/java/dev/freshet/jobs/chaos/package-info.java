/** What befalls a job whose processes are killed, stalled and cut off, and whether its answers and models show it. */
@NullMarked
package dev.freshet.jobs.chaos;

import org.jspecify.annotations.NullMarked;
