package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freshet.model.encode.Scaling;
import dev.freshet.model.eval.View;
import dev.freshet.model.optim.Optimizers;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An example that is scored now and learned from later, when its label has come. */
class LateLabelsTest {
    private static final int EVENTS = 60;

    @Test
    void aLabelRightBehindItsFeaturesTeachesWhatAnEventWithItsLabelDoes() {
        for (int seed = 0; seed < 60; seed++) {
            Gen gen = new Gen(seed);
            LearnerSpec spec = Specs.random(gen);
            List<Example> events = labelled(gen, spec);
            Learner learner = new Learner(spec);
            LearnerState atOnce = learner.init("k");
            LearnerState late = learner.init("k");
            for (Example event : events) {
                learner.observe(atOnce, event);
                float[] served = learner.score(late, event.withLabel(Double.NaN))
                        .prediction()
                        .clone();
                learner.learn(late, event, event.time(), served);
            }

            assertSameLearning(late, atOnce, "seed " + seed);
        }
    }

    @Test
    void whereNothingIsScaledEvenTheMetricsAndTheSnapshotsBytesAreThoseOfAnEventWithItsLabel() {
        for (int seed = 0; seed < 20; seed++) {
            Gen gen = new Gen(seed);
            LearnerSpec spec = Specs.binary()
                    .numbers(3, Scaling.NONE)
                    .optimizer(Optimizers.adam(0.01))
                    .batch(1 + gen.below(8))
                    .build();
            Learner learner = new Learner(spec);
            LearnerState atOnce = learner.init("k");
            LearnerState late = learner.init("k");
            for (Example event : Streams.plain(gen, spec, EVENTS)) {
                learner.observe(atOnce, event);
                float[] served = learner.score(late, event).prediction().clone();
                learner.learn(late, event, event.time(), served);
            }

            SnapshotCodec codec = new SnapshotCodec(learner);
            assertThat(codec.encode(late)).as("seed %s", seed).isEqualTo(codec.encode(atOnce));
        }
    }

    @Test
    void whenAndByWhichModelAnExampleWasServedChangesNoWeight() {
        for (int seed = 0; seed < 60; seed++) {
            Gen gen = new Gen(seed);
            LearnerSpec spec = Specs.random(gen);
            List<Example> events = labelled(gen, spec);
            Learner learner = new Learner(spec);
            LearnerState prompt = learner.init("k");
            LearnerState behind = learner.init("k");
            Deque<float[]> served = new ArrayDeque<>();
            int lag = 1 + gen.below(events.size());
            for (int i = 0; i < events.size() + lag; i++) {
                if (i < events.size()) {
                    served.add(learner.score(behind, events.get(i)).prediction().clone());
                    Example event = events.get(i);
                    learner.learn(
                            prompt,
                            event,
                            event.time(),
                            learner.score(prompt, event).prediction().clone());
                }
                if (i >= lag) {
                    Example event = events.get(i - lag);
                    learner.learn(behind, event, event.time(), served.remove());
                }
            }

            assertSameLearning(behind, prompt, "seed " + seed);
        }
    }

    @Test
    void aStateThatWasWrittenAndReadBetweenScoreAndLabelGoesOnWithTheSameBytes() {
        for (int seed = 0; seed < 60; seed++) {
            Gen gen = new Gen(seed);
            LearnerSpec spec = Specs.random(gen);
            Learner learner = new Learner(spec);
            SnapshotCodec codec = new SnapshotCodec(learner);
            LearnerState undisturbed = learner.init("k");
            LearnerState restored = learner.init("k");
            for (Example event : Streams.random(gen, spec, EVENTS)) {
                if (!event.labelled()) {
                    continue;
                }
                float[] served = learner.score(undisturbed, event).prediction().clone();
                learner.learn(undisturbed, event, event.time(), served);
                if (gen.chance(0.3)) {
                    restored = codec.decode(codec.encode(restored));
                }
                assertThat(learner.score(restored, event).prediction()).isEqualTo(served);
                learner.learn(restored, event, event.time(), served);
            }

            assertThat(codec.encode(restored)).as("seed %s", seed).isEqualTo(codec.encode(undisturbed));
        }
    }

    @Test
    void scoringLeavesTheStatesBytesAsTheyWere() {
        for (int seed = 0; seed < 40; seed++) {
            Gen gen = new Gen(seed);
            LearnerSpec spec = Specs.random(gen);
            Learner learner = new Learner(spec);
            SnapshotCodec codec = new SnapshotCodec(learner);
            LearnerState state = learner.init("k");
            for (Example event : Streams.random(gen, spec, 20)) {
                learner.observe(state, event);
                byte[] before = codec.encode(state);
                learner.score(state, event);
                learner.score(state, event);
                assertThat(codec.encode(state)).as("seed %s", seed).isEqualTo(before);
            }
        }
    }

    @Test
    void metricsJudgeThePredictionThatWasServed() {
        LearnerSpec spec = Specs.binary().numbers(1, Scaling.NONE).batch(1).build();
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");

        for (int i = 0; i < 10; i++) {
            Outcome outcome = learner.learn(state, Example.of(i, 1, 1), i, new float[] {0.9f, 0.1f});
            assertThat(outcome.prediction()).containsExactly(0.9f, 0.1f);
            assertThat(outcome.loss()).isEqualTo(-Math.log(0.1f), org.assertj.core.api.Assertions.within(1e-9));
        }

        assertThat(learner.evaluation().value(learner.metrics(state), "accuracy", View.CUMULATIVE))
                .isZero();
        assertThat(state.step()).isEqualTo(10);
    }

    @Test
    void aBatchAgesByTheTimesOfLabels() {
        LearnerSpec spec =
                Specs.binary().numbers(1, Scaling.NONE).batch(100, 1_000).build();
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");
        float[] served = {0.5f, 0.5f};

        learner.learn(state, Example.of(0, 1, 1).withTime(0), 5_000, served);
        learner.learn(state, Example.of(1, 1, 1).withTime(90_000), 6_000, served);
        assertThat(state.step()).isZero();
        learner.learn(state, Example.of(2, 1, 1).withTime(0), 6_001, served);

        assertThat(state.step()).isEqualTo(1);
        assertThat(state.open()).isEqualTo(1);
        assertThat(state.lastTime()).isEqualTo(6_001);
    }

    @Test
    void whatCannotBeLearnedFromIsRefusedAndLeavesTheStateAsItWas() {
        Learner learner =
                new Learner(Specs.binary().numbers(1, Scaling.STANDARD).batch(4).build());
        LearnerState state = learner.init("k");
        byte[] before = new SnapshotCodec(learner).encode(state);
        float[] served = {0.5f, 0.5f};

        assertThatIllegalArgumentException()
                .isThrownBy(() -> learner.learn(state, Example.of(7, Double.NaN, 1), 0, served))
                .withMessageContaining("must have a label: got none (partition 0, offset 7)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> learner.learn(state, Example.of(7, 1, 1), 0, new float[3]))
                .withMessageContaining("must have 2 numbers: got 3");
        assertThatIllegalArgumentException().isThrownBy(() -> learner.learn(state, Example.of(7, 1, 1, 1), 0, served));

        assertThat(new SnapshotCodec(learner).encode(state)).isEqualTo(before);
    }

    private static List<Example> labelled(Gen gen, LearnerSpec spec) {
        return Streams.random(gen, spec, EVENTS).stream()
                .filter(Example::labelled)
                .toList();
    }

    private static void assertSameLearning(LearnerState found, LearnerState expected, String which) {
        assertThat(Arrays.equals(found.parameters(), expected.parameters()))
                .as(which)
                .isTrue();
        assertThat(found.encoderStats).as(which).isEqualTo(expected.encoderStats);
        assertThat(found.fingerprint()).as(which).isEqualTo(expected.fingerprint());
        assertThat(found.step()).as(which).isEqualTo(expected.step());
        assertThat(found.predicted()).as(which).isEqualTo(expected.predicted());
        assertThat(found.trained()).as(which).isEqualTo(expected.trained());
        assertThat(found.refused()).as(which).isEqualTo(expected.refused());
        assertThat(found.open()).as(which).isEqualTo(expected.open());
    }
}
