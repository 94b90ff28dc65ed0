package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;

/**
 * Writes the records of the output topics as JSON. A number that is not finite becomes null: JSON has no NaN.
 *
 * <p>Owns its buffers: one per thread.
 *
 * @see JsonOutputReader
 */
public final class JsonOutputs {
    private final JsonBuffer buffer = new JsonBuffer();
    private final char[] hex = new char[16];

    /** {@code {id, key, ts, yhat, proba, y, loss, model: {step, fingerprint, spec}, src: {topic, partition, offset}}}. */
    public byte[] prediction(Prediction prediction) {
        return buffer.document(json -> write(json, prediction));
    }

    /**
     * {@code {key, scope, at, step, counts: {…}, metrics: {name: {cumulative, window, fading}}, delays: {p50, p90, p99,
     * buckets: [{upTo, count}]}}}, delays in milliseconds; a bucket without {@code upTo} is that of longer ones.
     */
    public byte[] metrics(MetricsRecord metrics) {
        return buffer.document(json -> write(json, metrics));
    }

    /** {@code {key, detector, level, target, statistic, threshold, at, episode, action}}. */
    public byte[] drift(DriftRecord drift) {
        return buffer.document(json -> write(json, drift));
    }

    /**
     * {@code {key, from, to, cause, at, seen, fingerprint, evidence: {rule, examples, difference, lower, upper, alpha}}}.
     */
    public byte[] promotion(PromotionRecord promotion) {
        return buffer.document(json -> write(json, promotion));
    }

    private void write(JsonGenerator json, PromotionRecord p) throws IOException {
        json.writeStartObject();
        JsonText.string(json, "key", p.key());
        JsonText.string(json, "from", p.from());
        JsonText.string(json, "to", p.to());
        JsonText.string(json, "cause", p.cause());
        json.writeNumberField("at", p.at());
        json.writeNumberField("seen", p.seen());
        JsonText.hex(json, "fingerprint", p.fingerprint(), hex);
        json.writeObjectFieldStart("evidence");
        JsonText.string(json, "rule", p.evidence().rule());
        json.writeNumberField("examples", p.evidence().examples());
        JsonText.number(json, "difference", p.evidence().difference());
        JsonText.number(json, "lower", p.evidence().lower());
        JsonText.number(json, "upper", p.evidence().upper());
        JsonText.number(json, "alpha", p.evidence().alpha());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void write(JsonGenerator json, Prediction p) throws IOException {
        json.writeStartObject();
        JsonText.string(json, "id", p.id());
        JsonText.string(json, "key", p.key());
        json.writeNumberField("ts", p.ts());
        JsonText.label(json, "yhat", p.yhat());
        probabilities(json, p);
        JsonText.label(json, "y", p.y());
        if (p.y() != null) {
            JsonText.number(json, "loss", p.loss());
        }
        json.writeObjectFieldStart("model");
        json.writeNumberField("step", p.model().step());
        JsonText.hex(json, "fingerprint", p.model().fingerprint(), hex);
        JsonText.hex(json, "spec", p.model().spec(), hex);
        if (p.model().prior()) {
            json.writeBooleanField("prior", true);
        }
        json.writeEndObject();
        json.writeObjectFieldStart("src");
        JsonText.string(json, "topic", p.src().topic());
        json.writeNumberField("partition", p.src().partition());
        json.writeNumberField("offset", p.src().offset());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void probabilities(JsonGenerator json, Prediction p) throws IOException {
        float[] proba = p.proba();
        if (proba == null) {
            return;
        }
        json.writeArrayFieldStart("proba");
        for (float each : proba) {
            JsonText.number(json, each);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, MetricsRecord m) throws IOException {
        json.writeStartObject();
        JsonText.string(json, "key", m.key());
        JsonText.string(json, "scope", m.scope());
        json.writeNumberField("at", m.at());
        json.writeNumberField("step", m.step());
        json.writeObjectFieldStart("counts");
        json.writeNumberField("predicted", m.counts().predicted());
        json.writeNumberField("trained", m.counts().trained());
        json.writeNumberField("refused", m.counts().refused());
        json.writeNumberField("unlabelled", m.counts().unlabelled());
        json.writeNumberField("open", m.counts().open());
        json.writeEndObject();
        json.writeObjectFieldStart("metrics");
        for (Map.Entry<String, MetricsRecord.Value> metric : m.metrics().entrySet()) {
            json.writeObjectFieldStart(JsonText.wellFormed(metric.getKey()));
            JsonText.number(json, "cumulative", metric.getValue().cumulative());
            JsonText.number(json, "window", metric.getValue().window());
            JsonText.number(json, "fading", metric.getValue().fading());
            json.writeEndObject();
        }
        json.writeEndObject();
        if (m.delays() != null) {
            write(json, m.delays());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, MetricsRecord.Delays delays) throws IOException {
        json.writeObjectFieldStart("delays");
        bound(json, "p50", delays.quantile(0.5));
        bound(json, "p90", delays.quantile(0.9));
        bound(json, "p99", delays.quantile(0.99));
        json.writeArrayFieldStart("buckets");
        for (MetricsRecord.Delays.Bucket bucket : delays.buckets()) {
            json.writeStartObject();
            bound(json, "upTo", bucket.upTo());
            json.writeNumberField("count", bucket.count());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void bound(JsonGenerator json, String name, long millis) throws IOException {
        if (millis < MetricsRecord.Delays.BEYOND) {
            json.writeNumberField(name, millis);
        }
    }

    private static void write(JsonGenerator json, DriftRecord d) throws IOException {
        json.writeStartObject();
        JsonText.string(json, "key", d.key());
        JsonText.string(json, "detector", d.detector());
        JsonText.string(json, "level", d.level());
        JsonText.string(json, "target", d.target());
        JsonText.number(json, "statistic", d.statistic());
        JsonText.number(json, "threshold", d.threshold());
        json.writeNumberField("at", d.at());
        json.writeNumberField("episode", d.episode());
        JsonText.string(json, "action", d.action());
        json.writeEndObject();
    }
}
