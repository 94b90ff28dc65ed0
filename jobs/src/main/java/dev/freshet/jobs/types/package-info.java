/** How our records travel between Flink's operators: a type and a serializer of their own each, so that Kryo never sees them. */
@NullMarked
package dev.freshet.jobs.types;

import org.jspecify.annotations.NullMarked;
