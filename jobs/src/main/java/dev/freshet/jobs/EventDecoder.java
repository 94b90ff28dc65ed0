package dev.freshet.jobs;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.Reading;
import dev.freshet.kafka.RecordDecoder;
import dev.freshet.kafka.Topics;
import dev.freshet.model.Task;
import dev.freshet.model.encode.FeatureSchema;
import dev.freshet.wire.DecodeLimits;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.EventMapping;
import dev.freshet.wire.JsonEventDecoder;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import dev.freshet.wire.Strictness;
import java.io.Serializable;
import java.util.function.IntSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * A pipeline's JSON decoder, as it travels to the source's subtasks, where each opens its own. Shows in Flink's metrics what it
 * rejects and what it accepts with a loss.
 */
final class EventDecoder implements RecordDecoder {
    private static final long serialVersionUID = 1L;

    private final EventMapping mapping;
    private final FeatureSchema schema;
    private final Task task;
    private boolean keepsRaw;
    private final Reading.Ordering ordering;
    private final PartitionCount count;
    private transient JsonEventDecoder json;
    private transient Counter rejections;
    private transient int partitions;

    @SuppressWarnings("NullAway.Init") // begun in open, in the subtask
    EventDecoder(Pipeline pipeline, PartitionCount count) {
        this.count = count;
        ordering = pipeline.reading().ordering();
        mapping = pipeline.events();
        schema = pipeline.learner().features().schema();
        task = pipeline.learner().task();
        keepsRaw = pipeline.rules().any();
    }

    /** Lets each event bring its record along, as it may still be refused. */
    EventDecoder keepingRecords() {
        keepsRaw = true;
        return this;
    }

    @Override
    public void open(MetricGroup metrics) {
        json = new JsonEventDecoder(mapping, schema, task, DecodeLimits.DEFAULT, Strictness.LENIENT);
        MetricGroup decode = metrics.addGroup("decode");
        rejections = decode.counter("rejections");
        show(decode, "underflows", json::underflows);
        show(decode, "roundedIntegers", json::roundedIntegers);
        show(decode, "unknownFields", json::unknownFields);
        show(decode, "missingInputs", json::missingInputs);
    }

    private static void show(MetricGroup group, String name, Gauge<Long> count) {
        Gauge<Long> unused = group.gauge(name, count);
    }

    @Override
    public Decoded decode(RawRecord raw) {
        Decoded decoded = json.decode(raw);
        if (decoded instanceof Event && raw.key() == null && !mayLackKeys()) {
            decoded = new Rejection(
                    RejectionCode.KEY_MISSING,
                    null,
                    "a record must have its model key as its own key where the topic has more than one partition: got none,"
                            + " and " + partitions + " partitions; send the key, or set kafka.ordering: none",
                    raw);
        }
        if (decoded instanceof Rejection) {
            rejections.inc();
        }
        return keepsRaw && decoded instanceof Event event ? event.withRaw(raw) : decoded;
    }

    /** A producer spreads records without a key over the partitions, which makes the order of a model's events a chance. */
    private boolean mayLackKeys() {
        if (ordering == Reading.Ordering.NONE) {
            return true;
        }
        if (partitions == 0) {
            partitions = count.getAsInt();
        }
        return partitions == 1;
    }

    /** Asks how many partitions the topic has, once, where a record without a key is met. */
    @FunctionalInterface
    interface PartitionCount extends IntSupplier, Serializable {}

    /** What the brokers say. */
    record OfTopic(KafkaSettings kafka, String topic) implements PartitionCount {
        @Override
        public int getAsInt() {
            return Topics.partitions(kafka, topic);
        }
    }
}
