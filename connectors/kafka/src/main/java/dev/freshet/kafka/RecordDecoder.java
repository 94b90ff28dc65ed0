package dev.freshet.kafka;

import dev.freshet.wire.Decoded;
import dev.freshet.wire.RawRecord;
import java.io.Serializable;
import org.apache.flink.metrics.MetricGroup;

/** Bytes in, a value out: an event, or the reason why it is none. Each subtask has a copy of its own. */
@FunctionalInterface
public interface RecordDecoder extends Serializable {
    /**
     * Never throws for what is in the record; what it throws nevertheless is a bug, and fails the job.
     *
     * @throws KafkaSetupException if it needs Kafka and Kafka does not answer; that fails the job, too
     */
    Decoded decode(RawRecord raw);

    /**
     * Called once in each subtask before the first record, for buffers that do not travel.
     *
     * @param metrics where it may show what it counts
     */
    default void open(MetricGroup metrics) {}
}
