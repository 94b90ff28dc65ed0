/** How accurate the library is on real streams: the table of model-core's README. */
@NullMarked
package dev.freshet.model.accuracy;

import org.jspecify.annotations.NullMarked;
