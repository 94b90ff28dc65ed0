/** Mistakes planted on purpose, to see that the simulation finds each. */
@NullMarked
package dev.freshet.jobs.faults;

import org.jspecify.annotations.NullMarked;
