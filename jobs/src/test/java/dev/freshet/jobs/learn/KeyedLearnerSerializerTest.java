package dev.freshet.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.Event;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class KeyedLearnerSerializerTest {
    private static final KeyedLearnerSerializer SERIALIZER = KeyedLearnerSerializer.INSTANCE;

    @Test
    void whatIsWrittenIsReadAgainWhetherOrNotSomebodyDecodedItBetween() {
        Seeds.each(200, random -> {
            Learner learner = new Learner(RandomSpecs.draw(random));
            SnapshotCodec codec = new SnapshotCodec(learner);
            LearnerState state = trained(learner, random);
            byte[] bytes = codec.encode(state);

            KeyedLearner once = read(written(KeyedLearner.of(state, codec)));
            assertThat(once.bytes()).isEqualTo(bytes);
            KeyedLearner twice = read(written(once));
            assertThat(codec.encode(twice.live(codec))).isEqualTo(bytes);
            assertThat(twice.bytes()).isEqualTo(bytes);
        });
    }

    @Test
    void aCopyOfBytesTakesOneRecordAndLeavesTheNext() throws Exception {
        Learner learner = new Learner(RandomSpecs.network(3, 0.01));
        SnapshotCodec codec = new SnapshotCodec(learner);
        byte[] first = written(KeyedLearner.of(trained(learner, new SplittableRandom(1)), codec));
        byte[] second = written(KeyedLearner.of(learner.init("second"), codec));
        DataOutputSerializer both = new DataOutputSerializer(16);
        both.write(first);
        both.write(second);
        DataInputDeserializer source = new DataInputDeserializer(both.getCopyOfBuffer());
        DataOutputSerializer target = new DataOutputSerializer(16);

        SERIALIZER.copy(source, target);

        assertThat(target.getCopyOfBuffer()).isEqualTo(first);
        assertThat(SERIALIZER.deserialize(source).live(codec).key()).isEqualTo("second");
    }

    @Test
    void aCopySharesNothingThatChanges() {
        Seeds.each(100, random -> {
            Learner learner = new Learner(RandomSpecs.draw(random));
            SnapshotCodec codec = new SnapshotCodec(learner);
            LearnerState state = trained(learner, random);
            KeyedLearner original = KeyedLearner.of(state, codec);
            byte[] before = original.bytes();

            KeyedLearner copy = SERIALIZER.copy(original);
            RandomEvents events = new RandomEvents(random, learner.spec(), 1);
            for (Event event : events.next(30)) {
                var unused = learner.observe(state, event.example());
            }

            assertThat(copy.bytes()).isEqualTo(before);
            assertThat(original.bytes()).isNotEqualTo(before);
        });
        assertThat(SERIALIZER.isImmutableType()).isFalse();
        assertThat(SERIALIZER.getLength()).isEqualTo(-1);
    }

    @Test
    void damagedBytesAreRefusedWhenTheyAreRead() throws Exception {
        LearnerSpec spec = RandomSpecs.network(3, 0.01);
        SnapshotCodec codec = new SnapshotCodec(new Learner(spec));
        byte[] bytes = written(KeyedLearner.of(new Learner(spec).init("k"), codec));
        bytes[bytes.length / 2] ^= 1;
        KeyedLearner damaged = read(bytes);

        assertThatThrownBy(() -> damaged.live(codec)).hasMessage("snapshot is damaged: its CRC-32C differs");
        assertThatThrownBy(() -> SERIALIZER.createInstance().live(codec))
                .hasMessage("snapshot is no learner snapshot: it does not begin with FRSH");
    }

    /** The name stands in every checkpoint: what this test refuses would make all of them unreadable. */
    @Test
    void theNameInCheckpointsIsPinned() throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(16);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, SERIALIZER.snapshotConfiguration());

        assertThat(LearnerStore.DESCRIPTOR.getName()).isEqualTo("learner");
        String name = "dev.freshet.jobs.learn.KeyedLearnerSerializer$Snapshot";
        assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer()))
                .startsWith("00" + HexFormat.of().toHexDigits((byte) name.length()) + hex(name) + "00000003");
        assertThat(TypeSerializerSnapshot.<KeyedLearner>readVersionedSnapshot(
                                new DataInputDeserializer(out.getCopyOfBuffer()),
                                KeyedLearnerSerializer.class.getClassLoader())
                        .restoreSerializer())
                .isEqualTo(SERIALIZER);
    }

    private static String hex(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private static LearnerState trained(Learner learner, SplittableRandom random) {
        LearnerState state = learner.init("Zürich/\u2603");
        RandomEvents events = new RandomEvents(random, learner.spec(), 1);
        for (Event event : events.next(random.nextInt(50))) {
            var unused = learner.observe(state, event.example());
        }
        return state;
    }

    private static byte[] written(KeyedLearner learner) throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(16);
        SERIALIZER.serialize(learner, out);
        return out.getCopyOfBuffer();
    }

    private static KeyedLearner read(byte[] bytes) throws Exception {
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        KeyedLearner learner = SERIALIZER.deserialize(in);
        assertThat(in.available()).isZero();
        return learner;
    }
}
