package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.drift.Adwin;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.encode.SparseInput;
import dev.freshet.model.optim.ClipByNorm;
import dev.freshet.model.optim.ClipByValue;
import dev.freshet.model.optim.EpsilonPlace;
import dev.freshet.model.optim.Ftrl;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.optim.InverseScaling;
import dev.freshet.model.optim.Optimizers;
import dev.freshet.model.optim.ScaleByAdaGrad;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One layer on sparse features is the dense layer, at the cost of what is touched. */
class SparseLearnerTest {
    private static final int WIDTH = 1_100;
    private static final List<GradientTransform> LAZY = List.of(
            Optimizers.sgd(0.1),
            Optimizers.descend(new InverseScaling(0.2, 0.5)),
            Optimizers.adaGrad(0.1),
            Optimizers.descend(new InverseScaling(0.1, 0.25), new ScaleByAdaGrad(0.1, 1e-7, EpsilonPlace.INSIDE)),
            Optimizers.clipped(new ClipByNorm(0.3), Optimizers.adaGrad(0.1)),
            Optimizers.clipped(new ClipByValue(0.05), Optimizers.sgd(0.3)),
            Optimizers.ftrl(0.1, 1, 0.01, 0.1),
            Optimizers.clipped(new ClipByNorm(0.3), new Ftrl(0.1, 0, 0, 0, 0.1)));

    static Stream<Arguments> models() {
        return LAZY.stream()
                .flatMap(rule -> Stream.of(
                                LearnerSpec.regression(),
                                LearnerSpec.classification("no", "yes"),
                                LearnerSpec.classification("a", "b", "c"))
                        .flatMap(task -> Stream.of(1, 5)
                                .map(size ->
                                        Arguments.of(task.optimizer(rule).batch(BatchPolicy.ofSize(size)), size))));
    }

    /** Both sum the same products; only the order of a prediction's differs, so the last bits do. */
    @ParameterizedTest
    @MethodSource("models")
    void aSparseLearnerLearnsWhatADenseOneOfTheSameSpecDoes(SpecBuilder spec, int batch) {
        Learner sparse = sparse(spec);
        Learner dense = dense(spec);
        LearnerState sparseState = sparse.init("k");
        LearnerState denseState = dense.init("k");
        Gen gen = new Gen(batch);
        for (int i = 0; i < 200; i++) {
            Example example = example(gen, i, sparse.spec().task());
            float[] expected =
                    dense.observe(denseState, dense(example)).prediction().clone();
            assertThat(sparse.observe(sparseState, example).prediction())
                    .as("event " + i)
                    .containsExactly(expected, within(2e-5f));
        }
        assertThat(sparseState.step()).isEqualTo(200 / batch);
        assertThat(sparseState.parameters()).containsExactly(denseState.parameters(), within(2e-5f));
        assertThat(sparse.weights(sparseState, 0).doubleValue(7, 0))
                .isEqualTo(sparseState.parameters()[7 * (sparse.parameterCount() / (WIDTH + 1))]);
    }

    /** Small whole numbers, whose sums float32 holds exactly in any order. */
    @ParameterizedTest
    @MethodSource("exactRules")
    void whereNoSumRoundsTheBitsAreThoseOfTheDenseLearner(GradientTransform rule) {
        SpecBuilder spec = LearnerSpec.regression().optimizer(rule).batch(BatchPolicy.ofSize(4));
        Learner sparse = sparse(spec);
        Learner dense = dense(spec);
        LearnerState sparseState = sparse.init("k");
        LearnerState denseState = dense.init("k");
        for (int i = 0; i < 8; i++) {
            int[] columns = {1 + i, 900 - i, 5, 1 + i};
            Example example = sparseExample(i, i % 3 - 1, columns, 1, -1, 2, i % 2);
            dense.observe(denseState, dense(example));
            sparse.observe(sparseState, example);
        }
        assertThat(sparseState.step()).isEqualTo(2);
        assertThat(sparseState.parameters()).isEqualTo(denseState.parameters());
    }

    static Stream<GradientTransform> exactRules() {
        return Stream.of(Optimizers.sgd(0.125), Optimizers.clipped(new ClipByValue(2), Optimizers.sgd(0.125)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aSnapshotContinuesWithTheSameBits(SpecBuilder spec, int batch) {
        Learner learner = sparse(spec);
        SnapshotCodec codec = new SnapshotCodec(learner);
        LearnerState undisturbed = learner.init("k");
        LearnerState killed = learner.init("k");
        Gen gen = new Gen(99);
        for (int i = 0; i < 60; i++) {
            Example example = example(gen, i, learner.spec().task());
            learner.observe(undisturbed, example);
            byte[] before = codec.encode(killed);
            LearnerState aside = killed;
            killed = i % 2 == 0 ? codec.decode(before) : killed.copy();
            learner.observe(killed, example);
            assertThat(codec.encode(aside)).as("a state left aside").isEqualTo(before);
        }
        assertThat(codec.encode(killed)).isEqualTo(codec.encode(undisturbed));
        assertThat((long) codec.encode(killed).length).isLessThan(SnapshotCodec.maxBytes(learner.spec(), 1));
    }

    @ParameterizedTest
    @MethodSource("models")
    void onlyTheColumnsOfABatchAndTheBiasChange(SpecBuilder spec, int batch) {
        Learner learner = sparse(spec);
        LearnerState state = learner.init("k");
        for (int i = 0; i < 2 * batch; i++) {
            learner.observe(state, sparseExample(i, i % 2, new int[] {3, 77 + i}, 1, 2));
        }
        int units = learner.parameterCount() / (WIDTH + 1);
        int stride = state.weights.params.length / learner.parameterCount();
        for (int at = 0; at < state.weights.params.length; at++) {
            int column = at / stride / units;
            boolean touched = column == 3 || column == WIDTH || (column >= 77 && column < 77 + 2 * batch);
            assertThat(touched || state.weights.params[at] == 0)
                    .as("column " + column)
                    .isTrue();
        }
        assertThat(new SnapshotCodec(learner).encode(state).length).isLessThan(20_000);
    }

    static Stream<Arguments> regressions() {
        return LAZY.stream().flatMap(rule -> Stream.of(1, 5).map(size -> Arguments.of(rule, size)));
    }

    @ParameterizedTest
    @MethodSource("regressions")
    void aRefusedBatchLeavesNoTraceAndNamesItsExample(GradientTransform rule, int batch) {
        Learner learner = sparse(LearnerSpec.regression().optimizer(rule).batch(BatchPolicy.ofSize(batch)));
        LearnerState state = learner.init("k");
        Gen gen = new Gen(1);
        for (int i = 0; i < 10; i++) {
            learner.observe(state, example(gen, i, learner.spec().task()));
        }
        float[] before = state.weights.params.clone();
        for (int i = 10; i < 10 + batch - 1; i++) {
            learner.observe(state, example(gen, i, learner.spec().task()));
        }
        Outcome outcome = learner.observe(state, sparseExample(44, 1, new int[] {3, 7}, 1, 0x1p70f));
        assertThat(outcome.batchesRefused()).isEqualTo(1);
        assertThat(outcome.refusal()).isEqualTo(Guard.Refusal.GRADIENT);
        assertThat(outcome.blamedOffset()).isEqualTo(44);
        assertThat(state.weights.params).isEqualTo(before);
        assertThat(state.refused()).isEqualTo(batch);
    }

    /** The row of an event without a label is the next one's, under the same weights. */
    @Test
    void whatWasReadForOnePredictionServesNoOtherRowsStep() {
        Learner learner = sparse(LearnerSpec.regression()
                .optimizer(Optimizers.ftrl(0.1, 1, 0, 0))
                .batch(BatchPolicy.ofSize(1)));
        LearnerState state = learner.init("k");
        LearnerState undisturbed = learner.init("k");
        float[] prediction = new float[1];
        double[] loss = new double[1];
        for (int i = 0; i < 5; i++) {
            List<Example> row = List.of(sparseExample(i, 2, new int[] {3, 20 + i}, 1, 2));
            learner.observe(state, sparseExample(i, Double.NaN, new int[] {3, 50 + i}, 1, 2));
            new AtRest(learner).step(state, row, 0, 1, prediction, loss);
            learner.observe(undisturbed, row.get(0));
        }
        assertThat(state.step()).isEqualTo(5);
        assertThat(state.weights.params).isEqualTo(undisturbed.weights.params);
        assertThat(state.weights.params[2 * 3 + 1]).isNotZero();
    }

    @Test
    void aValueThatOverflowsIsRefusedAlone() {
        Learner learner =
                sparse(LearnerSpec.regression().optimizer(Optimizers.sgd(0.1)).batch(BatchPolicy.ofSize(2)));
        LearnerState state = learner.init("k");
        learner.observe(state, sparseExample(0, 1, new int[] {3}, 1));
        Outcome outcome = learner.observe(state, sparseExample(1, 1, new int[] {3}, Float.POSITIVE_INFINITY));
        assertThat(outcome.finite()).isFalse();
        assertThat(state.refused()).isEqualTo(1);
        assertThat(state.open()).isEqualTo(1);
    }

    @Test
    void anUpdateThatOverflowsIsRefused() {
        Learner learner =
                sparse(LearnerSpec.regression().optimizer(Optimizers.sgd(1e38)).batch(BatchPolicy.ofSize(1)));
        LearnerState state = learner.init("k");
        Outcome outcome = learner.observe(state, sparseExample(0, 1e4, new int[] {3, 4}, 1, 1));
        assertThat(outcome.refusal()).isEqualTo(Guard.Refusal.UPDATE);
        assertThat(state.weights.params).containsOnly(0);
    }

    @Test
    void aGradientBeyondTheGuardsNormIsRefused() {
        Learner learner = sparse(LearnerSpec.regression()
                .optimizer(Optimizers.sgd(0.1))
                .guard(new Guard(8, Double.POSITIVE_INFINITY, 1))
                .batch(BatchPolicy.ofSize(1)));
        LearnerState state = learner.init("k");
        Example large = sparseExample(0, 1.5, new int[] {3, 4}, 2, 2);
        assertThat(learner.observe(state, large).refusal()).as("3 · √9 > 8").isEqualTo(Guard.Refusal.NORM);
        assertThat(learner.observe(state, sparseExample(1, 1.25, new int[] {3, 4}, 2, 2))
                        .batchesTrained())
                .as("2.5 · √9 < 8")
                .isEqualTo(1);
    }

    @Test
    void aNewModelMayTakeTheSparseOnesPlace() {
        DriftPolicy swap = DriftPolicy.watch(new Adwin(0.2, 4, 3, 2, 4)).respond(new DriftResponse.ResetModel());
        Learner learner = sparse(LearnerSpec.classification("no", "yes")
                .optimizer(Optimizers.adaGrad(0.5))
                .drift(swap));
        LearnerState state = learner.init("k");
        boolean responded = false;
        for (int i = 0; i < 2_000; i++) {
            double label = (i % 2 == 0) == (i < 1_000) ? 1 : 0;
            Outcome outcome = learner.observe(state, sparseExample(i, label, new int[] {3 + i % 2}, 1));
            responded |= outcome.response() != null;
        }
        assertThat(responded).isTrue();
    }

    @Test
    void resettingTheOptimizerKeepsTheWeights() {
        Learner learner = sparse(
                LearnerSpec.regression().optimizer(Optimizers.adaGrad(0.5)).batch(BatchPolicy.ofSize(1)));
        LearnerState state = learner.init("k");
        learner.observe(state, sparseExample(0, 1, new int[] {3}, 1));
        float[] before = state.parameters();
        assertThat(before[3]).isNotZero();
        state.weights.resetSlots();
        assertThat(state.parameters()).isEqualTo(before);
        assertThat(state.weights.params[2 * 3 + 1]).isZero();
        assertThat(state.weights.steps).isZero();
    }

    @Test
    void sixteenMillionWeightsCostWhatIsTouched() {
        Learner learner = new Learner(LearnerSpec.regression()
                .features(new SparseInput((1 << 24) - 1))
                .optimizer(Optimizers.sgd(0.1))
                .batch(BatchPolicy.ofSize(1))
                .build());
        LearnerState state = learner.init("k");
        int[] columns = {0, (1 << 24) - 2, 1 << 23};
        for (int i = 0; i < 100; i++) {
            learner.observe(state, sparseExample(i, 2, columns, 1, -1, 0.5f));
        }
        assertThat(learner.observe(state, sparseExample(100, 2, columns, 1, -1, 0.5f))
                        .prediction()[0])
                .isEqualTo(2, within(1e-3f));
        assertThat(new SnapshotCodec(learner).encode(state).length).isLessThan(20_000);
    }

    @Test
    void aSnapshotWhoseWaitingColumnsCannotBeIsRefused() {
        Learner learner = sparse(LearnerSpec.regression().optimizer(Optimizers.sgd(0.1)));
        SnapshotCodec codec = new SnapshotCodec(learner);
        LearnerState state = learner.init("k");
        learner.observe(state, sparseExample(0, 1, new int[] {3, 4}, 1, 2));
        SparseRows rows = SparseNetwork.rows(state.pending);
        rows.column()[1] = WIDTH;
        byte[] outside = codec.encode(state);
        rows.column()[1] = 4;
        rows.value()[0] = Float.NaN;
        byte[] notFinite = codec.encode(state);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.decode(outside))
                .withMessage("snapshot holds the column 1100 of 1100");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.decode(notFinite))
                .withMessage("snapshot holds encoded inputs that are not finite");
    }

    @Test
    void whatCannotBeLazyIsRefusedWithTheReason() {
        SpecBuilder wide = LearnerSpec.regression().features(new SparseInput(100_000));
        String rule = "features of more than 65536 columns take one dense layer and sgd, adagrad or ftrl, which touch"
                + " only the columns of a batch: ";
        assertRefused(
                wide.optimizer(Optimizers.adam(0.1)),
                rule + "adam lets its means fade at every step, got 100000 columns");
        assertRefused(
                wide.optimizer(Optimizers.momentum(0.1, 0.9)),
                rule + "momentum goes on moving a weight after its gradient, got 100000 columns");
        assertRefused(
                wide.optimizer(Optimizers.sgd(0.1))
                        .network(new Dense(4, Activation.TANH), new Dense(1, Activation.LINEAR)),
                rule + "the network has 2 layers, got 100000 columns");
    }

    @Test
    void whatFtrlCannotDoIsRefusedWithTheReason() {
        GradientTransform rule = Optimizers.ftrl(1, 1, 0, 0);
        SpecBuilder ftrl = LearnerSpec.regression().features(new SparseInput(9)).optimizer(rule);
        String reason =
                " needs an optimizer whose rate can be multiplied: ftrl makes each weight anew from its sums, so a"
                        + " scaled step would be undone by the next: got " + rule;
        double none = Double.POSITIVE_INFINITY;
        assertRefused(ftrl.guard(new Guard(none, none, 0.5)), "guard.back-off" + reason);
        ftrl.guard(Guard.DEFAULT);
        DriftPolicy boost = DriftPolicy.DEFAULT.respond(new DriftResponse.BoostRate(2, 9));
        assertRefused(ftrl.drift(boost), "boost-rate" + reason);
    }

    @Test
    void sparseFeaturesUnderAnEagerOptimizerAreHeldDenseWhereTheyFit() {
        SpecBuilder spec = LearnerSpec.regression().features(new SparseInput(WIDTH));
        assertThat(new Learner(spec.optimizer(Optimizers.adam(0.1)).build())
                        .network()
                        .sparse())
                .isFalse();
        assertThat(new Learner(spec.optimizer(Optimizers.sgd(0.1)).build())
                        .network()
                        .sparse())
                .isTrue();
        spec.features(new SparseInput(SparseNetwork.LEAST_WIDTH));
        assertThat(new Learner(spec.build()).network().sparse()).isFalse();
    }

    /** As many rounds as the compiler takes on a busy machine: before that, vectors are objects. */
    @ParameterizedTest
    @MethodSource("models")
    void anObservedExampleAllocatesNothing(SpecBuilder spec, int batch) {
        Learner learner = sparse(spec);
        LearnerState state = learner.init("k");
        Gen gen = new Gen(5);
        List<Example> stream = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            stream.add(example(gen, i, learner.spec().task()));
        }
        Runnable round = () -> {
            for (int i = 0; i < stream.size(); i++) {
                learner.observe(state, stream.get(i));
            }
        };
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5_000 && least > 0; i++) {
            least = Math.min(least, Allocated.bytes(round));
        }
        assertThat(least).isZero();
    }

    private static void assertRefused(SpecBuilder spec, String message) {
        assertThatIllegalArgumentException().isThrownBy(spec::build).withMessage(message);
    }

    private static Learner sparse(SpecBuilder spec) {
        Learner learner = new Learner(spec.features(new SparseInput(WIDTH)).build());
        assertThat(learner.network().sparse()).isTrue();
        return learner;
    }

    private static Learner dense(SpecBuilder spec) {
        List<String> names = IntStream.range(0, WIDTH).mapToObj(i -> "x" + i).toList();
        Learner learner =
                new Learner(spec.features(new Numbers(names, Scaling.NONE)).build());
        assertThat(learner.network().sparse()).isFalse();
        return learner;
    }

    /** Up to 40 columns, some of them twice, few enough that they return. */
    private static Example example(Gen gen, int i, Task task) {
        int n = gen.below(41);
        int[] columns = new int[n];
        float[] values = new float[n];
        for (int k = 0; k < n; k++) {
            columns[k] = gen.chance(0.5) ? gen.below(20) : gen.below(WIDTH);
            values[k] = (float) gen.normal() / 4;
        }
        double label =
                task instanceof Task.Classification c ? gen.below(c.classes().size()) : gen.normal();
        double weight = gen.chance(0.2) ? 2.5 : 1;
        return new Example(new double[0], new long[0], label, weight, i, 0, i).withSparse(columns, values);
    }

    private static Example sparseExample(int i, double label, int[] columns, float... values) {
        return Example.of(i, label).withSparse(columns, values);
    }

    private static Example dense(Example example) {
        float[] x = new float[WIDTH];
        for (int k = 0; k < example.indices().length; k++) {
            x[example.indices()[k]] += example.values()[k];
        }
        double[] numbers = new double[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            numbers[i] = x[i];
        }
        return new Example(
                numbers, new long[0], example.label(), example.weight(), example.time(), 0, example.offset());
    }
}
