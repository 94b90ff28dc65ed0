/** The one stateful step of the job: keyed learner states in Flink, their bytes, and the operator that walks events by them. */
@NullMarked
package dev.freshet.jobs.learn;

import org.jspecify.annotations.NullMarked;
