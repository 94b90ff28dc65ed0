package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.drift.Cusum;
import dev.freshet.model.drift.FeatureDrift;
import dev.freshet.model.drift.HddmA;
import dev.freshet.model.drift.Psi;
import dev.freshet.model.encode.HashedFeatures;
import dev.freshet.model.encode.HashedText;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.eval.Views;
import dev.freshet.model.optim.Optimizers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of version 1 and the bits of the learning that led to them. A snapshot written by any build must be read by all
 * later ones: a new layout takes a new version and a new resource beside this one.
 */
class SnapshotGoldenTest {
    private static final byte[] V1 = golden("learner-v1.hex");

    private final Learner learner = Snapshots.specs().learner();
    private final SnapshotCodec codec = new SnapshotCodec(learner);

    @Test
    void learningGoesOnFromVersion1AsIfNothingHadHappened() {
        LearnerState restored = codec.decode(V1);
        LearnerState undisturbed = Snapshots.state(learner);
        assertThat(restored.key()).isEqualTo("sensor-1");
        assertThat(restored.step()).isEqualTo(1);
        assertThat(restored.predicted()).isEqualTo(4);
        assertThat(restored.open()).isEqualTo(1);
        assertThat(restored.fingerprint()).isEqualTo(0x0391aaa504f6ce85L);

        for (int i = 4; i < 20; i++) {
            Example example = Snapshots.example(i, i % 2, i, -i);
            float[] prediction = learner.observe(restored, example).prediction().clone();
            assertThat(prediction)
                    .isEqualTo(learner.observe(undisturbed, example).prediction());
        }

        assertThat(restored.weights.params).isEqualTo(undisturbed.weights.params);
        assertThat(restored.weights.slots).isDeepEqualTo(undisturbed.weights.slots);
        assertThat(restored.encoderStats).isEqualTo(undisturbed.encoderStats);
        assertThat(restored.drift).isEqualTo(undisturbed.drift);
    }

    @Test
    void theMetricsOfVersion1BeginAnew() {
        LearnerState restored = codec.decode(V1);

        assertThat(learner.evaluation().count(learner.metrics(restored))).isZero();
    }

    /** With a background model, warnings, watched inputs, a guard that watches the loss, and a batch that waits. */
    private static LearnerSpec everything() {
        return Snapshots.specs()
                .hidden(2, Activation.GELU)
                .batch(3)
                .guard(new Guard(100, 50, 0.5))
                .drift(DriftPolicy.watch(new HddmA())
                        .warn(new Cusum(2, 0, 0.1, true))
                        .respond(new DriftResponse.SwapBackground(5))
                        .watchFeatures(new FeatureDrift(new Psi(2, 0.1, 0.2), 4, 2, 1, 0)))
                .build();
    }

    private static LearnerSpec sparse() {
        return LearnerSpec.classification("no", "yes")
                .features(
                        new HashedFeatures(List.of("x0", "x1"), Scaling.STANDARD, List.of("c"), 11),
                        HashedText.words("t", 5))
                .optimizer(Optimizers.ftrl(0.1, 1, 0.001, 0))
                .batch(3)
                .metrics(new Views(2, 0.5))
                .build();
    }

    static Stream<Arguments> version2() {
        return Stream.of(Arguments.of("learner-v2.hex", everything()), Arguments.of("sparse-v2.hex", sparse()));
    }

    /** {@code from} to {@code to} of a stream that begins with one kind of events and goes on with another. */
    private static void observe(Learner learner, LearnerState state, int from, int to) {
        for (int i = from; i < to; i++) {
            Example example = Snapshots.example(i, i < 20 ? 1 : i % 2, i % 3, i < 12 ? -i : 5 * i);
            boolean texts = !learner.spec().features().schema().texts().isEmpty();
            learner.observe(state, texts ? example.withTexts("word" + i % 4 + " and word" + i % 7) : example);
        }
    }

    @ParameterizedTest
    @MethodSource("version2")
    void theSameExamplesStillGiveTheseBytes(String name, LearnerSpec spec) {
        Learner any = new Learner(spec);
        LearnerState state = any.init("sensor-1");
        observe(any, state, 0, 28);

        byte[] found = new SnapshotCodec(any).encode(state);
        assertThat(HexFormat.of().formatHex(found)).isEqualTo(HexFormat.of().formatHex(golden(name)));
    }

    @ParameterizedTest
    @MethodSource("version2")
    void learningGoesOnFromTheseBytesAsIfNothingHadHappened(String name, LearnerSpec spec) {
        Learner any = new Learner(spec);
        SnapshotCodec anyCodec = new SnapshotCodec(any);
        LearnerState restored = anyCodec.decode(golden(name));
        LearnerState undisturbed = any.init("sensor-1");
        observe(any, undisturbed, 0, 60);

        observe(any, restored, 28, 60);

        assertThat(anyCodec.encode(restored)).isEqualTo(anyCodec.encode(undisturbed));
    }

    /** A key that was slowed down and reset and has commands that wait, one of them a rollback. */
    private static LearnerState steered(Learner learner) {
        LearnerState state = learner.init("sensor-1");
        byte[] first = new SnapshotCodec(learner).encode(state);
        observe(learner, state, 0, 12);
        command(learner, state, PlannedAction.NOW, new Action.SetRate(0.25));
        command(learner, state, PlannedAction.NOW, new Action.Reset());
        observe(learner, state, 12, 21);
        command(learner, state, 12, new Action.Rollback(first));
        // Builds without challengers let promotions wait, which come to nothing.
        state.steering.keep(new PlannedAction("id-promote", 11, 2, 77, new Action.Promote("wide")));
        command(learner, state, 10, new Action.SetRate(3));
        command(learner, state, 20, new Action.Freeze());
        return state;
    }

    private static void command(Learner learner, LearnerState state, long at, Action action) {
        learner.command(state, new PlannedAction("id-" + action.name(), at, 2, 77, action));
    }

    @Test
    void theSameCommandsStillGiveTheseBytes() {
        byte[] found = codec.encode(steered(learner));

        assertThat(HexFormat.of().formatHex(found)).isEqualTo(HexFormat.of().formatHex(golden("steered-v2.hex")));
    }

    @Test
    void whatACommandMadeOfAKeyAndWhatWaitsGoesOnFromTheseBytes() {
        LearnerState restored = codec.decode(golden("steered-v2.hex"));
        LearnerState undisturbed = steered(learner);

        observe(learner, restored, 21, 60);
        observe(learner, undisturbed, 21, 60);

        assertThat(codec.encode(restored)).isEqualTo(codec.encode(undisturbed));
        assertThat(restored.frozen()).isTrue();
        assertThat(restored.rate()).isEqualTo(3);
    }

    static byte[] golden(String name) {
        var in = Objects.requireNonNull(SnapshotGoldenTest.class.getResourceAsStream(name), name);
        try (in) {
            String hex = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
