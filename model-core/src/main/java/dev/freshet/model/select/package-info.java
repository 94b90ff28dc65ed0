/** Losses of two models in, verdict out: rules that say when a challenger has shown itself better than the champion. */
@NullMarked
package dev.freshet.model.select;

import org.jspecify.annotations.NullMarked;
