/** Gradient in, update out: optimisers as chains of small rules. */
@NullMarked
package dev.freshet.model.optim;

import org.jspecify.annotations.NullMarked;
