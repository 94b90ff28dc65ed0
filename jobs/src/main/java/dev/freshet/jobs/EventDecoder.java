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
import dev.freshet.wire.Strictness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipeline's JSON decoder, as it travels to the source's subtasks, where each opens its own. Says once where the order of a
 * model key's events is left to chance.
 */
final class EventDecoder implements RecordDecoder {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(EventDecoder.class);

    private final EventMapping mapping;
    private final FeatureSchema schema;
    private final Task task;
    private transient JsonEventDecoder json;
    private transient boolean warned;

    @SuppressWarnings("NullAway.Init") // begun in open, in the subtask
    EventDecoder(Pipeline pipeline) {
        mapping = pipeline.events();
        schema = pipeline.learner().features().schema();
        task = pipeline.learner().task();
    }

    @Override
    public void open() {
        json = new JsonEventDecoder(mapping, schema, task, DecodeLimits.DEFAULT, Strictness.LENIENT);
    }

    @Override
    public Decoded decode(RawRecord raw) {
        Decoded decoded = json.decode(raw);
        if (!warned && raw.key() == null && decoded instanceof Event) {
            warned = true;
            LOG.warn(
                    "events without a record key (topic {}, partition {}, offset {} is the first here): a producer spreads"
                            + " them over the partitions, and a model learns the same bits again only where its events lie"
                            + " in one; send the model key as the record's key",
                    raw.topic(),
                    raw.partition(),
                    raw.offset());
        }
        return decoded;
    }
}
