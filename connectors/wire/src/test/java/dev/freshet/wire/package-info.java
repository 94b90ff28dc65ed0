/** Laws of the records that cross a topic, and the bad inputs that other modules' tests reuse. */
@NullMarked
package dev.freshet.wire;

import org.jspecify.annotations.NullMarked;
