/** A Flink cluster of JVMs of its own, as a standalone installation runs it, and the job jar upon it. */
@NullMarked
package dev.freshet.jobs.cluster;

import org.jspecify.annotations.NullMarked;
