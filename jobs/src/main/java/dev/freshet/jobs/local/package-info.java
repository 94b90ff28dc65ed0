/** A job on this machine alone: an embedded Flink cluster, an embedded broker, and a run from start to closing block. */
@NullMarked
package dev.freshet.jobs.local;

import org.jspecify.annotations.NullMarked;
