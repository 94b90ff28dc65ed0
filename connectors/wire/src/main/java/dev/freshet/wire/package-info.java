/** The records that cross a topic, and the codecs that read and write them; knows no Kafka and no Flink. */
@NullMarked
package dev.freshet.wire;

import org.jspecify.annotations.NullMarked;
