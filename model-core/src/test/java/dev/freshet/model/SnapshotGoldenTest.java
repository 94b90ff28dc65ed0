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
    private static final byte[] GOLDEN = golden("learner-v1.hex");

    private final Learner learner = Snapshots.specs().learner();
    private final SnapshotCodec codec = new SnapshotCodec(learner);

    @Test
    void theseBytesAreStillRead() {
        LearnerState state = codec.decode(GOLDEN);

        assertThat(state.key()).isEqualTo("sensor-1");
        assertThat(state.step()).isEqualTo(1);
        assertThat(state.predicted()).isEqualTo(4);
        assertThat(state.open()).isEqualTo(1);
        assertThat(codec.encode(state)).isEqualTo(GOLDEN);
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
