/** Runs a learner over data: predict-then-learn over a stream, and Keras's fit, evaluate and predict over data at rest. */
@NullMarked
package dev.freshet.model.run;

import org.jspecify.annotations.NullMarked;
