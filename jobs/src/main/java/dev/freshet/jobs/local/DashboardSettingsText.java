package dev.freshet.jobs.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.Topic;
import dev.freshet.kafka.DeliverySettings.Guarantee;
import dev.freshet.model.Task;
import dev.freshet.model.eval.Views;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What a dashboard must know of a pipeline, as one line of JSON. It may hold passwords. */
final class DashboardSettingsText {
    private static final List<Topic> TOPICS =
            List.of(Topic.EVENTS, Topic.METRICS, Topic.DRIFT, Topic.DEAD_LETTERS, Topic.LEDGER, Topic.MODELS);

    private DashboardSettingsText() {}

    static byte[] of(Pipeline pipeline, String bind, int port) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("name", pipeline.name());
            json.writeStringField("bootstrap", pipeline.kafka().bootstrap());
            write(json, "properties", pipeline.kafka().properties());
            json.writeObjectFieldStart("topics");
            for (Topic topic : TOPICS) {
                json.writeStringField(topic.word(), name(pipeline, topic));
            }
            json.writeEndObject();
            writeTask(json, pipeline);
            json.writeBooleanField("exactly-once", pipeline.delivery().guarantee() == Guarantee.EXACTLY_ONCE);
            json.writeStringField("bind", bind);
            json.writeNumberField("port", port);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a generator over memory does no input or output", e);
        }
        return bytes.toByteArray();
    }

    /** What it learns from is its events: where labels come later, the features. */
    private static String name(Pipeline pipeline, Topic topic) {
        return topic == Topic.EVENTS
                ? pipeline.topics().learnedFrom(pipeline.labels() != null).get(0)
                : pipeline.topics().name(topic);
    }

    private static void write(JsonGenerator json, String name, Map<String, String> values) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> each : values.entrySet()) {
            json.writeStringField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
    }

    private static void writeTask(JsonGenerator json, Pipeline pipeline) throws IOException {
        json.writeArrayFieldStart("classes");
        if (pipeline.learner().task() instanceof Task.Classification classes) {
            for (String name : classes.classes()) {
                json.writeString(name);
            }
        }
        json.writeEndArray();
        int window = pipeline.learner().metrics().window();
        json.writeNumberField("window", window == 0 ? Views.DEFAULT.window() : window);
    }
}
