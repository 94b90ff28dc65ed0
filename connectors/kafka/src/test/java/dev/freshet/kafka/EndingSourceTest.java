package dev.freshet.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** That a job restored to an end reaches it is shown by {@code train --from ... --to-end}, against a broker. */
class EndingSourceTest {
    private final EndingSource.Ending ending =
            new EndingSource.Ending(new KafkaPartitionSplitSerializer(), Map.of(0, 42L));

    @Test
    void aSplitOfASourceWithoutEndGetsOne() throws IOException {
        assertThat(restored(new KafkaPartitionSplit(new TopicPartition("t", 0), 7)))
                .isEqualTo(new KafkaPartitionSplit(new TopicPartition("t", 0), 7, 42));
    }

    @Test
    void aPartitionWithoutAnEndStaysAsItIs() throws IOException {
        KafkaPartitionSplit other = new KafkaPartitionSplit(new TopicPartition("t", 1), 7);

        assertThat(restored(other)).isEqualTo(other);
    }

    @Test
    void theBytesAreTheConnectors() throws IOException {
        KafkaPartitionSplit split = new KafkaPartitionSplit(new TopicPartition("t", 0), 7, 9);

        assertThat(ending.serialize(split)).isEqualTo(new KafkaPartitionSplitSerializer().serialize(split));
        assertThat(ending.getVersion()).isEqualTo(new KafkaPartitionSplitSerializer().getVersion());
    }

    private KafkaPartitionSplit restored(KafkaPartitionSplit split) throws IOException {
        return ending.deserialize(ending.getVersion(), ending.serialize(split));
    }
}
