package dev.freshet.jobs;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.RecordDecoder;
import dev.freshet.model.Task;
import dev.freshet.model.encode.FeatureSchema;
import dev.freshet.wire.DecodeLimits;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.EventMapping;
import dev.freshet.wire.JsonEventDecoder;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Strictness;

/** A pipeline's JSON decoder, as it travels to the source's subtasks, where each opens its own. */
final class EventDecoder implements RecordDecoder {
    private static final long serialVersionUID = 1L;

    private final EventMapping mapping;
    private final FeatureSchema schema;
    private final Task task;
    private transient JsonEventDecoder json;

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
        return json.decode(raw);
    }
}
