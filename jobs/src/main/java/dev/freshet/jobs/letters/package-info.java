/** What a person asks of the dead letters: which there are, what is in one, and to send them back. */
@NullMarked
package dev.freshet.jobs.letters;

import org.jspecify.annotations.NullMarked;
