package dev.freshet.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MergedTopicIT {
    private final KafkaSettings settings = TestBroker.settings();

    /** A record's value is its time. */
    private static List<String> merged(KafkaSettings settings, String topic, int most) {
        List<String> read = new ArrayList<>();
        MergedTopic.read(settings, topic, TestBroker::value, Long::parseLong, value -> {
            read.add(value);
            return read.size() < most;
        });
        return read;
    }

    @Test
    void partitionsThatAreEachInOrderGiveOneSequenceInOrder() {
        String topic = TestBroker.topic("merged", 3);
        Random random = new Random(1);
        List<String> sent = new ArrayList<>();
        try (EventProducer producer = new EventProducer(settings)) {
            for (int i = 0; i < 20_000; i++) {
                // One partition has nearly all of the first half, so that the others must wait for it.
                String key = i < 10_000 && random.nextInt(100) > 0 ? "hot" : "k" + random.nextInt(50);
                producer.send(Records.outbound(topic, key, String.valueOf(i)));
                sent.add(String.valueOf(i));
            }
        }

        assertThat(merged(settings, topic, Integer.MAX_VALUE)).isEqualTo(sent);
        assertThat(merged(settings, topic, 12_345)).isEqualTo(sent.subList(0, 12_345));
    }

    @Test
    void aPartitionKeepsItsOwnOrderWhateverItsTimes() {
        String topic = TestBroker.topic("unordered", 1);
        List<String> sent = List.of("5", "3", "9", "1", "9");
        try (EventProducer producer = new EventProducer(settings)) {
            sent.forEach(value -> producer.send(Records.outbound(topic, "k", value)));
        }

        assertThat(merged(settings, topic, Integer.MAX_VALUE)).isEqualTo(sent);
    }

    @Test
    void ofEqualTimesTheLowerPartitionGoesFirst() {
        String topic = TestBroker.topic("equal", 4);
        try (EventProducer producer = new EventProducer(settings)) {
            for (int i = 0; i < 200; i++) {
                producer.send(Records.outbound(topic, "k" + i, "7"));
            }
        }
        List<Integer> partitions = new ArrayList<>();

        MergedTopic.read(settings, topic, raw -> raw, raw -> 7, raw -> partitions.add(raw.partition()));

        assertThat(partitions).hasSize(200).isSortedAccordingTo(Comparator.naturalOrder());
    }

    @Test
    void whatWasAbortedIsNotThere() {
        String topic = TestBroker.topic("aborted", 1);
        TestBroker.writeAbortedThenCommitted(topic);
        List<String> read = new ArrayList<>();

        MergedTopic.read(settings, topic, TestBroker::value, value -> 0, read::add);

        assertThat(read).containsExactly("committed");
    }

    @Test
    void anEmptyTopicGivesNothingAndAMissingOneIsNamed() {
        assertThat(merged(settings, TestBroker.topic("empty", 2), 1)).isEmpty();
        assertThatThrownBy(() -> merged(settings, "no-such-topic", 1))
                .isInstanceOf(KafkaSetupException.class)
                .hasMessageContaining("topic no-such-topic is missing");
    }
}
