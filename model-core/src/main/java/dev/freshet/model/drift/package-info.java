/** Errors in, alarm out: detectors that notice when the mean of a stream has changed. */
@NullMarked
package dev.freshet.model.drift;

import org.jspecify.annotations.NullMarked;
