/** The trunk: one model key's rule ({@link dev.freshet.model.Learner}) and state, the layers it is made of, its bytes. */
@NullMarked
package dev.freshet.model;

import org.jspecify.annotations.NullMarked;
