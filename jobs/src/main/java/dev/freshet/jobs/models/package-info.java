/** What a person asks of the published models: which there are, what is in one, how two differ, why one answers so. */
@NullMarked
package dev.freshet.jobs.models;

import org.jspecify.annotations.NullMarked;
