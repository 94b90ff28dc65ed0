package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

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

    private static byte[] golden(String name) {
        var in = Objects.requireNonNull(SnapshotGoldenTest.class.getResourceAsStream(name), name);
        try (in) {
            String hex = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
