package dev.freshet.jobs;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.RecordDecoder;
import dev.freshet.model.Task;
import dev.freshet.model.encode.FeatureSchema;
import dev.freshet.wire.DecodeLimits;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.EventMapping;
import dev.freshet.wire.JsonEventDecoder;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.Strictness;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipeline's JSON decoder, as it travels to the source's subtasks, where each opens its own. Shows in Flink's metrics what it
 * rejects and what it accepts with a loss, and says once where the order of a model key's events is left to chance.
 */
final class EventDecoder implements RecordDecoder {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(EventDecoder.class);

    private final EventMapping mapping;
    private final FeatureSchema schema;
    private final Task task;
    private final boolean keepsRaw;
    private transient JsonEventDecoder json;
    private transient Counter rejections;
    private transient boolean warned;

    @SuppressWarnings("NullAway.Init") // begun in open, in the subtask
    EventDecoder(Pipeline pipeline) {
        mapping = pipeline.events();
        schema = pipeline.learner().features().schema();
        task = pipeline.learner().task();
        keepsRaw = pipeline.rules().any();
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
        if (decoded instanceof Rejection) {
            rejections.inc();
        } else if (raw.key() == null && !warned) {
            warned = true;
            LOG.warn(
                    "events without a record key (topic {}, partition {}, offset {} is the first here): a producer spreads"
                            + " them over the partitions, and a model learns the same bits again only where its events lie"
                            + " in one; send the model key as the record's key",
                    raw.topic(),
                    raw.partition(),
                    raw.offset());
        }
        return keepsRaw && decoded instanceof Event event ? event.withRaw(raw) : decoded;
    }
}
