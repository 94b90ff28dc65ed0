package dev.freshet.jobs.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.pipeline.PipelineFile;
import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.model.Task;
import dev.freshet.model.eval.ClassEvaluation;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.MetricsRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two keys of a small classifier, seven events and one dead letter: what the end of such a run says, and what it notices. */
class LedgerTest {
    private static final LearnerSpec SPEC =
            PipelineFile.parse("small.yaml", """
                    name: small
                    task: {classes: [a, b]}
                    features: [{numeric: [x]}]
                    model:
                      network: [{dense: 2, activation: softmax}]
                      loss: cross-entropy
                      optimizer: {sgd: {rate: 0.1}}
                      batch: {size: 2}
                    """, Map.of()).learner();
    private static final Learner LEARNER = new Learner(SPEC);
    private final Shown shown = new Shown();

    @Test
    void aRunInWhichEveryRecordHasOneFateBalances() {
        assertThat(new Ledger(8, 7, 0, 1, models().totals()).problems()).isEmpty();
    }

    @Test
    void aLostPredictionIsNamed() {
        assertThat(new Ledger(8, 6, 0, 1, models().totals()).problems())
                .containsExactly(
                        "consumed 8, but predicted 6 + dead letters 1 = 7",
                        "the learner states count 7 predictions, the topic holds 6");
    }

    @Test
    void aDoubledPredictionIsNamed() {
        assertThat(new Ledger(8, 8, 1, 1, models().totals()).problems())
                .containsExactly(
                        "consumed 8, but predicted 8 + dead letters 1 = 9",
                        "1 records were answered more than once",
                        "the learner states count 7 predictions, the topic holds 8");
    }

    @Test
    void aRecordThatIsLostWhileAnotherIsDoubledIsNamedThoughTheSumsAgree() {
        assertThat(new Ledger(8, 7, 1, 1, models().totals()).problems())
                .containsExactly("1 records were answered more than once");
    }

    @Test
    void aModelThatIsMissingIsNamed() {
        FinalModels one = new FinalModels(LEARNER);
        one.add(utf8("syd"), snapshot("syd", 5));

        assertThat(new Ledger(8, 7, 0, 1, one.totals()).problems())
                .containsExactly("the learner states count 5 predictions, the topic holds 7");
    }

    @Test
    void modelsAddUpInTheOrderOfTheirKeysWhateverTheOrderOfTheirRecords() {
        FinalModels other = new FinalModels(LEARNER);
        other.add(utf8("syd"), snapshot("syd", 1));
        other.add(utf8("syd"), snapshot("syd", 5));
        other.add(utf8("mel"), snapshot("mel", 2));

        assertThat(other.keys()).isEqualTo(2);
        assertThat(other.sha256()).isEqualTo(models().sha256()).matches("[0-9a-f]{64}");
        assertThat(other.totals().value("logLoss")).isEqualTo(models().totals().value("logLoss"));
    }

    @Test
    void totalsAreTheSumsOverTheKeys() {
        Totals totals = models().totals();

        assertThat(List.of(totals.predicted(), totals.trained(), totals.open(), totals.unlabelled(), totals.refused()))
                .containsExactly(7L, 6L, 1L, 0L, 0L);
        assertThat(totals.labelled()).isEqualTo(7);
        // Labels go 0, 1, 0, 1, 0 and 0, 1: four of 0, three of 1.
        assertThat(totals.bestConstant()).isEqualTo(ClassEvaluation.bestConstantLogLoss(new long[] {4, 3}));
        // Before the first label, no change means the first class.
        assertThat(totals.value("noChangeAccuracy")).isEqualTo(2.0 / 7);
    }

    @Test
    void theClosingBlockSaysItAll() {
        FinalModels models = models();
        close(new Ledger(8, 7, 0, 1, models.totals()), models, shown.plain());

        assertThat(shown.text())
                .contains("  events               8 in 2.0 s (4 per second)\n")
                .contains("  model keys           2\n")
                .contains("  average log loss     " + models.totals().value("logLoss") + "\n"
                        + "    best constant      " + models.totals().bestConstant() + " in hindsight\n")
                .contains("    no-change          0.2857142857142857\n" + "    majority           ")
                .contains("  drift alarms         3\n"
                        + "  dead letters         1 {MALFORMED=1}\n"
                        + "  fates                8 consumed = 7 predicted + 1 dead\n"
                        + "                       7 predicted = 6 trained + 0 refused\n"
                        + "                         + 0 unlabelled + 1 in open batches\n"
                        + "  ledger               balanced\n"
                        + "  sha256 of models\n  ")
                .endsWith(models.sha256() + "\n");
        assertThat(shown.text().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void anImbalanceIsShownInRedWithItsReasons() {
        FinalModels models = models();
        close(new Ledger(9, 7, 0, 1, models.totals()), models, shown.interactive(80, true));

        assertThat(shown.text())
                .contains("  ledger               ^[1;31mDOES NOT BALANCE^[0m\n"
                        + "                       consumed 9, but predicted 7 + dead letters 1 = 8\n");
    }

    @Test
    void aRunWithoutEventsHasNoAverages() {
        FinalModels none = new FinalModels(LEARNER);
        close(new Ledger(0, 0, 0, 0, none.totals()), none, shown.plain());

        assertThat(shown.text())
                .contains("events               0")
                .contains("balanced")
                .doesNotContain("NaN");
    }

    @Test
    void labelsThatComeLaterHaveAFateOfTheirOwnOrWait() {
        FinalModels models = models();
        LateLedger ledger = late(10, 8, models);
        assertThat(ledger.problems()).isEmpty();
        MetricsRecord.Delays delays = new MetricsRecord.Delays(List.of(new MetricsRecord.Delays.Bucket(60_000, 7)));
        new ClosingBlock(shown.plain())
                .print(SPEC.task(), ledger, delays, models, Map.of("LABEL_ORPHAN", 1L), 0, Duration.ofSeconds(2));

        assertThat(shown.text())
                .contains("  features             10 in 2.0 s (5 per second)\n"
                        + "  labels               8 = 7 joined + 0 duplicate\n"
                        + "                         + 1 orphaned or in conflict + 0 waiting\n"
                        + "  label delay          half in 60 s, 90 % in 60 s, 99 % in 60 s\n")
                .contains("  fates                10 = 10 predicted + 0 duplicate + 0 dead\n"
                        + "                       10 predicted = 6 trained + 0 refused\n"
                        + "                         + 0 unlabelled + 1 in open batches\n"
                        + "                         + 3 waiting for their label\n"
                        + "  ledger               balanced\n")
                .endsWith("  sha256 of weights\n  " + models.sha256OfWeights() + "\n");
        assertThat(shown.text().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void aLabelThatIsLostIsNamed() {
        assertThat(late(10, 9, models()).problems())
                .containsExactly("labels sent: 9, but labels joined, dead, duplicate or waiting: 8");
        assertThat(late(11, 8, models()).problems()).containsExactly("features sent: 11, but features with a fate: 10");
    }

    /** Ten features were answered; seven of eight labels were joined, one is of none of them. */
    private static LateLedger late(long features, long labels, FinalModels models) {
        LedgerRow.Labels of = new LedgerRow.Labels(7, 1, 0, 0);
        LedgerRow.Fates fates = new LedgerRow.Fates(10, 0, 0, 0, 6, 0, 0, 1, 3, 3, of, 0);
        return new LateLedger(features, labels, 10, 0, 1, fates, models.totals());
    }

    @Test
    void theDigestOfWeightsIsThatOfWhatWasLearnedAndNotOfItsMetrics() {
        FinalModels other = new FinalModels(LEARNER);
        LearnerState served = LEARNER.init("mel");
        for (int i = 0; i < 2; i++) {
            Example example = Example.of(i, i % 2, i / 10.0);
            var unused = LEARNER.learn(served, example, example.time(), new float[] {0.75f, 0.25f});
        }
        other.add(utf8("mel"), new SnapshotCodec(LEARNER).encode(served));
        FinalModels two = new FinalModels(LEARNER);
        two.add(utf8("mel"), snapshot("mel", 2));

        assertThat(other.sha256OfWeights()).isEqualTo(two.sha256OfWeights());
        assertThat(other.sha256()).isNotEqualTo(two.sha256());
        assertThat(two.sha256OfWeights()).isNotEqualTo(models().sha256OfWeights());
    }

    private static void close(Ledger ledger, FinalModels models, Terminal terminal) {
        Map<String, Long> dead = ledger.dead() == 0 ? Map.of() : Map.of("MALFORMED", ledger.dead());
        Task task = SPEC.task();
        new ClosingBlock(terminal).print(task, ledger, models, dead, 3, Duration.ofSeconds(2));
    }

    private static FinalModels models() {
        FinalModels models = new FinalModels(LEARNER);
        models.add(utf8("mel"), snapshot("mel", 2));
        models.add(utf8("syd"), snapshot("syd", 5));
        return models;
    }

    private static byte[] snapshot(String key, int events) {
        LearnerState state = LEARNER.init(key);
        List<Object> outcomes = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            outcomes.add(LEARNER.observe(state, Example.of(i, i % 2, i / 10.0)));
        }
        assertThat(outcomes).hasSize(events);
        return new SnapshotCodec(LEARNER).encode(state);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
