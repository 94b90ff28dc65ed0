package dev.freshet.model.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.Activation;
import dev.freshet.model.Dense;
import dev.freshet.model.DenseRows;
import dev.freshet.model.Example;
import dev.freshet.model.Guard;
import dev.freshet.model.LearnerState;
import dev.freshet.model.data.Schema;
import dev.freshet.model.loss.Losses;
import dev.freshet.model.optim.Optimizers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelTest {

    @Test
    void fittingLearns() {
        Model model = Model.of(Streams.spec(4));

        History history = model.fit(Streams.circle(300), 30, 16);

        assertThat(history.last().training().loss())
                .isLessThan(history.epochs().get(0).training().loss() / 2);
        assertThat(model.evaluate(Streams.circle(300)).metric("accuracy")).isGreaterThan(0.95);
    }

    @Test
    void theLastShortBatchOfAnEpochTrains() {
        Model model = Model.of(Streams.spec(4));

        model.fit(Streams.circle(35), 3, 16);

        assertThat(model.state().step()).isEqualTo(9);
        assertThat(model.state().trained()).isEqualTo(105);
        assertThat(model.state().open()).isZero();
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherSeedOthers() {
        float[] once = fitted(Fit.of(3, 8).seeded(5));

        assertThat(fitted(Fit.of(3, 8).seeded(5))).isEqualTo(once);
        assertThat(fitted(Fit.of(3, 8).seeded(6))).isNotEqualTo(once);
        assertThat(fitted(Fit.of(3, 8).inOrder())).isNotEqualTo(once);
    }

    private static float[] fitted(Fit fit) {
        Model model = Model.of(Streams.spec(4));
        model.fit(Streams.circle(100), fit);
        return model.state().parameters();
    }

    @Test
    void aMatrixIsFittedJudgedAndPredictedAsTheSameNumbersAreAsExamples() {
        float[] numbers = new float[2 * 300];
        int[] classes = new int[300];
        List<Example> examples = new ArrayList<>();
        for (Example row : Streams.circle(300)) {
            int i = examples.size();
            numbers[2 * i] = (float) row.numbers()[0];
            numbers[2 * i + 1] = (float) row.numbers()[1];
            classes[i] = (int) row.label();
            examples.add(Example.of(i, row.label(), numbers[2 * i], numbers[2 * i + 1]));
        }
        DenseRows matrix = DenseRows.of(numbers, 2, classes);
        Model byExamples = Model.of(Streams.spec(4));
        Model byMatrix = Model.of(Streams.spec(4));

        History history = byExamples.fit(examples, Fit.of(3, 16).validating(0.2));

        assertThat(byMatrix.fit(matrix, Fit.of(3, 16).validating(0.2))).isEqualTo(history);
        assertThat(byMatrix.state().parameters()).isEqualTo(byExamples.state().parameters());
        assertThat(byMatrix.state().fingerprint()).isEqualTo(byExamples.state().fingerprint());
        assertThat(byMatrix.evaluate(matrix)).isEqualTo(byExamples.evaluate(examples));
        assertThat(byMatrix.predict(DenseRows.of(numbers, 2))).isDeepEqualTo(byExamples.predict(examples));
    }

    @Test
    void eachEpochHasAnOrderOfItsOwnThatHoldsEveryRow() {
        List<Integer> first = order(1);
        List<Integer> second = order(2);

        assertThat(first).isNotEqualTo(second).isEqualTo(order(1));
        assertThat(new HashSet<>(first)).hasSize(50);
        assertThat(new HashSet<>(second)).hasSize(50);
    }

    private static List<Integer> order(int epoch) {
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            rows.add(i);
        }
        Order.shuffle(rows, 9, epoch);
        return rows;
    }

    @Test
    void validationRowsAreTheLastOnesAndAreNeverLearnedFrom() {
        List<Example> rows = Streams.circle(100);
        Model model = Model.of(Streams.spec(4));
        Model without = Model.of(Streams.spec(4));

        History history = model.fit(rows, Fit.of(2, 8).validating(0.25));
        without.fit(rows.subList(0, 75), Fit.of(2, 8));

        assertThat(model.state().parameters()).isEqualTo(without.state().parameters());
        assertThat(history.last().validation()).isEqualTo(model.evaluate(rows.subList(75, 100)));
        assertThat(history.last().training().examples()).isEqualTo(75);
    }

    @Test
    void evaluatingAndPredictingLearnNothing() {
        Model model = Model.of(Streams.spec(4));
        model.fit(Streams.circle(600), 1, 8);
        LearnerState before = model.state().copy();

        model.evaluate(Streams.circle(600));
        model.predict(Streams.circle(600));

        assertThat(model.state().parameters()).isEqualTo(before.parameters());
        assertThat(model.state().predicted()).isEqualTo(before.predicted());
    }

    @Test
    void predictionsAreTheSameWhateverElseIsInTheirBatch() {
        Model model = Model.of(Streams.spec(4));
        List<Example> rows = Streams.circle(600);
        model.fit(rows, 1, 8);

        float[][] all = model.predict(rows);

        for (int i : new int[] {0, 255, 256, 599}) {
            assertThat(model.predict(rows.subList(i, i + 1))[0]).isEqualTo(all[i]);
        }
    }

    @Test
    void aStreamGoesOnFromWhereFitEnded() {
        Model model = Model.of(Streams.spec(4));
        model.fit(Streams.circle(300), 30, 16);

        PrequentialResult result =
                Prequential.every(100).over(Streams.circle(200), model.learner(), model.state(), point -> {});

        assertThat(result.metric("accuracy")).isGreaterThan(0.95);
        assertThat(model.state().predicted()).isEqualTo(30 * 300 + 200);
    }

    @Test
    void theScalersTakeAllTrainingRowsInBeforeTheFirstStepSoThatTheirUnitDoesNotMatter() {
        List<Example> rows = Streams.circle(64);
        List<Example> scaled = new ArrayList<>();
        for (Example row : rows) {
            scaled.add(Example.of(row.offset(), row.label(), 1024 * row.numbers()[0], 1024 * row.numbers()[1]));
        }

        Scores first = Model.of(Streams.spec(4)).fit(rows, 1, 8).last().training();
        Scores second = Model.of(Streams.spec(4)).fit(scaled, 1, 8).last().training();

        assertThat(second.loss()).isEqualTo(first.loss(), within(1e-6));
    }

    @Test
    void batchesLargerThanTheModelCanHoldAreRefusedBeforeAnythingIsTakenIn() {
        Schema schema = new Schema(List.of("x"), List.of(), List.of(), 0, "y", List.of());
        int units = 1 << 16;
        Model model = Model.of(Learners.spec(schema)
                .network(new Dense(units, Activation.RELU), new Dense(1, Activation.LINEAR))
                .optimizer(Optimizers.sgd(0.1))
                .build());
        List<Example> rows = Collections.nCopies(4097, Example.of(0, 1, 1));

        assertThatThrownBy(() -> model.fit(rows, 1, 4097))
                .hasMessageContaining("must have at most 4096 rows")
                .hasMessageContaining("got 4097: use smaller batches");
        assertThat(model.state().predicted()).isZero();
    }

    @Test
    void onlyBatchesThatTheGuardRefusedCountAsRefused() {
        Schema schema = new Schema(List.of("x"), List.of(), List.of(), 0, "y", List.of());
        Guard never = new Guard(1e-30, Double.POSITIVE_INFINITY, 1);
        List<Example> rows = List.of(Example.of(0, -1, 1), Example.of(1, 2, 1), Example.of(2, 2, 1));

        assertThat(counts(schema, Guard.DEFAULT).fit(rows, 1, 3).last().refused())
                .isZero();
        assertThat(counts(schema, never).fit(rows, 1, 3).last().refused()).isEqualTo(1);
    }

    /** Counts cannot be negative: that label is refused alone. */
    private static Model counts(Schema schema, Guard guard) {
        return Model.of(Learners.spec(schema)
                .network(new Dense(1, Activation.EXPONENTIAL))
                .loss(Losses.poisson())
                .guard(guard)
                .build());
    }

    @Test
    void theHistoryWritesItselfAsJson() {
        History history =
                Model.of(Streams.spec(4)).fit(Streams.circle(20), Fit.of(2, 8).validating(0.5));

        assertThat(history.toJson())
                .startsWith("[{\"epoch\":1,\"refused\":0,\"loss\":")
                .contains("},{\"epoch\":2,")
                .contains("\"validationMetrics\":{\"accuracy\":")
                .endsWith("}}]");
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> Fit.of(0, 1)).hasMessageContaining("fit.epochs must be at least 1: got 0");
        assertThatThrownBy(() -> Fit.of(1, 0)).hasMessageContaining("fit.batch-size must lie in [1, 65536]: got 0");
        assertThatThrownBy(() -> Fit.of(1, 1).validating(1)).hasMessageContaining("got 1.0");
        assertThatThrownBy(() -> Model.of(Streams.spec(1)).fit(List.of(), 1, 1))
                .hasMessageContaining("at least one row");
    }
}
