package dev.freshet.kafka;

import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that waits to be committed, and what shows afterwards whether it was.
 *
 * @param witness null where a savepoint of an earlier version has none
 */
record WitnessedCommit(
        KafkaCommittable transaction, @Nullable Witness witness) {}
