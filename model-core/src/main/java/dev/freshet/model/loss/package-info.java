/** Losses: label and output in, value and gradient out. */
@NullMarked
package dev.freshet.model.loss;

import org.jspecify.annotations.NullMarked;
