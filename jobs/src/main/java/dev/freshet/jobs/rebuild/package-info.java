/** Models learned anew from what the topics hold, outside a job: bit for bit what the job's were. */
@NullMarked
package dev.freshet.jobs.rebuild;

import org.jspecify.annotations.NullMarked;
