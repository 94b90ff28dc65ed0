package dev.freshet.dashboards;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.freshet.dashboards.store.PipelineInfo;
import dev.freshet.dashboards.store.Yardstick;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the process that starts the dashboard tells it: one JSON document on standard input, so that no secret stands on a
 * command line.
 *
 * <pre>
 * {"name", "bootstrap", "properties": {name: value}, "topics": {"events", "metrics", "drift", "dead-letters", "ledger",
 *  "models": name}, "classes": [none for a regression], "window", "exactly-once",
 *  "bind", "port"}
 * </pre>
 *
 * @param properties how Kafka lets one in
 * @param bind address to listen on
 * @param port to listen on, 0 for a free one
 */
record DashboardSettings(
        PipelineInfo pipeline, String bootstrap, Map<String, String> properties, String bind, int port) {

    DashboardSettings {
        properties = Map.copyOf(properties);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must lie in [0, 65535]: got " + port);
        }
    }

    /** @throws IllegalArgumentException if a setting is missing, unknown or of another type */
    static DashboardSettings read(String json) {
        Draft draft = new Draft();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            fields(parser, draft::take);
        } catch (IOException e) {
            // Jackson's own text quotes its input, which holds secrets.
            throw new IllegalArgumentException("settings must be one JSON object on standard input");
        }
        return draft.settings();
    }

    @FunctionalInterface
    private interface Fields {
        void take(String name, JsonParser at) throws IOException;
    }

    private static void fields(JsonParser json, Fields fields) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("settings: an object was expected, got " + json.currentToken());
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            fields.take(name, json);
        }
    }

    private static final class Draft {
        private final Map<String, String> texts = new LinkedHashMap<>();
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final Map<String, String> topics = new LinkedHashMap<>();
        private final List<String> classes = new ArrayList<>();
        private int window;
        private boolean exactlyOnce;
        private int port;

        void take(String name, JsonParser json) throws IOException {
            switch (name) {
                case "name", "bootstrap", "bind" -> texts.put(name, json.getText());
                case "properties" -> fields(json, (property, at) -> properties.put(property, at.getText()));
                case "topics" -> fields(json, (topic, at) -> topics.put(topic, at.getText()));
                case "classes" -> {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        classes.add(json.getText());
                    }
                }
                case "exactly-once" -> exactlyOnce = json.getBooleanValue();
                case "window" -> window = json.getIntValue();
                case "port" -> port = json.getIntValue();
                default -> throw new IllegalArgumentException("settings: unknown name " + name);
            }
        }

        DashboardSettings settings() {
            PipelineInfo.Topics names = new PipelineInfo.Topics(
                    required(topics, "events"),
                    required(topics, "metrics"),
                    required(topics, "drift"),
                    required(topics, "dead-letters"),
                    required(topics, "ledger"),
                    required(topics, "models"));
            Yardstick yardstick = classes.isEmpty() ? Yardstick.VALUES : Yardstick.CLASSES;
            PipelineInfo pipeline =
                    new PipelineInfo(required(texts, "name"), yardstick, classes, window, exactlyOnce, names);
            return new DashboardSettings(
                    pipeline, required(texts, "bootstrap"), properties, required(texts, "bind"), port);
        }

        private static String required(Map<String, String> texts, String name) {
            String value = texts.get(name);
            if (value == null) {
                throw new IllegalArgumentException("settings: " + name + " must be there");
            }
            return value;
        }
    }

    /** Without the properties, which may hold passwords. */
    @Override
    public String toString() {
        return "DashboardSettings[" + pipeline.name() + ", " + bootstrap + ", " + bind + ":" + port + "]";
    }
}
