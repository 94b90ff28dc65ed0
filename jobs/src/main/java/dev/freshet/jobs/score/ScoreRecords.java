package dev.freshet.jobs.score;

import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Scoring;
import dev.freshet.model.Task;
import dev.freshet.wire.Event;
import dev.freshet.wire.JsonLedger;
import dev.freshet.wire.JsonOutputs;
import dev.freshet.wire.Label;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.Source;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What came of features, as records of the output topics. One per subtask; not thread-safe. */
final class ScoreRecords {
    private final ScoreTopics topics;
    private final Task task;
    private final Map<LearnerSpec, Scoring> scratch = new HashMap<>();
    private LearnerSpec newest;
    private Scoring scoring;
    private final JsonOutputs json = new JsonOutputs();
    private final JsonLedger ledger = new JsonLedger();

    ScoreRecords(ScoreTopics topics, LearnerSpec spec) {
        this.topics = topics;
        task = spec.task();
        newest = spec;
        scoring = new Scoring(spec);
        scratch.put(spec, scoring);
    }

    /** The arrays of a contender's spec; keys that come one after the other mostly have the same. */
    private Scoring scoring(LearnerSpec spec) {
        if (!spec.equals(newest)) {
            newest = spec;
            scoring = scratch.computeIfAbsent(spec, Scoring::new);
        }
        return scoring;
    }

    /** What {@code model} says of {@code event}, whose label, if it has one, is not looked at. */
    Outbound answer(Event event, HeldModel model) {
        var example = event.example();
        Scoring said = model.scorer().score(example, scoring(model.scorer().spec()));
        Prediction prediction = new Prediction(
                event.id(),
                event.key(),
                example.time(),
                label(said),
                task instanceof Task.Classification ? said.prediction() : null,
                null,
                Double.NaN,
                model.ref(),
                new Source(topics.features(), example.partition(), example.offset()));
        byte[] key = event.key().getBytes(StandardCharsets.UTF_8);
        return new Outbound(topics.scores(), key, json.prediction(prediction), Outbound.NOW, List.of());
    }

    private Label label(Scoring said) {
        return task instanceof Task.Classification c
                ? new Label.OfClass(c.classes().get(said.predictedClass()))
                : new Label.OfNumber(said.prediction()[0]);
    }

    Outbound ledger(LedgerRow row) {
        return new Outbound(topics.ledger(), JsonLedger.key(row), ledger.row(row), Outbound.NOW, List.of());
    }
}
