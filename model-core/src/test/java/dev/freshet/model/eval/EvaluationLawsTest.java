package dev.freshet.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What every evaluation that {@link Evaluation} permits must keep to; a new one needs a sample here. */
class EvaluationLawsTest {
    private static final Views VIEWS = new Views(20, 0.99);
    static final List<Evaluation> SAMPLES = List.of(
            Evaluation.classification(2, VIEWS), Evaluation.classification(5, VIEWS), Evaluation.regression(VIEWS));

    @Test
    void everyPermittedEvaluationIsARecordAndHasASample() {
        assertThat(Evaluation.class.getPermittedSubclasses()).allSatisfy(type -> {
            assertThat(type.isRecord()).isTrue();
            assertThat(SAMPLES).hasAtLeastOneElementOfType(type);
        });
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aCopyOfTheStateContinuesWithTheSameBits(Evaluation evaluation) throws Exception {
        double[][] undisturbed = evaluation.init();
        run(evaluation, undisturbed, 0, 90);
        double[][] killed = evaluation.init();
        run(evaluation, killed, 0, 37);
        double[][] restored = copy(killed);
        run(throughBytes(evaluation), restored, 37, 90);
        assertThat(restored).isDeepEqualTo(undisturbed);
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void anEvaluationSurvivesSerialisation(Evaluation evaluation) throws Exception {
        assertThat(throughBytes(evaluation)).isEqualTo(evaluation);
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void rowsAreReplacedOnlyUntilTheWindowIsFull(Evaluation evaluation) {
        double[][] state = evaluation.init();
        run(evaluation, state, 0, 20);
        double[][] rows = state.clone();
        run(evaluation, state, 20, 500);
        for (int i = 0; i < rows.length; i++) {
            assertThat(state[i]).isSameAs(rows[i]);
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void everySeriesHoldsOneFiniteNumberPerEvent(Evaluation evaluation) {
        double[][] state = evaluation.init();
        run(evaluation, state, 0, 50);
        assertThat(evaluation.count(state)).isEqualTo(50);
        assertThat(evaluation.series()).doesNotHaveDuplicates().hasSize(state.length - 1);
        for (String series : evaluation.series()) {
            int index = evaluation.indexOf(series);
            assertThat(evaluation.sum(state, index)).isFinite().isEqualTo(evaluation.sum(state, series));
            for (View view : View.values()) {
                assertThat(evaluation.value(state, series, view))
                        .isFinite()
                        .isEqualTo(evaluation.value(state, index, view));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void theBestPredictionLosesLessThanTheWorst(Evaluation evaluation) {
        float[] good = new float[5];
        good[1] = 1;
        float[] bad = new float[5];
        Arrays.fill(bad, Float.NaN);
        double label = evaluation instanceof ClassEvaluation ? 1 : 0;
        assertThat(evaluation.error(good, 0, label)).isZero();
        assertThat(evaluation.loss(good, 0, label)).isLessThan(evaluation.loss(bad, 0, label));
        assertThat(evaluation.error(bad, 0, label)).isFinite().isPositive();
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void everyStateThatARunPassesThroughIsValidAndASpoiltOneIsNot(Evaluation evaluation) {
        double[][] state = evaluation.init();
        for (int i = 0; i < 50; i++) {
            assertThat(evaluation.validState(state)).isTrue();
            run(evaluation, state, i, i + 1);
        }
        assertThat(evaluation.validState(Arrays.copyOf(state, state.length - 1)))
                .isFalse();
        for (int row = 0; row < state.length; row++) {
            double[][] shorter = copy(state);
            shorter[row] = Arrays.copyOf(state[row], state[row].length - 1);
            assertThat(evaluation.validState(shorter)).isFalse();
            double[][] miscounted = copy(state);
            miscounted[row][0]++;
            assertThat(evaluation.validState(miscounted)).isFalse();
            double[][] infinite = copy(state);
            infinite[row][1] = Double.POSITIVE_INFINITY;
            assertThat(evaluation.validState(infinite)).isFalse();
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void anUnknownSeriesIsRefusedByName(Evaluation evaluation) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluation.value(evaluation.init(), "acuracy", View.WINDOW))
                .withMessage("metrics must be of " + evaluation.series() + ": got acuracy");
    }

    /** Events {@code from} to {@code to} of a stream that depends on nothing but their places. */
    private static void run(Evaluation evaluation, double[][] state, int from, int to) {
        int classes = evaluation instanceof ClassEvaluation c ? c.classes() : 1;
        for (int i = from; i < to; i++) {
            SplittableRandom random = new SplittableRandom(i);
            float[] prediction = new float[classes + 1];
            for (int k = 0; k < prediction.length; k++) {
                prediction[k] = (float) random.nextDouble();
            }
            evaluation.update(state, prediction, 1, classes > 1 ? random.nextInt(classes) : random.nextDouble());
        }
    }

    private static double[][] copy(double[][] state) {
        double[][] rows = new double[state.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = state[i].clone();
        }
        return rows;
    }

    private static Evaluation throughBytes(Evaluation evaluation) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(evaluation);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (Evaluation) in.readObject();
        }
    }
}
