package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws that hold for any spec and any stream; a failure names the seed that draws both. */
class LearnerLawsTest {
    private static final int EVENTS = 120;

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void replayingTheSameExamplesGivesTheSameBytes(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.random(gen);
        List<Example> stream = Streams.random(gen, spec, EVENTS);

        assertThat(bytesAfter(new Learner(spec), stream)).isEqualTo(bytesAfter(new Learner(spec), stream));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void restoringFromASnapshotAfterEveryEventChangesNoBit(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.random(gen);
        List<Example> stream = Streams.random(gen, spec, EVENTS);
        Learner learner = new Learner(spec);
        LearnerState undisturbed = learner.init("k");
        LearnerState restored = learner.init("k");
        SnapshotCodec codec = new SnapshotCodec(learner);

        for (Example example : stream) {
            String expected = text(learner.observe(undisturbed, example));
            restored = codec.decode(codec.encode(restored));
            assertThat(text(learner.observe(restored, example))).isEqualTo(expected);
        }

        assertThat(codec.encode(restored)).isEqualTo(codec.encode(undisturbed));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void restoringAtRandomPointsWithAnotherLearnerChangesNoBit(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.random(gen);
        List<Example> stream = Streams.random(gen, spec, EVENTS);
        Learner learner = new Learner(spec);
        LearnerState restored = learner.init("k");

        for (Example example : stream) {
            if (gen.chance(0.1)) {
                byte[] snapshot = new SnapshotCodec(learner).encode(restored);
                learner = new Learner(spec);
                restored = new SnapshotCodec(learner).decode(snapshot);
            }
            learner.observe(restored, example);
        }

        assertThat(new SnapshotCodec(learner).encode(restored)).isEqualTo(bytesAfter(new Learner(spec), stream));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyInterleavingOfKeysGivesEachKeyTheBytesOfItsOwnLog(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.random(gen);
        Learner learner = new Learner(spec);
        List<LearnerState> states = List.of(learner.init("k"), learner.init("k"), learner.init("k"));
        List<List<Example>> logs = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

        for (Example example : Streams.random(gen, spec, EVENTS)) {
            int key = gen.below(3);
            learner.observe(states.get(key), example);
            logs.get(key).add(example);
        }

        for (int key = 0; key < 3; key++) {
            assertThat(new SnapshotCodec(learner).encode(states.get(key)))
                    .isEqualTo(bytesAfter(new Learner(spec), logs.get(key)));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aCopyLearnsOnItsOwn(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.random(gen);
        List<Example> stream = Streams.random(gen, spec, EVENTS);
        Learner learner = new Learner(spec);
        SnapshotCodec codec = new SnapshotCodec(learner);
        LearnerState state = learner.init("k");
        int half = gen.below(EVENTS);
        stream.subList(0, half).forEach(example -> learner.observe(state, example));
        LearnerState copy = state.copy();
        byte[] before = codec.encode(copy);
        assertThat(before).isEqualTo(codec.encode(state));

        stream.subList(half, EVENTS).forEach(example -> learner.observe(state, example));
        assertThat(codec.encode(copy)).isEqualTo(before);

        stream.subList(half, EVENTS).forEach(example -> learner.observe(copy, example));
        assertThat(codec.encode(copy)).isEqualTo(codec.encode(state));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPredictionDependsNeitherOnItsLabelNorOnAnythingLater(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.random(gen);
        List<Example> stream = Streams.random(gen, spec, EVENTS);
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");

        for (Example example : stream) {
            LearnerState withoutLabel = state.copy();
            LearnerState otherLabel = state.copy();
            float[] expected = learner.observe(state, example).prediction().clone();

            Example blind = Streams.relabelled(example, Double.NaN);
            assertThat(learner.observe(withoutLabel, blind).prediction()).isEqualTo(expected);
            Example wrong = Streams.relabelled(example, Streams.label(gen, spec));
            assertThat(learner.observe(otherLabel, wrong).prediction()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void parametersChangeOnlyWhereABatchWasTrained(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.random(gen);
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");

        for (Example example : Streams.random(gen, spec, EVENTS)) {
            float[] params = state.weights.params.clone();
            float[][] slots = state.copy().weights.slots;
            long step = state.step();
            Outcome outcome = learner.observe(state, example);
            assertThat(state.step()).isEqualTo(step + outcome.batchesTrained());
            if (outcome.batchesTrained() == 0) {
                assertThat(state.weights.params).isEqualTo(params);
                assertThat(state.weights.slots).isDeepEqualTo(slots);
            }
        }
    }

    /** As a background snapshot needs it, which writes a state while its copy trains on. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aStateLeftAsideIsNeverWrittenAgain(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.random(gen);
        Learner learner = new Learner(spec);
        SnapshotCodec codec = new SnapshotCodec(learner);
        LearnerState state = learner.init("k");

        for (Example example : Streams.random(gen, spec, EVENTS)) {
            LearnerState aside = state;
            byte[] before = codec.encode(aside);
            state = aside.copy();
            learner.observe(state, example);
            assertThat(codec.encode(aside)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyExampleHasOneFate(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.random(gen);
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");
        long predicted = 0;

        for (Example example : Streams.random(gen, spec, EVENTS)) {
            learner.observe(state, example);
            predicted++;
            assertThat(state.predicted()).isEqualTo(predicted);
            assertThat(state.trained() + state.refused() + state.unlabelled() + state.open())
                    .isEqualTo(predicted);
            assertThat(state.open()).isLessThan(spec.batch().size());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noParameterIsEverOtherThanFinite(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.random(gen);
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");

        for (Example example : Streams.random(gen, spec, EVENTS)) {
            Outcome outcome = learner.observe(state, example);
            assertFinite(outcome.prediction());
            assertFinite(state.weights.params);
            for (float[] slot : state.weights.slots) {
                assertFinite(slot);
            }
        }
    }

    /** Law 5: the activations that predicted are those that a forward pass over the whole batch gives. */
    @ParameterizedTest
    @MethodSource("seeds")
    void keptActivationsAreThoseOfAForwardPassOverTheWholeBatch(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.random(gen);
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");

        for (Example example : Streams.random(gen, spec, EVENTS)) {
            learner.observe(state, example);
            assertThat(state.pending.forwarded).as("none is computed again").isEqualTo(state.open());
            Batch fresh = state.pending.copy();
            for (int level = 1; level < fresh.activation.length; level++) {
                fresh.activation[level] = new float[fresh.activation[level].length];
            }
            learner.network().forward(state.weights.params, fresh.activation, 0, fresh.size);
            for (int level = 1; level < fresh.activation.length; level++) {
                int n = fresh.size * learner.network().width(level);
                assertThat(Arrays.copyOf(fresh.activation[level], n))
                        .isEqualTo(Arrays.copyOf(state.pending.activation[level], n));
            }
        }
    }

    private static String text(Outcome o) {
        return Arrays.toString(o.prediction()) + o.step() + " " + o.fingerprint() + " " + o.finite() + o.labelled()
                + o.loss() + " " + o.batchesTrained() + o.batchesRefused() + " " + o.blamedPartition() + " "
                + o.blamedOffset() + o.metricsDue() + o.drift() + o.driftChanged();
    }

    private static void assertFinite(float[] values) {
        for (float value : values) {
            assertThat(Math.abs(value)).isLessThanOrEqualTo(Float.MAX_VALUE);
        }
    }

    private static byte[] bytesAfter(Learner learner, List<Example> stream) {
        LearnerState state = learner.init("k");
        stream.forEach(example -> learner.observe(state, example));
        return new SnapshotCodec(learner).encode(state);
    }
}
