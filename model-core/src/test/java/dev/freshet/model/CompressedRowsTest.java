package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.encode.SparseInput;
import dev.freshet.model.optim.Optimizers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompressedRowsTest {
    private static final int COLUMNS = 2000;
    private static final int ROWS = 60;

    /** Columns that stand twice, values that are 0, missing, infinite or huge, missing labels, rows in any order. */
    @Test
    void rowsLeaveTheBytesThatTheSameExamplesLeaveWhateverComes() {
        int learned = 0;
        for (int seed = 0; seed < 200; seed++) {
            Gen gen = new Gen(seed);
            Learner learner = learner(gen.chance(0.7), gen.chance(0.5), gen.pick(0.1, 1e-30));
            CompressedRows rows = rows(gen, gen.chance(0.5));
            List<Example> examples = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                examples.add(rows.example(i));
            }
            LearnerState one = learner.init("k");
            LearnerState other = learner.init("k");
            AtRest atRest = new AtRest(learner);
            Taken each = new Taken(learner);
            Taken together = new Taken(learner);

            int refused = stepByStep(atRest, one, examples, each);

            assertThat(atRest.stepEach(other, rows, 0, ROWS, together.predictions, together.losses))
                    .as("seed " + seed)
                    .isEqualTo(refused);
            assertThat(together.predictions).as("seed " + seed).isEqualTo(each.predictions);
            assertThat(together.losses).as("seed " + seed).isEqualTo(each.losses);
            SnapshotCodec codec = new SnapshotCodec(learner);
            assertThat(codec.encode(other)).as("seed " + seed).isEqualTo(codec.encode(one));
            learned += run(learner, rows) ? 1 : 0;
        }
        assertThat(learned).isBetween(20, 150);
    }

    @Test
    void aRunLeavesTheBytesThatAStreamOfTheSameExamplesLeaves() {
        for (int seed = 0; seed < 40; seed++) {
            Learner learner = learner(true, seed % 2 == 0, 0.1);
            CompressedRows rows = rows(new Gen(seed), false);
            LearnerState stream = learner.init("k");
            LearnerState run = learner.init("k");
            for (int i = 0; i < ROWS; i++) {
                learner.observe(stream, rows.example(i));
            }
            Taken taken = new Taken(learner);

            new AtRest(learner).stepEach(run, rows, 0, ROWS, taken.predictions, taken.losses);

            assertThat(run.weights.params).as("seed " + seed).isEqualTo(stream.weights.params);
            assertThat(run.fingerprint()).isEqualTo(stream.fingerprint());
            assertThat(run.trained()).isEqualTo(stream.trained()).isEqualTo(ROWS);
            assertThat(run(learner, rows)).isTrue();
        }
    }

    @Test
    void aFrozenKeyAndOneThatIsSteeredTakeTheLongWay() {
        Learner learner = learner(true, true, 0.1);
        CompressedRows rows = rows(new Gen(1), false);
        LearnerState frozen = learner.init("k");
        frozen.steering.frozen = true;
        Taken taken = new Taken(learner);

        new AtRest(learner).stepEach(frozen, rows, 0, ROWS, taken.predictions, taken.losses);

        assertThat(List.of(frozen.step(), frozen.unlabelled())).containsExactly(0L, (long) ROWS);
        assertThat(frozen.weights.params).containsOnly(0);
    }

    @Test
    void aSliceAndAnOrderKeepLabelsAndPlaces() {
        CompressedRows rows = CompressedRows.of(
                new int[] {0, 1, 1, 3}, new int[] {5, 6, 7}, new float[] {1, 2, 3}, new float[] {0, 1, 2});

        CompressedRows picked = rows.slice(1, 3).ordered(new int[] {1, 0, 1}).slice(0, 2);

        assertThat(picked.size()).isEqualTo(2);
        assertThat(picked.label(0)).isEqualTo(2);
        assertThat(picked.example(0).indices()).containsExactly(6, 7);
        assertThat(picked.example(0).values()).containsExactly(2, 3);
        assertThat(picked.example(0).offset()).isEqualTo(2);
        assertThat(picked.example(1).indices()).isEmpty();
        assertThat(picked.length(0)).isEqualTo(2);
        assertThat(picked.from(0)).isEqualTo(1);
    }

    @Test
    void arraysThatDoNotFitOneAnotherAreRefusedWithWhatWasFound() {
        float[] one = {1};
        assertRefused(new int[] {0}, new int[] {1}, one, one, "one start more than labels: got 1 and 1");
        assertRefused(new int[] {0, 1}, new int[] {1, 2}, one, one, "as many values as columns: got 1 and 2");
        assertRefused(new int[] {0, 2}, new int[] {1}, one, one, "columns, 1: got 2 for row 1, behind 0");
        assertRefused(new int[] {1, 0}, new int[] {1}, one, one, "columns, 1: got 0 for row 1, behind 1");
        assertRefused(new int[] {0, 1}, new int[] {-3}, one, one, "columns >= 0: got -3");
    }

    @Test
    void aColumnBeyondTheModelsThrowsWithItsPlace() {
        Learner learner = learner(true, true, 0.1);
        CompressedRows rows =
                CompressedRows.of(new int[] {0, 1, 2}, new int[] {3, COLUMNS}, new float[] {1, 1}, new float[] {1, 0});

        assertThatThrownBy(
                        () -> new AtRest(learner).stepEach(learner.init("k"), rows, 0, 2, new float[4], new double[2]))
                .hasMessage("example has the sparse index 2000, the model takes [0, 2000) (partition 0, offset 1)");
    }

    private static void assertRefused(int[] start, int[] columns, float[] values, float[] labels, String message) {
        assertThatThrownBy(() -> CompressedRows.of(start, columns, values, labels))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static Learner learner(boolean ftrl, boolean classes, double alpha) {
        SpecBuilder spec = classes ? LearnerSpec.classification("no", "yes") : LearnerSpec.regression();
        return new Learner(spec.features(new SparseInput(COLUMNS))
                .optimizer(ftrl ? Optimizers.ftrl(alpha, 1, 0, 0) : Optimizers.adaGrad(0.1))
                .drift(DriftPolicy.NONE)
                .batch(1)
                .build());
    }

    private static boolean run(Learner learner, CompressedRows rows) {
        SparseRun run = SparseRun.of(learner);
        Taken taken = new Taken(learner);
        return run != null && run.learn(learner.init("k"), rows, 0, ROWS, 0, taken.predictions, taken.losses) == ROWS;
    }

    private static int stepByStep(AtRest atRest, LearnerState state, List<Example> rows, Taken all) {
        int refused = 0;
        int width = all.predictions.length / ROWS;
        float[] prediction = new float[width];
        double[] loss = new double[1];
        for (int i = 0; i < ROWS; i++) {
            refused += atRest.step(state, rows, i, i + 1, prediction, loss) == AtRest.Fate.REFUSED ? 1 : 0;
            System.arraycopy(prediction, 0, all.predictions, i * width, width);
            all.losses[i] = loss[0];
        }
        return refused;
    }

    private static CompressedRows rows(Gen gen, boolean faulty) {
        int[] start = new int[ROWS + 1];
        for (int i = 0; i < ROWS; i++) {
            start[i + 1] = start[i] + gen.between(0, 60);
        }
        int[] columns = new int[start[ROWS]];
        float[] values = new float[start[ROWS]];
        for (int k = 0; k < columns.length; k++) {
            columns[k] = gen.below(COLUMNS);
            values[k] = faulty && gen.chance(0.002)
                    ? gen.pick(Float.NaN, Float.NEGATIVE_INFINITY, 1e38f, 1e30f)
                    : gen.chance(0.02) ? 0 : (float) gen.normal();
        }
        float[] labels = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            labels[i] = faulty && gen.chance(0.02) ? Float.NaN : gen.between(0, 1);
        }
        CompressedRows rows = CompressedRows.of(start, columns, values, labels);
        int[] order = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            order[i] = gen.below(ROWS);
        }
        return gen.chance(0.5) ? rows : rows.ordered(order);
    }

    private static final class Taken {
        final float[] predictions;
        final double[] losses = new double[ROWS];

        Taken(Learner learner) {
            predictions = new float[ROWS * learner.spec().task().predictionWidth()];
        }
    }
}
