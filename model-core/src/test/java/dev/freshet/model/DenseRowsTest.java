package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.encode.Scaling;
import dev.freshet.model.optim.Optimizers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ojalgo.matrix.store.R032Store;

class DenseRowsTest {
    private static final int ROWS = 48;
    private static final int BATCH = 8;

    @Test
    void aMatrixLeavesTheBytesThatTheSameNumbersLeaveAsExamples() {
        for (int seed = 0; seed < 100; seed++) {
            Gen gen = new Gen(seed);
            Learner learner = new Learner(spec(gen));
            LearnerState byExamples = learner.init("k");
            LearnerState byMatrix = learner.init("k");
            DenseRows matrix = matrix(gen, 5);
            List<Example> examples = examples(matrix);
            AtRest atRest = new AtRest(learner);
            examples.forEach(row -> atRest.adapt(byExamples, row));
            examples.forEach(row -> atRest.adapt(byMatrix, row));

            for (int from = 0; from < ROWS; from += BATCH) {
                Scored one = new Scored(learner);
                Scored other = new Scored(learner);
                AtRest.Fate fate = atRest.step(byExamples, examples, from, from + BATCH, one.predictions, one.losses);

                assertThat(atRest.step(byMatrix, matrix, from, from + BATCH, other.predictions, other.losses))
                        .as("seed " + seed)
                        .isEqualTo(fate);
                assertThat(other.predictions).as("seed " + seed).isEqualTo(one.predictions);
                assertThat(other.losses).as("seed " + seed).isEqualTo(one.losses);
            }

            SnapshotCodec codec = new SnapshotCodec(learner);
            assertThat(codec.encode(byMatrix)).as("seed " + seed).isEqualTo(codec.encode(byExamples));
            assertThat(byMatrix.predicted()).isEqualTo(ROWS);
        }
    }

    @Test
    void aMatrixIsScoredAsTheSameNumbersAreAsExamplesAndChangesNothing() {
        for (int seed = 0; seed < 60; seed++) {
            Gen gen = new Gen(seed);
            Learner learner = new Learner(spec(gen));
            LearnerState state = learner.init("k");
            DenseRows matrix = matrix(gen, 5);
            AtRest atRest = new AtRest(learner);
            byte[] before = new SnapshotCodec(learner).encode(state);
            Scored one = new Scored(learner);
            Scored other = new Scored(learner);

            atRest.score(state, examples(matrix), 3, 3 + BATCH, one.predictions, one.losses);
            atRest.score(state, matrix, 3, 3 + BATCH, other.predictions, other.losses);

            assertThat(other.predictions).as("seed " + seed).isEqualTo(one.predictions);
            assertThat(other.losses).as("seed " + seed).isEqualTo(one.losses);
            assertThat(new SnapshotCodec(learner).encode(state)).isEqualTo(before);
        }
    }

    private static final class Scored {
        final float[] predictions;
        final double[] losses = new double[BATCH];

        Scored(Learner learner) {
            predictions = new float[BATCH * learner.spec().task().predictionWidth()];
        }
    }

    /** Of numbers taken as they are or scaled; by a single layer or two; for classes or a number. */
    private static LearnerSpec spec(Gen gen) {
        Specs specs = gen.chance(0.3) ? Specs.regression() : gen.chance(0.5) ? Specs.binary() : Specs.classes(2);
        specs.numbers(5, gen.chance(0.7) ? Scaling.NONE : Scaling.STANDARD);
        if (gen.chance(0.5)) {
            specs.hidden(gen.between(1, 20), Activation.TANH);
        }
        return specs.optimizer(gen.chance(0.5) ? Optimizers.adam(0.01) : Optimizers.sgd(0.1))
                .build();
    }

    /** Some numbers missing or infinite, some labels missing, rows in any order. */
    private static DenseRows matrix(Gen gen, int width) {
        float[] numbers = new float[ROWS * width];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] =
                    gen.chance(0.02) ? Float.NaN : gen.chance(0.004) ? Float.NEGATIVE_INFINITY : (float) gen.normal();
        }
        float[] labels = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            labels[i] = gen.chance(0.05) ? Float.NaN : gen.between(0, 1);
        }
        DenseRows rows = DenseRows.of(numbers, width, labels);
        if (gen.chance(0.5)) {
            return rows;
        }
        int[] order = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            order[i] = gen.between(0, ROWS - 1);
        }
        return rows.ordered(order);
    }

    private static List<Example> examples(DenseRows matrix) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < matrix.size(); i++) {
            examples.add(matrix.example(i));
        }
        return examples;
    }

    @Test
    void aRowIsTheExampleOfItsNumbersAndItsPlace() {
        DenseRows rows = DenseRows.of(new float[] {1, 2, 3, 4, 5, 6}, 2, new int[] {0, 1, 0});

        Example last = rows.slice(1, 3).ordered(new int[] {1, 0}).slice(0, 1).example(0);

        assertThat(last.numbers()).containsExactly(5, 6);
        assertThat(last.offset()).isEqualTo(2);
        assertThat(last.label()).isZero();
        assertThat(rows.slice(1, 2).label(0)).isEqualTo(1);
        assertThat(DenseRows.of(new float[4], 2).label(1)).isNaN();
    }

    @Test
    void anExampleIsAColumnOfTheMatrixThatOjAlgoSharesTheArrayWith() {
        float[] numbers = {1, 2, 3, 4, 5, 6};
        R032Store matrix = R032Store.wrap(numbers, 3);
        DenseRows rows = DenseRows.of(numbers, 3, new int[2]);

        matrix.set(0, 1, 9);

        assertThat(rows.example(1).numbers()).containsExactly(9, 5, 6);
    }

    @Test
    void whatDoesNotFitIsRefusedAndTheStateStands() {
        Learner learner = new Learner(Specs.binary().numbers(2).build());
        LearnerState state = learner.init("k");
        AtRest atRest = new AtRest(learner);
        float[] predictions = new float[4];
        double[] losses = new double[2];

        DenseRows wide = DenseRows.of(new float[6], 3, new int[2]);
        assertThatThrownBy(() -> atRest.step(state, wide, 0, 2, predictions, losses))
                .hasMessage("example has 3 numbers, the model takes 2 (partition 0, offset 0)");
        DenseRows third = DenseRows.of(new float[4], 2, new int[] {1, 2});
        assertThatThrownBy(() -> atRest.step(state, third, 0, 2, predictions, losses))
                .hasMessage("example has label 2.0, the model takes a class in [0, 2) (partition 0, offset 1)");
        assertThat(state.predicted()).isZero();
        assertThat(state.open()).isZero();
        assertThatThrownBy(() -> DenseRows.of(new float[5], 2, new int[2]))
                .hasMessage("rows must have 2 numbers for each of the 2 labels: got 5 numbers");
        assertThatThrownBy(() -> DenseRows.of(new float[5], 2))
                .hasMessage("rows must have 2 numbers for each of the 2 labels: got 5 numbers");
        assertThatThrownBy(() -> DenseRows.of(new float[0], 0)).hasMessage("rows.width must be at least 1: got 0");
        assertThatThrownBy(() -> wide.slice(1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> wide.ordered(new int[] {2})).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
