/** What stands in the way of a job on this machine and against these brokers, one line each. */
@NullMarked
package dev.freshet.jobs.doctor;

import org.jspecify.annotations.NullMarked;
