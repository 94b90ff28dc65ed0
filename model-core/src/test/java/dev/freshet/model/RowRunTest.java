package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.encode.Scaling;
import dev.freshet.model.loss.Losses;
import dev.freshet.model.optim.Optimizers;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowRunTest {
    private static final int ROWS = 40;

    /** Some numbers missing, infinite or huge, some labels missing, rates at which weights overflow, rows in any order. */
    @Test
    void aRunOverRowsLeavesTheBytesThatAStepOnEachLeavesWhateverComes() {
        int runs = 0;
        for (int seed = 0; seed < 400; seed++) {
            Gen gen = new Gen(seed);
            boolean classes = gen.chance(0.5);
            int width = gen.between(1, 70);
            Learner learner = (classes ? Specs.binary() : Specs.regression())
                    .numbers(width, Scaling.NONE)
                    .optimizer(Optimizers.sgd(gen.pick(0.01, 0.01, 1e30)))
                    .learner();
            DenseRows matrix = matrix(gen, width, classes, gen.chance(0.5));
            LearnerState each = learner.init("k");
            LearnerState together = learner.init("k");
            AtRest atRest = new AtRest(learner);
            Taken one = new Taken(learner, ROWS);
            Taken other = new Taken(learner, ROWS);

            int refused = stepByStep(atRest, each, matrix, one);

            assertThat(atRest.stepEach(together, matrix, 0, ROWS, other.predictions, other.losses))
                    .as("seed " + seed)
                    .isEqualTo(refused);
            assertThat(other.predictions).as("seed " + seed).isEqualTo(one.predictions);
            assertThat(other.losses).as("seed " + seed).isEqualTo(one.losses);
            SnapshotCodec codec = new SnapshotCodec(learner);
            assertThat(codec.encode(together)).as("seed " + seed).isEqualTo(codec.encode(each));
            runs += run(learner, learner.init("k"), matrix) ? 1 : 0;
        }
        assertThat(runs).isBetween(100, 300);
    }

    @Test
    void aRunLeavesTheBytesThatAStreamOfTheSameExamplesLeaves() {
        for (int seed = 0; seed < 60; seed++) {
            Gen gen = new Gen(seed);
            int width = gen.between(14, 34);
            LearnerSpec spec = Specs.binary()
                    .numbers(width, Scaling.NONE)
                    .optimizer(Optimizers.sgd(0.1))
                    .drift(DriftPolicy.NONE)
                    .batch(1)
                    .build();
            Learner learner = new Learner(spec);
            DenseRows matrix = matrix(gen, width, true, false);
            LearnerState stream = learner.init("k");
            LearnerState run = learner.init("k");
            for (int i = 0; i < ROWS; i++) {
                learner.observe(stream, matrix.example(i));
            }

            assertThat(run(learner, run, matrix)).as("seed " + seed).isTrue();

            assertThat(run.parameters()).as("seed " + seed).isEqualTo(stream.parameters());
            assertThat(run.fingerprint()).isEqualTo(stream.fingerprint());
            assertThat(run.step()).isEqualTo(stream.step()).isEqualTo(ROWS);
            assertThat(run.trained()).isEqualTo(stream.trained());
        }
    }

    @Test
    void aRunThatComesToNoNumberChangesNothingAndACopyIsNeverWrittenTo() {
        Learner learner = Specs.regression()
                .numbers(20, Scaling.NONE)
                .optimizer(Optimizers.sgd(0.01))
                .learner();
        LearnerState state = learner.init("k");
        float[] before = state.weights.params.clone();
        float[] numbers = new float[ROWS * 20];
        numbers[ROWS * 20 - 1] = Float.POSITIVE_INFINITY;
        DenseRows matrix = DenseRows.of(numbers, 20, new float[ROWS]);

        assertThat(run(learner, state, matrix)).isFalse();

        assertThat(state.weights.params).isEqualTo(before);
        assertThat(state.step() + state.predicted()).isZero();
        float[] held = state.weights.params;
        assertThat(run(learner, state, matrix.slice(0, ROWS - 1))).isTrue();
        assertThat(held).isEqualTo(before).isNotSameAs(state.weights.params);
    }

    @Test
    void aRateThatIsBackedOffOrBoostedAnAlarmAndAFreezeTakeTheLongWay() {
        Learner learner = Specs.binary()
                .numbers(20, Scaling.NONE)
                .optimizer(Optimizers.sgd(0.1))
                .learner();
        DenseRows matrix = matrix(new Gen(1), 20, true, false);
        for (int number : new int[] {Control.BOOST, Control.ALARMED, Control.PATIENCE}) {
            LearnerState state = learner.init("k");
            state.control[number] = 1;
            assertThat(run(learner, state, matrix)).isFalse();
        }
        LearnerState slow = learner.init("k");
        slow.control[Control.RATE] = 0.5;
        assertThat(run(learner, slow, matrix)).isFalse();
        LearnerState steered = learner.init("k");
        steered.steering.rate = 0.5;
        assertThat(run(learner, steered, matrix)).isFalse();
        LearnerState frozen = learner.init("k");
        frozen.steering.frozen = true;
        assertThat(run(learner, frozen, matrix)).isFalse();
        LearnerState watched = learner.init("k");
        watched.background = learner.blankWeights();
        assertThat(run(learner, watched, matrix)).isFalse();
        assertThat(run(learner, learner.init("k"), matrix)).isTrue();
    }

    @Test
    void onlyOneOutputUnderPlainDescentOnNumbersAsTheyAreIsThatSimple() {
        assertThat(runOf(Specs.binary(), Scaling.NONE)).isNotNull();
        assertThat(runOf(Specs.regression(), Scaling.NONE)).isNotNull();
        assertThat(runOf(Specs.binary(), Scaling.STANDARD)).isNull();
        assertThat(runOf(Specs.regression().loss(Losses.huber(1)), Scaling.NONE))
                .isNull();
        assertThat(runOf(Specs.classes(2), Scaling.NONE)).isNull();
        assertThat(runOf(Specs.binary().guard(new Guard(Double.POSITIVE_INFINITY, 2, 1)), Scaling.NONE))
                .isNull();
        assertThat(runOf(Specs.binary().optimizer(Optimizers.adam(0.1)), Scaling.NONE))
                .isNull();
    }

    @Test
    void aLabelThatIsNoClassThrowsBehindTheRowsBeforeIt() {
        Learner learner = Specs.binary()
                .numbers(2, Scaling.NONE)
                .optimizer(Optimizers.sgd(0.1))
                .learner();
        LearnerState state = learner.init("k");
        DenseRows rows = DenseRows.of(new float[6], 2, new int[] {1, 2, 0});

        assertThatThrownBy(() -> new AtRest(learner).stepEach(state, rows, 0, 3, new float[6], new double[3]))
                .hasMessage("example has label 2.0, the model takes a class in [0, 2) (partition 0, offset 1)");
        assertThat(state.trained()).isEqualTo(1);
    }

    private static @Nullable RowRun runOf(Specs specs, Scaling scaling) {
        Learner learner = specs.numbers(2, scaling).learner();
        return RowRun.of(learner, new DenseIntake(learner).plain());
    }

    private static boolean run(Learner learner, LearnerState state, DenseRows matrix) {
        RowRun run = Objects.requireNonNull(RowRun.of(learner, true));
        Taken taken = new Taken(learner, matrix.size());
        return run.learn(state, matrix, 0, matrix.size(), taken.predictions, taken.losses);
    }

    private static int stepByStep(AtRest atRest, LearnerState state, DenseRows matrix, Taken all) {
        int refused = 0;
        int width = all.predictions.length / ROWS;
        float[] prediction = new float[width];
        double[] loss = new double[1];
        for (int i = 0; i < ROWS; i++) {
            refused += atRest.step(state, matrix, i, i + 1, prediction, loss) == AtRest.Fate.REFUSED ? 1 : 0;
            System.arraycopy(prediction, 0, all.predictions, i * width, width);
            all.losses[i] = loss[0];
        }
        return refused;
    }

    private static DenseRows matrix(Gen gen, int width, boolean classes, boolean faulty) {
        float[] numbers = new float[ROWS * width];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = faulty && gen.chance(0.001)
                    ? gen.pick(Float.NaN, Float.NEGATIVE_INFINITY, 1e30f, -0f)
                    : (float) gen.normal();
        }
        float[] labels = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            labels[i] = faulty && gen.chance(0.01) ? Float.NaN : classes ? gen.between(0, 1) : (float) gen.normal();
        }
        DenseRows rows = DenseRows.of(numbers, width, labels);
        int[] order = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            order[i] = gen.between(0, ROWS - 1);
        }
        return gen.chance(0.5) ? rows : rows.ordered(order);
    }

    private static final class Taken {
        final float[] predictions;
        final double[] losses;

        Taken(Learner learner, int rows) {
            predictions = new float[rows * learner.spec().task().predictionWidth()];
            losses = new double[rows];
        }
    }
}
