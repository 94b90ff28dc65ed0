package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import dev.freshet.model.drift.Cusum;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.encode.SparseInput;
import dev.freshet.model.optim.Optimizers;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriorTest {
    private static final LearnerSpec SPEC = Specs.binary()
            .numbers(2, Scaling.STANDARD)
            .hidden(3, Activation.TANH)
            .optimizer(Optimizers.adam(0.01))
            .build();

    private static LearnerState learned(LearnerSpec spec, int events) {
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("prior");
        Gen gen = new Gen(5);
        Streams.random(gen, spec, events).forEach(example -> learner.observe(state, example));
        return state;
    }

    private static byte[] snapshot(LearnerSpec spec, LearnerState state) {
        return new SnapshotCodec(new Learner(spec)).encode(state);
    }

    private static Prior prior(double shrinkage) {
        return Prior.of(SPEC, snapshot(SPEC, learned(SPEC, 41)), shrinkage);
    }

    @Test
    void aKeyBeginsWithThePriorsWeightsAndScalesAndNothingElseOfIt() {
        LearnerState from = learned(SPEC, 41);
        Prior prior = Prior.of(SPEC, snapshot(SPEC, from), 0);

        LearnerState key = new Learner(SPEC, prior).init("k");

        assertThat(key.parameters()).isEqualTo(from.parameters());
        assertThat(key.weights.slots).isDeepEqualTo(from.weights.slots);
        assertThat(key.weights.steps).isEqualTo(from.weights.steps);
        assertThat(key.encoderStats).isEqualTo(from.encoderStats);
        assertThat(key.prior()).isEqualTo(prior.fingerprint()).isEqualTo(from.fingerprint());
        assertThat(List.of(key.step(), key.predicted(), key.trained())).containsOnly(0L);
        assertThat(key.open()).isZero();
        assertThat(key.key()).isEqualTo("k");
    }

    @Test
    void noKeyChangesThePrior() {
        Prior prior = prior(10);
        Learner learner = new Learner(SPEC, prior);
        float[] before = learner.init("k").parameters();
        double[] scales = learner.init("k").encoderStats;

        LearnerState busy = learner.init("busy");
        Streams.random(new Gen(1), SPEC, 200).forEach(example -> learner.observe(busy, example));

        assertThat(busy.parameters()).isNotEqualTo(before);
        assertThat(learner.init("k").parameters()).isEqualTo(before);
        assertThat(learner.init("k").encoderStats).isEqualTo(scales);
    }

    @ParameterizedTest
    @MethodSource("dev.freshet.model.LearnerLawsTest#seeds")
    void restoringAtRandomPointsChangesNoBitOfAKeyThatBeganAtAPrior(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.random(gen);
        LearnerState from = learned(spec, 200);
        if (from.step() == 0) {
            return;
        }
        Prior prior = Prior.of(spec, snapshot(spec, from), SparseNetwork.suits(spec) ? 0 : gen.below(3) * 20);
        List<Example> stream = Streams.random(gen, spec, 120);
        Learner learner = new Learner(spec, prior);
        SnapshotCodec codec = new SnapshotCodec(learner);
        LearnerState undisturbed = learner.init("k");
        LearnerState restored = learner.init("k");

        for (Example example : stream) {
            learner.observe(undisturbed, example);
            restored = gen.chance(0.2) ? codec.decode(codec.encode(restored)) : restored;
            learner.observe(restored, example);
        }

        assertThat(codec.encode(restored)).isEqualTo(codec.encode(undisturbed));
        assertThat(restored.prior()).isEqualTo(prior.fingerprint());
    }

    @Test
    void withoutShrinkageAKeyLearnsAsThePriorWouldHaveGoneOn() {
        LearnerSpec everyEvent = SPEC.withBatch(BatchPolicy.ofSize(1));
        LearnerState from = learned(everyEvent, 41);
        Learner learner = new Learner(everyEvent, Prior.of(everyEvent, snapshot(everyEvent, from), 0));
        LearnerState key = learner.init("k");

        for (Example example : Streams.random(new Gen(9), everyEvent, 50)) {
            learner.observe(key, example);
            learner.observe(from, example);
        }

        assertThat(key.parameters()).isEqualTo(from.parameters());
    }

    @Test
    void theGradientIsDrawnBackByTheKeysCount() {
        Prior prior = prior(30);
        float[] at = new Learner(SPEC, prior).init("k").parameters();
        float[] moved = at.clone();
        moved[2] += 2;
        float[] gradient = new float[at.length];

        prior.draw(moved, gradient, prior.pull(10));

        assertThat(gradient[2]).isCloseTo(2 * 30f / 40, offset(1e-6f));
        gradient[2] = 0;
        assertThat(gradient).containsOnly(0);
    }

    @Test
    void shrinkageKeepsAKeyOfFewExamplesNearerToThePriorAndLetsOneOfManyGo() {
        List<Example> few = Streams.plain(new Gen(3), SPEC, 40).stream()
                .map(example -> Streams.relabelled(example, 1))
                .toList();

        assertThat(distance(100, few)).isLessThan(0.7 * distance(0, few));
        assertThat(prior(100).pull(0)).isEqualTo(1);
        assertThat(prior(100).pull(9_900)).isEqualTo(0.01f);
    }

    private static double distance(double shrinkage, List<Example> examples) {
        LearnerSpec steep =
                SPEC.toBuilder().optimizer(Optimizers.sgd(0.3)).batch(1).build();
        Learner learner = new Learner(steep, Prior.of(steep, snapshot(steep, learned(steep, 41)), shrinkage));
        LearnerState key = learner.init("k");
        float[] begin = key.parameters();
        examples.forEach(example -> learner.observe(key, example));
        double sum = 0;
        for (int i = 0; i < begin.length; i++) {
            sum += Math.pow(key.parameters()[i] - begin[i], 2);
        }
        return Math.sqrt(sum);
    }

    @Test
    void afterAResetAModelBeginsAtThePriorAgain() {
        LearnerSpec resetting = SPEC.toBuilder()
                .drift(DriftPolicy.watch(new Cusum(2, 0, 0.1, true)).respond(new DriftResponse.ResetModel()))
                .batch(1)
                .build();
        Prior prior = Prior.of(resetting, snapshot(resetting, learned(resetting, 11)), 0);
        Learner learner = new Learner(resetting, prior);
        LearnerState key = learner.init("k");
        int resets = 0;

        for (Example example : Streams.random(new Gen(3), resetting, 400)) {
            if (learner.observe(key, example).response() != null) {
                resets++;
                assertThat(key.weights.steps).isBetween(prior.weights().steps, prior.weights().steps + 1);
            }
        }

        assertThat(resets).isPositive();
    }

    @Test
    void aPriorChangesTheNameOfTheModelsThatBeginThere() {
        Learner plain = new Learner(SPEC);
        Learner begun = new Learner(SPEC, prior(0));
        Learner shrunk = new Learner(SPEC, prior(5));

        assertThat(List.of(plain.specHash(), begun.specHash(), shrunk.specHash()))
                .doesNotHaveDuplicates();
        assertThat(List.of(
                        plain.init("k").fingerprint(),
                        begun.init("k").fingerprint(),
                        shrunk.init("k").fingerprint()))
                .doesNotHaveDuplicates();
        assertThat(new Learner(SPEC, prior(5)).specHash()).isEqualTo(shrunk.specHash());
    }

    @Test
    void aKeyThatIsShrunkGoesOnOnlyUnderThePriorAtWhichItBegan() {
        Learner one = new Learner(SPEC, prior(5));
        byte[] begunAtOne = new SnapshotCodec(one).encode(one.init("k"));
        byte[] begunAtNone = snapshot(SPEC, new Learner(SPEC).init("k"));
        Prior other = Prior.of(SPEC, snapshot(SPEC, learned(SPEC, 45)), 5);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SnapshotCodec(new Learner(SPEC, other)).decode(begunAtOne))
                .withMessageContaining(
                        "a key that began at prior " + HexFormat.of().toHexDigits(prior(5).fingerprint()))
                .withMessageContaining("shrinks to prior " + HexFormat.of().toHexDigits(other.fingerprint()))
                .withMessageContaining("prior.shrinkage to 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SnapshotCodec(new Learner(SPEC, other)).decode(begunAtNone))
                .withMessageContaining("a key that began at no prior");
    }

    @Test
    void withoutShrinkageOldKeysKeepTheirWeightsUnderANewPrior() {
        Learner one = new Learner(SPEC, prior(0));
        Prior other = Prior.of(SPEC, snapshot(SPEC, learned(SPEC, 45)), 0);

        LearnerState key =
                new SnapshotCodec(new Learner(SPEC, other)).decode(new SnapshotCodec(one).encode(one.init("k")));

        assertThat(key.prior()).isEqualTo(prior(0).fingerprint());
        assertThat(key.parameters()).isEqualTo(one.init("k").parameters());
    }

    @Test
    void aPriorThatHasLearnedNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Prior.of(SPEC, snapshot(SPEC, learned(SPEC, 3)), 0))
                .withMessage(
                        "prior must have learned from at least one batch: its snapshot, of 3 examples, has step 0");
    }

    @Test
    void aPriorOfAnotherShapeIsRefusedByName() {
        LearnerSpec wider = Specs.binary()
                .numbers(2, Scaling.STANDARD)
                .hidden(4, Activation.TANH)
                .optimizer(Optimizers.adam(0.01))
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Prior.of(wider, snapshot(SPEC, learned(SPEC, 41)), 0))
                .withMessageContaining("it has <layer: dense 3 TANH>, this job runs <layer: dense 4 TANH>");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void aShrinkageMustBeACount(double shrinkage) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> prior(shrinkage))
                .withMessage("prior.shrinkage must be >= 0 examples and finite: got " + shrinkage);
    }

    @Test
    void aSparseKeyBeginsAtAPriorButIsNotShrunk() {
        LearnerSpec sparse = LearnerSpec.classification("no", "yes")
                .features(new SparseInput(1 << 20))
                .optimizer(Optimizers.ftrl(0.1, 1, 0, 0))
                .batch(1)
                .build();
        Learner learner = new Learner(sparse);
        LearnerState from = learner.init("prior");
        for (int i = 0; i < 20; i++) {
            Example example = Example.of(i, i % 2).withSparse(new int[] {i, 1_000 + i % 3}, new float[] {1, 2});
            learner.observe(from, example);
        }
        byte[] snapshot = snapshot(sparse, from);

        assertThat(new Learner(sparse, Prior.of(sparse, snapshot, 0)).init("k").parameters())
                .isEqualTo(from.parameters());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Prior.of(sparse, snapshot, 1))
                .withMessageContaining("prior.shrinkage must be 0 for sparse features")
                .withMessageContaining("got 1.0");
    }
}
