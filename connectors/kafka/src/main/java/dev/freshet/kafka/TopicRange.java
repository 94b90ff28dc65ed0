package dev.freshet.kafka;

import dev.freshet.wire.RawRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;

/** Parts of a topic, so that not all of it has to be read. */
public final class TopicRange {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration STALL = Duration.ofSeconds(60);

    private TopicRange() {}

    /**
     * Hands on the committed records of a partition from {@code from} to below {@code to}, in their order; less where it
     * begins later or ends before.
     *
     * @throws KafkaSetupException if the topic is missing, no broker answers, or no record comes for a minute
     */
    public static void read(
            KafkaSettings settings, String topic, int partition, long from, long to, Consumer<RawRecord> sink) {
        TopicPartition at = new TopicPartition(topic, partition);
        try (KafkaConsumer<byte[], byte[]> consumer = TopicReader.consumer(settings)) {
            require(settings, consumer, at);
            consumer.assign(List.of(at));
            long end = Math.min(to, consumer.endOffsets(List.of(at)).getOrDefault(at, 0L));
            long begin = Math.max(from, consumer.beginningOffsets(List.of(at)).getOrDefault(at, 0L));
            consumer.seek(at, begin);
            long deadline = System.nanoTime() + STALL.toNanos();
            while (consumer.position(at) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    deadline = System.nanoTime() + STALL.toNanos();
                    if (record.offset() < end) {
                        sink.accept(RawRecords.of(record));
                    }
                }
                requireProgress(settings, at, end, deadline);
            }
        }
    }

    private static void requireProgress(KafkaSettings settings, TopicPartition at, long end, long deadline) {
        if (System.nanoTime() > deadline) {
            throw new KafkaSetupException(
                    "Kafka at " + settings.bootstrap() + " hands out no record of " + at + " below offset " + end
                            + " within " + STALL.toSeconds() + " s: check the health of the brokers",
                    null);
        }
    }

    /**
     * Where each partition of a topic was at a time: the first offset whose record is of that time or later, by the time that
     * Kafka has for it; the end where there is none.
     *
     * @param time epoch milliseconds UTC
     * @throws KafkaSetupException if the topic is missing, or no broker answers
     */
    public static Map<Integer, Long> at(KafkaSettings settings, String topic, long time) {
        try (KafkaConsumer<byte[], byte[]> consumer = TopicReader.consumer(settings)) {
            List<TopicPartition> partitions = TopicReader.partitionsOf(settings, consumer, topic);
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(each -> times.put(each, time));
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
            Map<Integer, Long> offsets = new TreeMap<>();
            consumer.endOffsets(partitions).forEach((each, end) -> {
                OffsetAndTimestamp first = found.get(each);
                offsets.put(each.partition(), first == null ? end : Math.min(end, first.offset()));
            });
            return offsets;
        }
    }

    /**
     * The partition that Kafka's own rule gives to a key, which is where a job writes it. Records of before a topic was given
     * more partitions may lie elsewhere.
     *
     * @throws KafkaSetupException if the topic is missing, or no broker answers
     */
    public static int partitionOf(KafkaSettings settings, String topic, byte[] key) {
        return BuiltInPartitioner.partitionForKey(key, Topics.partitions(settings, topic));
    }

    private static void require(KafkaSettings settings, KafkaConsumer<byte[], byte[]> consumer, TopicPartition at) {
        List<TopicPartition> partitions = TopicReader.partitionsOf(settings, consumer, at.topic());
        if (!partitions.contains(at)) {
            throw new KafkaSetupException(
                    "topic " + at.topic() + " has partitions 0 to " + (partitions.size() - 1) + ": got "
                            + at.partition(),
                    null);
        }
    }
}
