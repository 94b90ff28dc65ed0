/** A bounded pass over history becomes the model at which keys begin. */
@NullMarked
package dev.freshet.jobs.prior;

import org.jspecify.annotations.NullMarked;
