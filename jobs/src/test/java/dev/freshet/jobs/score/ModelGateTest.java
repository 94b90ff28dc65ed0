package dev.freshet.jobs.score;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.jobs.learn.Backend;
import dev.freshet.jobs.learn.RandomEvents;
import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.Event;
import dev.freshet.wire.Header;
import dev.freshet.wire.JsonOutputReader;
import dev.freshet.wire.ModelRecord;
import dev.freshet.wire.RawRecord;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A snapshot that may not answer is refused with its reason, and the model before it goes on. */
class ModelGateTest {
    private static final LearnerSpec SPEC = RandomSpecs.network(3, 0.05);
    private static final String KEY = "key-0";

    private final Learner learner = new Learner(SPEC);
    private final SnapshotCodec codec = new SnapshotCodec(learner);
    private final ModelGate gate = new ModelGate(learner);
    private final RandomEvents events = new RandomEvents(new SplittableRandom(1), SPEC, 1);

    @Test
    void aSnapshotThatIsCutOrOfAnotherSha256IsRefusedAsDamaged() throws Exception {
        byte[] snapshot = codec.encode(trained(20));
        byte[] cut = Arrays.copyOf(snapshot, snapshot.length / 2);

        assertThat(refusal(cut, sha256(cut), null)).isEqualTo(ModelGate.Refusal.DAMAGED);
        assertThat(refusal(snapshot, sha256(cut), null)).isEqualTo(ModelGate.Refusal.DAMAGED);
        assertThat(refusal(new byte[0], sha256(new byte[0]), null)).isEqualTo(ModelGate.Refusal.DAMAGED);
        assertThat(refusal(snapshot, sha256(snapshot), null)).isNull();
    }

    @Test
    void aSnapshotOfAnotherSpecIsRefusedAndOneOfAnotherRateIsNot() throws Exception {
        Learner wider = new Learner(RandomSpecs.network(4, 0.05));
        Learner slower = new Learner(RandomSpecs.network(3, 0.001));
        byte[] other = new SnapshotCodec(wider).encode(wider.init(KEY));
        byte[] same = new SnapshotCodec(slower).encode(slower.init(KEY));

        assertThat(refusal(other, sha256(other), null)).isEqualTo(ModelGate.Refusal.OTHER_MODEL);
        assertThat(refusal(same, sha256(same), null)).isNull();
    }

    @Test
    void weightsThatAreNotFiniteAreRefusedThoughEveryChecksumIsRight() throws Exception {
        LearnerState state = trained(20);
        byte[] snapshot = codec.encode(state);
        ByteBuffer bytes = ByteBuffer.wrap(snapshot);
        int weight = Float.floatToIntBits(state.parameters()[0]);
        int at = 0;
        while (bytes.getInt(at) != weight) {
            at++;
        }
        bytes.putInt(at, Float.floatToIntBits(Float.NaN));
        CRC32C crc = new CRC32C();
        crc.update(snapshot, 0, snapshot.length - Integer.BYTES);
        bytes.putInt(snapshot.length - Integer.BYTES, (int) crc.getValue());

        assertThat(refusal(snapshot, sha256(snapshot), null)).isEqualTo(ModelGate.Refusal.NOT_FINITE);
    }

    @Test
    void aSnapshotUnderAnotherKeyIsRefused() throws Exception {
        byte[] snapshot = codec.encode(learner.init("another"));

        assertThat(refusal(snapshot, sha256(snapshot), null)).isEqualTo(ModelGate.Refusal.DAMAGED);
    }

    @Test
    void aSnapshotThatHasTakenInLessOfTheSamePartitionIsOlder() throws Exception {
        byte[] snapshot = codec.encode(trained(20));
        HeldBytes held = new HeldBytes(1, "events:2:1000", snapshot);

        assertThat(refusal(snapshot, null, held, "events:2:999")).isEqualTo(ModelGate.Refusal.OLDER);
        assertThat(refusal(snapshot, null, held, "events:2:1000")).isNull();
        assertThat(refusal(snapshot, null, held, "events:2:10000")).isNull();
        assertThat(refusal(snapshot, null, held, "events:3:5")).isNull();
        assertThat(refusal(snapshot, null, held, "of no place")).isNull();
        assertThat(refusal(snapshot, null, held, null)).isNull();
    }

    @Test
    void noSnapshotIsOlderThanOneOfAnotherShape() throws Exception {
        Learner wider = new Learner(RandomSpecs.network(4, 0.05));
        byte[] snapshot = codec.encode(trained(20));
        HeldBytes held = new HeldBytes(1, "events:2:1000", new SnapshotCodec(wider).encode(wider.init(KEY)));

        assertThat(refusal(snapshot, null, held, "events:2:999")).isNull();
    }

    @Test
    void aRefusedSnapshotLeavesTheModelThatAnswers() throws Exception {
        byte[] good = codec.encode(trained(20));
        byte[] bad = codec.encode(trained(20));
        bad[bad.length / 2] ^= 1;
        try (ScoringTasks tasks = new ScoringTasks(SPEC, ScoreRules.DEFAULT, Set.of(), Backend.HEAP, 1, null)) {
            Event event = events.next();
            tasks.process(record(good, null, null));
            tasks.process(event);
            tasks.process(record(bad, null, null));
            tasks.process(event);

            assertThat(tasks.outputs()).hasSize(2);
            assertThat(tasks.outputs().get(1).value())
                    .isEqualTo(tasks.outputs().get(0).value());
            assertThat(JsonOutputReader.prediction(Objects.requireNonNull(
                                    tasks.outputs().get(1).value()))
                            .model()
                            .fingerprint())
                    .isEqualTo(codec.decode(good).fingerprint());
        }
    }

    @Test
    void whatFlinkKeepsOfAModelHasItsBytes() {
        HeldBytes held = new HeldBytes(0x0123456789abcdefL, "events:3:9918", new byte[] {7, 8, 9});

        assertThat(HexFormat.of().formatHex(held.encode()))
                .isEqualTo("010123456789abcdef0000000d6576656e74733a333a39393138070809");
        HeldBytes read = HeldBytes.decode(held.encode());
        assertThat(read.spec()).isEqualTo(held.spec());
        assertThat(read.source()).isEqualTo("events:3:9918");
        assertThat(read.snapshot()).containsExactly(7, 8, 9);
        assertThatThrownBy(() -> HeldBytes.decode(new byte[] {2, 0}))
                .hasMessage("held model has version 2, this build reads 1: use the build that wrote it, or upgrade");
        assertThatThrownBy(() -> HeldBytes.decode(Arrays.copyOf(held.encode(), 14)))
                .hasMessageStartingWith("held model is damaged");
    }

    private LearnerState trained(int count) {
        LearnerState state = learner.init(KEY);
        for (int i = 0; i < count; i++) {
            var unused = learner.observe(state, events.next().example());
        }
        return state;
    }

    private ModelGate.@Nullable Refusal refusal(byte[] snapshot, @Nullable String sha256, @Nullable HeldBytes held) {
        return refusal(gate.judge(record(snapshot, sha256, null), snapshot, held));
    }

    private ModelGate.@Nullable Refusal refusal(
            byte[] snapshot, @Nullable String sha256, HeldBytes held, @Nullable String source) {
        return refusal(gate.judge(record(snapshot, sha256, source), snapshot, held));
    }

    private static ModelGate.@Nullable Refusal refusal(ModelGate.Verdict verdict) {
        return verdict instanceof ModelGate.Verdict.Refused refused ? refused.why() : null;
    }

    private static ModelRecord record(byte[] snapshot, @Nullable String sha256, @Nullable String source) {
        List<Header> headers = new ArrayList<>();
        if (sha256 != null) {
            headers.add(Header.of("sha256", sha256));
        }
        if (source != null) {
            headers.add(Header.of("source", source));
        }
        return new ModelRecord(KEY, new RawRecord("models", 0, 0, 0, KEY.getBytes(UTF_8), snapshot, headers));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
