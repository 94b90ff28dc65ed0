package dev.freshet.jobs.models;

import dev.freshet.jobs.local.LocalRunException;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.TopicRange;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.SafeText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The published models of a pipeline, read from its topics: their headers at once, bytes of one when it is opened. */
public final class PublishedModels {
    private final Pipeline pipeline;

    public PublishedModels(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * The newest of each key that has one, by key.
     *
     * @throws dev.freshet.kafka.KafkaSetupException if the models topic cannot be read
     */
    public List<Published> newest() {
        Map<String, Published> byKey = new TreeMap<>();
        read(pipeline.topics().models(), model -> {
            if (model.retired()) {
                byKey.remove(model.key());
            } else {
                byKey.put(model.key(), model);
            }
        });
        return List.copyOf(byKey.values());
    }

    /**
     * The newest of a key.
     *
     * @throws LocalRunException if it has none
     */
    public Published newest(String key) {
        Published[] newest = {null};
        ofKey(pipeline.topics().models(), key, model -> newest[0] = model.retired() ? null : model);
        if (newest[0] == null) {
            throw new LocalRunException(
                    "topic " + pipeline.topics().models() + " holds no model of key " + SafeText.of(key)
                            + ": freshet model list shows the keys that have one",
                    null);
        }
        return newest[0];
    }

    /** All of a key that the history still holds, oldest first; of one that was erased, what came behind that. */
    public List<Published> history(String key) {
        List<Published> models = new ArrayList<>();
        ofKey(pipeline.topics().modelHistory(), key, model -> {
            if (model.retired()) {
                models.clear();
            } else {
                models.add(model);
            }
        });
        return models;
    }

    /**
     * The newest of a key that had learned {@code step} batches.
     *
     * @throws LocalRunException if the history holds none, with the steps that it has
     */
    public Published at(String key, long step) {
        List<Published> history = history(key);
        Published found = null;
        for (Published model : history) {
            found = model.isOfStep(step) ? model : found;
        }
        if (found == null) {
            throw new LocalRunException(
                    "topic " + pipeline.topics().modelHistory() + " holds no model of key " + SafeText.of(key)
                            + " at step " + step + ": it holds " + steps(history),
                    null);
        }
        return found;
    }

    private static String steps(List<Published> history) {
        List<String> steps =
                history.stream().map(model -> model.shown("step")).distinct().toList();
        return steps.isEmpty() ? "none of that key" : "its steps " + SafeText.of(String.join(", ", steps));
    }

    /**
     * Fetches the bytes of a model and looks at them.
     *
     * @throws LocalRunException if they are damaged, of another pipeline's model or not there any more
     */
    public OpenedModel open(Published model) {
        byte[] snapshot = TopicReader.at(pipeline.kafka(), model.topic(), model.partition(), model.offset())
                .map(RawRecord::value)
                .orElse(null);
        if (snapshot == null) {
            throw new LocalRunException(
                    "topic " + model.topic() + " no longer holds " + model.place()
                            + ", as a newer model has taken its place meanwhile: ask again",
                    null);
        }
        return OpenedModel.of(pipeline.learnerSource().reader(), model, snapshot);
    }

    /** A job writes a key to one partition; only where that has none, a topic may have got partitions since. */
    private void ofKey(String topic, String key, Consumer<Published> to) {
        int partition = TopicRange.partitionOf(pipeline.kafka(), topic, key.getBytes(StandardCharsets.UTF_8));
        boolean[] found = {false};
        Consumer<RawRecord> each = raw -> {
            Published model = Published.of(raw);
            if (model != null && model.key().equals(key)) {
                found[0] = true;
                to.accept(model);
            }
        };
        TopicRange.read(pipeline.kafka(), topic, partition, 0, Long.MAX_VALUE, each);
        if (!found[0]) {
            try (TopicReader reader = new TopicReader(pipeline.kafka(), List.of(topic))) {
                reader.toEnd(each);
            }
        }
    }

    private void read(String topic, Consumer<Published> to) {
        try (TopicReader reader = new TopicReader(pipeline.kafka(), List.of(topic))) {
            reader.toEnd(raw -> {
                Published model = Published.of(raw);
                if (model != null) {
                    to.accept(model);
                }
            });
        }
    }
}
