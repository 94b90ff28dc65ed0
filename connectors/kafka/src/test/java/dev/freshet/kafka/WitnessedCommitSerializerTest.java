package dev.freshet.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.util.HexFormat;
import java.util.List;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.junit.jupiter.api.Test;

class WitnessedCommitSerializerTest {
    /** As an earlier build wrote it: the same is written and read for ever. */
    private static final String GOLDEN = "00000001" + "0000000f" + "0007" + "0000000000000009" + "0003" + "742d31"
            + "01" + "0001" + "4c" + "00000001" + "6b" + "00000002" + "7b7d" + "0000018bcfe56800";

    private final WitnessedCommitSerializer serializer = new WitnessedCommitSerializer(new OutboundSink(
                    KafkaSettings.of("localhost:9092"),
                    DeliverySettings.defaults("p"),
                    DeliveryGuarantee.EXACTLY_ONCE,
                    List.of("L"))
            .build()
            .getCommittableSerializer());
    private final KafkaCommittable transaction = new KafkaCommittable(9, (short) 7, "t-1", null);

    @Test
    void aCommitKeepsItsBytes() throws Exception {
        Witness witness = new Witness("L", "k".getBytes(UTF_8), "{}".getBytes(UTF_8), 1_700_000_000_000L);
        WitnessedCommit commit = new WitnessedCommit(transaction, witness);

        assertThat(HexFormat.of().formatHex(serializer.serialize(commit))).isEqualTo(GOLDEN);
        assertThat(serializer.deserialize(2, HexFormat.of().parseHex(GOLDEN))).isEqualTo(commit);
    }

    @Test
    void aCommitWithoutAWitnessIsReadAgain() throws Exception {
        WitnessedCommit commit = new WitnessedCommit(transaction, null);

        assertThat(serializer.deserialize(serializer.getVersion(), serializer.serialize(commit)))
                .isEqualTo(commit);
    }

    @Test
    void theConnectorsOwnBytesOfAnEarlierSavepointAreRead() throws Exception {
        byte[] own = serializer.connector().serialize(transaction);

        assertThat(serializer.deserialize(1, own)).isEqualTo(new WitnessedCommit(transaction, null));
    }

    @Test
    void aLaterVersionIsRefusedByName() {
        assertThatIOException()
                .isThrownBy(() -> serializer.deserialize(3, new byte[0]))
                .withMessageStartingWith("a commit's version must be 1 or 2: got 3");
    }
}
