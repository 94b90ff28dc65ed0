/** Label and prediction in, number out: prequential metrics with the baselines that tell what they are worth. */
@NullMarked
package dev.freshet.model.eval;

import org.jspecify.annotations.NullMarked;
