package dev.freshet.jobs.learn;

import dev.freshet.model.DriftReading;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.model.Promotion;
import dev.freshet.model.Task;
import dev.freshet.model.eval.Evaluation;
import dev.freshet.model.eval.View;
import dev.freshet.model.select.Evidence;
import dev.freshet.wire.CommandAck;
import dev.freshet.wire.DriftRecord;
import dev.freshet.wire.Event;
import dev.freshet.wire.Header;
import dev.freshet.wire.JsonCommands;
import dev.freshet.wire.JsonLedger;
import dev.freshet.wire.JsonOutputs;
import dev.freshet.wire.Label;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.MetricsRecord;
import dev.freshet.wire.ModelRef;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.PromotionRecord;
import dev.freshet.wire.Sha256;
import dev.freshet.wire.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of an event, as records of the output topics. One per subtask; not thread-safe. */
final class OutputRecords {
    private final OutputTopics topics;
    private final Learner learner;
    private final JsonOutputs json = new JsonOutputs();
    private final JsonLedger ledger = new JsonLedger();
    private final JsonCommands commands = new JsonCommands();

    OutputRecords(OutputTopics topics, Learner learner) {
        this.topics = topics;
        this.learner = learner;
    }

    Outbound prediction(Event event, Outcome outcome) {
        var example = event.example();
        boolean classes = learner.spec().task() instanceof Task.Classification;
        Prediction prediction = new Prediction(
                event.id(),
                event.key(),
                example.time(),
                classes ? label(outcome.predictedClass()) : new Label.OfNumber(outcome.prediction()[0]),
                classes ? outcome.prediction() : null,
                outcome.labelled() ? label(example.label()) : null,
                outcome.loss(),
                new ModelRef(outcome.step(), outcome.fingerprint(), outcome.spec()),
                new Source(topics.events(), example.partition(), example.offset()));
        return outbound(topics.predictions(), event.key(), json.prediction(prediction));
    }

    /** @param scope {@code window} or {@code final} */
    Outbound metrics(LearnerState state, String scope) {
        return metrics(state, scope, null);
    }

    /** @param delays of the key's labels; null where events bring theirs */
    Outbound metrics(LearnerState state, String scope, MetricsRecord.@Nullable Delays delays) {
        MetricsRecord record = new MetricsRecord(
                state.key(),
                scope,
                state.predicted(),
                state.step(),
                new MetricsRecord.Counts(
                        state.predicted(), state.trained(), state.refused(), state.unlabelled(), state.open()),
                values(state),
                delays);
        return outbound(topics.metrics(), state.key(), json.metrics(record));
    }

    Outbound drift(LearnerState state, DriftReading reading, String action) {
        DriftRecord record = new DriftRecord(
                state.key(),
                reading.detector(),
                lower(reading.level()),
                reading.target(),
                reading.statistic(),
                reading.threshold(),
                state.predicted(),
                reading.episode(),
                action);
        return outbound(topics.drift(), state.key(), json.drift(record));
    }

    Outbound promotion(String key, Promotion promotion) {
        Evidence evidence = promotion.evidence();
        PromotionRecord record = new PromotionRecord(
                key,
                promotion.from(),
                promotion.to(),
                promotion.commanded() ? "command" : "rule",
                promotion.step(),
                promotion.seen(),
                promotion.fingerprint(),
                new PromotionRecord.Evidence(
                        evidence.rule(),
                        evidence.examples(),
                        evidence.difference(),
                        evidence.lower(),
                        evidence.upper(),
                        evidence.alpha()));
        return outbound(topics.promotions(), key, json.promotion(record));
    }

    Outbound ack(CommandAck ack) {
        return outbound(topics.commandAcks(), ack.key(), commands.ack(ack));
    }

    /** What tells readers of both model topics that a key has been erased. */
    List<Outbound> erased(String key) {
        List<Header> headers = List.of(Header.of("reason", "erase"));
        return List.of(
                new Outbound(topics.models(), utf8(key), null, Outbound.NOW, headers),
                new Outbound(topics.modelHistory(), utf8(key), null, Outbound.NOW, headers));
    }

    Outbound ledger(LedgerRow row) {
        return new Outbound(topics.ledger(), JsonLedger.key(row), ledger.row(row), Outbound.NOW, List.of());
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    /**
     * For the models topic what answers, for the history the whole learner state, so that whoever reads it can go on from it;
     * they differ where there are challengers.
     *
     * @param place {@code partition:offset} of the last record that the state has taken in; null where it is not known
     * @param verdict of the gate, whether the models topic gets it; null where nothing is judged
     */
    List<Outbound> model(
            LearnerState state,
            byte[] champion,
            byte[] whole,
            @Nullable String place,
            PublishRules.Reason why,
            QualityGate.@Nullable Verdict verdict) {
        byte[] key = utf8(state.key());
        List<Header> gate = verdict == null ? List.of() : gate(verdict);
        List<Outbound> records = new ArrayList<>(2);
        if (verdict == null || !verdict.held()) {
            List<Header> headers = headers(state, champion, place, why);
            headers.addAll(gate);
            records.add(new Outbound(topics.models(), key, champion, Outbound.NOW, headers));
        }
        List<Header> headers = headers(state, whole, place, why);
        headers.addAll(gate);
        records.add(new Outbound(topics.modelHistory(), key, whole, Outbound.NOW, headers));
        return records;
    }

    private static List<Header> gate(QualityGate.Verdict verdict) {
        return List.of(
                Header.of("gate", verdict.held() ? "held" : "passed"),
                Header.of("gate.model", Double.toString(verdict.model())),
                Header.of("gate.baseline", Double.toString(verdict.baseline())));
    }

    private List<Header> headers(LearnerState state, byte[] snapshot, @Nullable String place, PublishRules.Reason why) {
        List<Header> headers = new ArrayList<>(10);
        headers.add(
                Header.of("spec", HexFormat.of().toHexDigits(learner.of(state).specHash())));
        headers.add(Header.of("step", Long.toString(state.step())));
        headers.add(Header.of("fingerprint", HexFormat.of().toHexDigits(state.fingerprint())));
        headers.add(Header.of("sha256", Sha256.hex(snapshot)));
        if (place != null) {
            headers.add(Header.of("source", topics.learned() + ":" + place));
        }
        headers.add(Header.of("reason", lower(why)));
        if (learner.contested()) {
            headers.add(Header.of("champion", state.contender()));
        }
        return headers;
    }

    private Map<String, MetricsRecord.Value> values(LearnerState state) {
        Evaluation evaluation = learner.evaluation();
        double[][] metrics = learner.metrics(state);
        double[] cumulative = evaluation.values(metrics, View.CUMULATIVE);
        double[] window = evaluation.values(metrics, View.WINDOW);
        double[] fading = evaluation.values(metrics, View.FADING);
        Map<String, MetricsRecord.Value> values = new LinkedHashMap<>();
        for (String metric : evaluation.metrics()) {
            int i = values.size();
            values.put(metric, new MetricsRecord.Value(cumulative[i], window[i], fading[i]));
        }
        return values;
    }

    private Label label(double label) {
        return learner.spec().task() instanceof Task.Classification c
                ? new Label.OfClass(c.classes().get((int) label))
                : new Label.OfNumber(label);
    }

    private static Outbound outbound(String topic, String key, byte[] value) {
        return new Outbound(topic, utf8(key), value, Outbound.NOW, List.of());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
