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
            Evaluation.classification(2, VIEWS),
            Evaluation.classification(5, VIEWS),
            Evaluation.classification(70, new Views(7, 0.5)),
            Evaluation.regression(VIEWS),
            Evaluation.regression(new Views(1, 1)));

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
        for (int at = 0; at < 90; at++) {
            double[][] killed = evaluation.init();
            run(evaluation, killed, 0, at);
            double[][] restored = copy(killed);
            run(throughBytes(evaluation), restored, at, 90);
            assertThat(bits(restored)).isDeepEqualTo(bits(undisturbed));
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void anEvaluationSurvivesSerialisation(Evaluation evaluation) throws Exception {
        assertThat(throughBytes(evaluation)).isEqualTo(evaluation);
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void rowsAreReplacedOnlyUntilTheWindowIsFullAndReadingChangesNothing(Evaluation evaluation) {
        double[][] state = evaluation.init();
        run(evaluation, state, 0, 20);
        double[][] rows = state.clone();
        run(evaluation, state, 20, 500);
        for (int i = 0; i < rows.length; i++) {
            assertThat(state[i]).isSameAs(rows[i]);
        }
        long[][] before = bits(state);
        for (View view : View.values()) {
            evaluation.values(state, view);
        }
        assertThat(bits(state)).isDeepEqualTo(before);
        assertThat(Arrays.stream(state).mapToLong(row -> row.length).sum()).isEqualTo(evaluation.maxLength());
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void everyMetricHasAnOwnNameAndANumberInEveryViewThatItHas(Evaluation evaluation) {
        double[][] state = evaluation.init();
        run(evaluation, state, 0, 50);
        assertThat(evaluation.count(state)).isEqualTo(50);
        assertThat(evaluation.metrics()).doesNotHaveDuplicates();
        for (View view : View.values()) {
            double[] values = evaluation.values(state, view);
            assertThat(values).hasSize(evaluation.metrics().size());
            for (String metric : evaluation.metrics()) {
                double value = evaluation.value(state, metric, view);
                assertThat((Double) value).isEqualTo((Double) values[evaluation.indexOf(metric)]);
                boolean windowed = metric.equals("auc") && view != View.WINDOW;
                boolean oneLabel = metric.equals("r2")
                        && view == View.WINDOW
                        && evaluation.views().window() == 1;
                assertThat(Double.isFinite(value)).as(metric).isEqualTo(!windowed && !oneLabel);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void nothingIsANumberBeforeTheFirstEvent(Evaluation evaluation) {
        for (View view : View.values()) {
            assertThat(evaluation.values(evaluation.init(), view)).containsOnly(Double.NaN);
        }
        double[] total = evaluation.total();
        evaluation.addTo(total, evaluation.init());
        assertThat(evaluation.values(total)).containsOnly(Double.NaN);
        assertThat(evaluation.due(evaluation.init())).isFalse();
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void theTotalOfOneKeyIsItsCumulativeView(Evaluation evaluation) {
        double[][] state = evaluation.init();
        run(evaluation, state, 0, 50);
        double[] total = evaluation.total();
        evaluation.addTo(total, state);
        assertThat(evaluation.values(total)).isEqualTo(evaluation.values(state, View.CUMULATIVE));
        String first = evaluation.metrics().get(0);
        assertThat(evaluation.value(total, first)).isEqualTo(evaluation.value(state, first, View.CUMULATIVE));
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void anUpdateReturnsTheLossWhoseMeanIsAMetric(Evaluation evaluation) {
        double[][] state = evaluation.init();
        float[] prediction = new float[evaluation instanceof ClassEvaluation c ? c.classes() : 1];
        prediction[0] = 0.75f;
        String metric = evaluation instanceof ClassEvaluation ? "logLoss" : "squaredError";
        assertThat(evaluation.update(state, prediction, 0, 0)).isEqualTo(evaluation.loss(prediction, 0, 0));
        assertThat(evaluation.update(state, prediction, 0, 1)).isEqualTo(evaluation.loss(prediction, 0, 1));
        assertThat(evaluation.value(state, metric, View.CUMULATIVE))
                .isEqualTo((evaluation.loss(prediction, 0, 0) + evaluation.loss(prediction, 0, 1)) / 2);
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void withoutMetricsThereIsALossAndAnErrorAndNothingElse(Evaluation evaluation) {
        Evaluation off = evaluation instanceof ClassEvaluation c
                ? Evaluation.classification(c.classes(), Views.NONE)
                : Evaluation.regression(Views.NONE);
        double[][] state = off.init();
        float[] prediction = new float[70];
        prediction[0] = 0.75f;
        assertThat(off.update(state, prediction, 0, 1)).isEqualTo(evaluation.loss(prediction, 0, 1));
        assertThat(off.error(prediction, 0, 1)).isEqualTo(evaluation.error(prediction, 0, 1));
        assertThat(state).isEmpty();
        assertThat(off.metrics()).isEmpty();
        assertThat(off.values(state, View.WINDOW)).isEmpty();
        assertThat(off.values(off.total())).isEmpty();
        off.addTo(off.total(), state);
        assertThat(off.count(state)).isZero();
        assertThat(off.maxLength()).isZero();
        assertThat(off.due(state)).isFalse();
        assertThat(off.validState(state)).isTrue();
        assertThat(off.validState(new double[1][1])).isFalse();
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void theBestPredictionLosesLessThanTheWorst(Evaluation evaluation) {
        float[] good = new float[70];
        good[1] = 1;
        float[] bad = new float[70];
        Arrays.fill(bad, Float.NaN);
        double label = evaluation instanceof ClassEvaluation ? 1 : 0;
        assertThat(evaluation.error(good, 0, label)).isZero();
        assertThat(evaluation.loss(good, 0, label)).isLessThan(evaluation.loss(bad, 0, label));
        assertThat(evaluation.error(bad, 0, label)).isFinite().isPositive();
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void noPredictionAndNoLabelSpoilsTheState(Evaluation evaluation) {
        float[] none = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, -Float.MAX_VALUE};
        double[] labels = {Double.MAX_VALUE, -Double.MAX_VALUE, Float.MAX_VALUE, -1e300, 0};
        double[][] state = evaluation.init();
        SplittableRandom random = new SplittableRandom(1);
        float[] prediction = new float[evaluation instanceof ClassEvaluation c ? c.classes() : 1];
        for (int i = 0; i < 300; i++) {
            for (int k = 0; k < prediction.length; k++) {
                prediction[k] = none[random.nextInt(none.length)];
            }
            int label = random.nextInt(Math.max(5, prediction.length) - 3);
            double loss = evaluation.update(
                    state, prediction, 0, prediction.length > 1 ? label % prediction.length : labels[label]);
            assertThat(loss).isFinite();
            assertThat(evaluation.validState(state)).isTrue();
            for (View view : View.values()) {
                assertThat(evaluation.values(state, view)).doesNotContain(Double.POSITIVE_INFINITY);
            }
        }
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
            for (int i = 0; i < state[row].length; i++) {
                assertThat(evaluation.validState(with(state, row, i, Double.POSITIVE_INFINITY)))
                        .as("%s, %s", row, i)
                        .isFalse();
                assertThat(evaluation.validState(with(state, row, i, Double.NaN)))
                        .as("%s, %s", row, i)
                        .isFalse();
                assertThat(evaluation.validState(with(state, row, i, -1e200)))
                        .as("%s, %s", row, i)
                        .isFalse();
            }
        }
        assertThat(evaluation.validState(with(state, 0, 0, state[0][0] + 0.5))).isFalse();
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void anUnknownMetricIsRefusedByName(Evaluation evaluation) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluation.value(evaluation.init(), "acuracy", View.WINDOW))
                .withMessage("metrics must be of " + evaluation.metrics() + ": got acuracy");
    }

    private static double[][] with(double[][] state, int row, int i, double value) {
        double[][] spoilt = copy(state);
        spoilt[row][i] = value;
        return spoilt;
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
        return Arrays.stream(state).map(double[]::clone).toArray(double[][]::new);
    }

    private static long[][] bits(double[][] state) {
        return Arrays.stream(state)
                .map(row -> Arrays.stream(row)
                        .mapToLong(Double::doubleToRawLongBits)
                        .toArray())
                .toArray(long[][]::new);
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
