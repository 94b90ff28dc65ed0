package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link JsonOutputs} writes. Unknown fields are ignored; a number that is null is NaN. Holds no state. */
public final class JsonOutputReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private JsonOutputReader() {}

    /** @throws IllegalArgumentException if {@code json} is no prediction */
    public static Prediction prediction(byte[] json) {
        PredictionDraft draft = new PredictionDraft();
        read("prediction", json, draft::field);
        return draft.build();
    }

    /** @throws IllegalArgumentException if {@code json} is no metrics record */
    public static MetricsRecord metrics(byte[] json) {
        MetricsDraft draft = new MetricsDraft();
        read("metrics record", json, draft::field);
        return draft.build();
    }

    /** @throws IllegalArgumentException if {@code json} is no drift record */
    public static DriftRecord drift(byte[] json) {
        DriftDraft draft = new DriftDraft();
        read("drift record", json, draft::field);
        return draft.build();
    }

    /** @throws IllegalArgumentException if {@code json} is no promotion */
    public static PromotionRecord promotion(byte[] json) {
        PromotionDraft draft = new PromotionDraft();
        read("promotion", json, draft::field);
        return draft.build();
    }

    /** Takes one field; the parser stands at its value and must end at the value's end. */
    interface Fields {
        void take(String name, JsonParser json) throws IOException;
    }

    static void read(String what, byte[] bytes, Fields fields) {
        try (JsonParser json = FACTORY.createParser(bytes)) {
            json.nextToken();
            object(json, fields);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "a " + what + " must be the JSON object that Freshet writes: "
                            + SafeText.of(String.valueOf(e.getMessage())),
                    e);
        }
    }

    static void object(JsonParser json, Fields fields) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("an object was expected: got " + json.currentToken());
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            fields.take(name, json);
        }
    }

    private static double number(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NULL ? Double.NaN : json.getDoubleValue();
    }

    private static Label label(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_STRING
                ? new Label.OfClass(json.getText())
                : new Label.OfNumber(number(json));
    }

    static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " must be there: got none");
        }
        return value;
    }

    private static final class PromotionDraft {
        private @Nullable String key;
        private @Nullable String from;
        private @Nullable String to;
        private @Nullable String cause;
        private long at;
        private long seen;
        private long fingerprint;
        private @Nullable String rule;
        private long examples;
        private double difference = Double.NaN;
        private double lower = Double.NaN;
        private double upper = Double.NaN;
        private double alpha = Double.NaN;

        void field(String name, JsonParser json) throws IOException {
            switch (name) {
                case "key" -> key = json.getText();
                case "from" -> from = json.getText();
                case "to" -> to = json.getText();
                case "cause" -> cause = json.getText();
                case "at" -> at = json.getLongValue();
                case "seen" -> seen = json.getLongValue();
                case "fingerprint" -> fingerprint = Long.parseUnsignedLong(json.getText(), 16);
                case "evidence" -> object(json, this::evidence);
                default -> json.skipChildren();
            }
        }

        private void evidence(String name, JsonParser json) throws IOException {
            switch (name) {
                case "rule" -> rule = json.getText();
                case "examples" -> examples = json.getLongValue();
                case "difference" -> difference = number(json);
                case "lower" -> lower = number(json);
                case "upper" -> upper = number(json);
                case "alpha" -> alpha = number(json);
                default -> json.skipChildren();
            }
        }

        PromotionRecord build() {
            return new PromotionRecord(
                    required("key", key),
                    required("from", from),
                    required("to", to),
                    required("cause", cause),
                    at,
                    seen,
                    fingerprint,
                    new PromotionRecord.Evidence(
                            required("evidence.rule", rule), examples, difference, lower, upper, alpha));
        }
    }

    private static final class PredictionDraft {
        private @Nullable String id;
        private @Nullable String key;
        private long ts;
        private @Nullable Label yhat;
        private float @Nullable [] proba;
        private @Nullable Label y;
        private double loss = Double.NaN;
        private long step;
        private long fingerprint;
        private long spec;
        private boolean prior;
        private @Nullable String topic;
        private int partition;
        private long offset;

        void field(String name, JsonParser json) throws IOException {
            switch (name) {
                case "id" -> id = json.getText();
                case "key" -> key = json.getText();
                case "ts" -> ts = json.getLongValue();
                case "yhat" -> yhat = label(json);
                case "proba" -> proba = floats(json);
                case "y" -> y = label(json);
                case "loss" -> loss = number(json);
                case "model" -> object(json, this::model);
                case "src" -> object(json, this::source);
                default -> json.skipChildren();
            }
        }

        private void model(String name, JsonParser json) throws IOException {
            switch (name) {
                case "step" -> step = json.getLongValue();
                case "fingerprint" -> fingerprint = Long.parseUnsignedLong(json.getText(), 16);
                case "spec" -> spec = Long.parseUnsignedLong(json.getText(), 16);
                case "prior" -> prior = json.getBooleanValue();
                default -> json.skipChildren();
            }
        }

        private void source(String name, JsonParser json) throws IOException {
            switch (name) {
                case "topic" -> topic = json.getText();
                case "partition" -> partition = json.getIntValue();
                case "offset" -> offset = json.getLongValue();
                default -> json.skipChildren();
            }
        }

        private static float[] floats(JsonParser json) throws IOException {
            float[] values = new float[8];
            int n = 0;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (n == values.length) {
                    values = Arrays.copyOf(values, 2 * n);
                }
                values[n++] = json.currentToken() == JsonToken.VALUE_NULL ? Float.NaN : json.getFloatValue();
            }
            return Arrays.copyOf(values, n);
        }

        Prediction build() {
            return new Prediction(
                    required("id", id),
                    required("key", key),
                    ts,
                    required("yhat", yhat),
                    proba,
                    y,
                    loss,
                    new ModelRef(step, fingerprint, spec, prior),
                    new Source(required("src.topic", topic), partition, offset));
        }
    }

    private static final class MetricsDraft {
        private @Nullable String key;
        private @Nullable String scope;
        private long at;
        private long step;
        private final long[] counts = new long[5];
        private final Map<String, MetricsRecord.Value> metrics = new LinkedHashMap<>();
        private final double[] value = new double[3];
        private MetricsRecord.@Nullable Delays delays;

        void field(String name, JsonParser json) throws IOException {
            switch (name) {
                case "key" -> key = json.getText();
                case "scope" -> scope = json.getText();
                case "at" -> at = json.getLongValue();
                case "step" -> step = json.getLongValue();
                case "counts" -> object(json, this::count);
                case "metrics" -> object(json, this::metric);
                case "delays" -> delays = delays(json);
                default -> json.skipChildren();
            }
        }

        private void count(String name, JsonParser json) throws IOException {
            switch (name) {
                case "predicted" -> counts[0] = json.getLongValue();
                case "trained" -> counts[1] = json.getLongValue();
                case "refused" -> counts[2] = json.getLongValue();
                case "unlabelled" -> counts[3] = json.getLongValue();
                case "open" -> counts[4] = json.getLongValue();
                default -> json.skipChildren();
            }
        }

        private void metric(String metric, JsonParser json) throws IOException {
            Arrays.fill(value, Double.NaN);
            object(json, (name, at) -> {
                switch (name) {
                    case "cumulative" -> value[0] = number(at);
                    case "window" -> value[1] = number(at);
                    case "fading" -> value[2] = number(at);
                    default -> at.skipChildren();
                }
            });
            metrics.put(metric, new MetricsRecord.Value(value[0], value[1], value[2]));
        }

        MetricsRecord build() {
            MetricsRecord.Counts fates =
                    new MetricsRecord.Counts(counts[0], counts[1], counts[2], counts[3], counts[4]);
            return new MetricsRecord(required("key", key), required("scope", scope), at, step, fates, metrics, delays);
        }

        private static MetricsRecord.Delays delays(JsonParser json) throws IOException {
            List<MetricsRecord.Delays.Bucket> buckets = new ArrayList<>();
            object(json, (name, field) -> {
                if (name.equals("buckets")) {
                    buckets(field, buckets);
                } else {
                    field.skipChildren();
                }
            });
            return new MetricsRecord.Delays(buckets);
        }

        private static void buckets(JsonParser json, List<MetricsRecord.Delays.Bucket> to) throws IOException {
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw new IllegalArgumentException("buckets must be an array: got " + json.currentToken());
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                long[] bucket = {MetricsRecord.Delays.BEYOND, 0};
                object(json, (name, field) -> {
                    switch (name) {
                        case "upTo" -> bucket[0] = field.getLongValue();
                        case "count" -> bucket[1] = field.getLongValue();
                        default -> field.skipChildren();
                    }
                });
                to.add(new MetricsRecord.Delays.Bucket(bucket[0], bucket[1]));
            }
        }
    }

    private static final class DriftDraft {
        private final Map<String, String> texts = new LinkedHashMap<>();
        private double statistic = Double.NaN;
        private double threshold = Double.NaN;
        private long at;
        private long episode;

        void field(String name, JsonParser json) throws IOException {
            switch (name) {
                case "key", "detector", "level", "target", "action" -> texts.put(name, json.getText());
                case "statistic" -> statistic = number(json);
                case "threshold" -> threshold = number(json);
                case "at" -> at = json.getLongValue();
                case "episode" -> episode = json.getLongValue();
                default -> json.skipChildren();
            }
        }

        private String text(String name) {
            return required(name, texts.get(name));
        }

        DriftRecord build() {
            return new DriftRecord(
                    text("key"),
                    text("detector"),
                    text("level"),
                    text("target"),
                    statistic,
                    threshold,
                    at,
                    episode,
                    text("action"));
        }
    }
}
