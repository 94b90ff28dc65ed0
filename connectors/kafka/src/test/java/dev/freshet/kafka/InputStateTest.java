package dev.freshet.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumStateSerializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The bytes of an input in a checkpoint. */
class InputStateTest {
    /** Of version 100. */
    private static final String GOLDEN =
            "000000030000002f00000001000000000000001e0008702e6576656e747300000003000000000000002a800000000000000000000000010008746f7069632d6964";

    private final InputState.Serializer serializer = new InputState.Serializer(new KafkaSourceEnumStateSerializer());
    private final KafkaSourceEnumState kafka = new KafkaSourceEnumState(
            List.of(new KafkaPartitionSplit(new TopicPartition("p.events", 3), 42)), List.of(), true);

    @Test
    void aStateKeepsItsBytes() throws IOException {
        byte[] bytes = serializer.serialize(new InputState(kafka, "topic-id"));

        assertThat(serializer.getVersion()).isEqualTo(100);
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(GOLDEN);
        InputState read = serializer.deserialize(100, HexFormat.of().parseHex(GOLDEN));
        assertThat(read.topicId()).isEqualTo("topic-id");
        assertThat(read.kafka().assignedSplits()).isEqualTo(kafka.assignedSplits());
        assertThat(read.kafka().initialDiscoveryFinished()).isTrue();
    }

    @Test
    void aStateFromBeforeTheTopicsIdWasKeptIsRead() throws IOException {
        KafkaSourceEnumStateSerializer connector = new KafkaSourceEnumStateSerializer();

        InputState read = serializer.deserialize(connector.getVersion(), connector.serialize(kafka));

        assertThat(read.topicId()).isNull();
        assertThat(read.kafka().assignedSplits()).isEqualTo(kafka.assignedSplits());
    }

    @Test
    void aLaterVersionIsRefusedWithBothNumbers() {
        assertThatThrownBy(() -> serializer.deserialize(101, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessage("input state version 101, this build reads up to 100: upgrade the job before restoring");
    }
}
