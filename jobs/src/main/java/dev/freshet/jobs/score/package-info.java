/** The one operator of the job that scores, what it keeps per key, and when a key without a model is answered. */
@NullMarked
package dev.freshet.jobs.score;

import org.jspecify.annotations.NullMarked;
