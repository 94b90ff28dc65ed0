/** Raw features in, vector out: what an event's numbers and categories become before a network sees them. */
@NullMarked
package dev.freshet.model.encode;

import org.jspecify.annotations.NullMarked;
