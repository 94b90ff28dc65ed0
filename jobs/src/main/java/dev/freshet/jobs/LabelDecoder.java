package dev.freshet.jobs;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.RecordDecoder;
import dev.freshet.model.Task;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.EventMapping;
import dev.freshet.wire.JsonLabelDecoder;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** The decoder of labels that come later, as it travels to the source's subtasks, where each opens its own. */
final class LabelDecoder implements RecordDecoder {
    private static final long serialVersionUID = 1L;

    private final EventMapping mapping;
    private final Task task;
    private transient JsonLabelDecoder json;
    private transient Counter rejections;

    @SuppressWarnings("NullAway.Init") // begun in open, in the subtask
    LabelDecoder(Pipeline pipeline) {
        mapping = pipeline.events();
        task = pipeline.learner().task();
    }

    @Override
    public void open(MetricGroup metrics) {
        json = new JsonLabelDecoder(mapping, task);
        rejections = metrics.addGroup("decode").counter("rejections");
    }

    @Override
    public Decoded decode(RawRecord raw) {
        Decoded decoded = json.decode(raw);
        if (decoded instanceof Rejection) {
            rejections.inc();
        }
        return decoded;
    }
}
