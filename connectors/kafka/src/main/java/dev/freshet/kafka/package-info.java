/** Sources, sinks, topics and dead letters: the only place that names a Kafka property. */
@NullMarked
package dev.freshet.kafka;

import org.jspecify.annotations.NullMarked;
