/** How does a model get to other runtimes, and a network from there? Writes and reads the part of ONNX that dense networks need. */
@NullMarked
package dev.freshet.model.onnx;

import org.jspecify.annotations.NullMarked;
