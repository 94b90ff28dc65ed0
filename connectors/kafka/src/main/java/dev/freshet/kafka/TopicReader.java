package dev.freshet.kafka;

import dev.freshet.wire.RawRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed records of topics, from their first, as a member of no group. For one thread. */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration END_WITHIN = Duration.ofSeconds(2);
    private static final Duration STALL = Duration.ofSeconds(60);

    private final KafkaSettings settings;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions = new ArrayList<>();

    /** @throws KafkaSetupException if a topic is missing, or no broker answers */
    public TopicReader(KafkaSettings settings, Collection<String> topics) {
        this.settings = settings;
        this.consumer = consumer(settings);
        try {
            for (String topic : topics) {
                partitions.addAll(partitionsOf(settings, consumer, topic));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** A member of no group that sees committed records only. */
    static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings settings) {
        Properties properties = settings.client();
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        // Closing waits for the fetch that is under way.
        properties.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "100");
        properties.setProperty(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        try {
            return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw AdminSession.failure(settings, "read", e);
        }
    }

    /** All committed records of a topic as it ends now: partition by partition, each in its order. */
    public static List<RawRecord> readAll(KafkaSettings settings, String topic) {
        try (TopicReader reader = new TopicReader(settings, List.of(topic))) {
            Map<Integer, List<RawRecord>> byPartition = new TreeMap<>();
            reader.toEnd(r -> byPartition
                    .computeIfAbsent(r.partition(), p -> new ArrayList<>())
                    .add(r));
            return byPartition.values().stream().flatMap(List::stream).toList();
        }
    }

    /** The offset behind the last committed record of each partition of a topic, as it is now. */
    public static Map<Integer, Long> ends(KafkaSettings settings, String topic) {
        try (TopicReader reader = new TopicReader(settings, List.of(topic))) {
            Map<Integer, Long> ends = new TreeMap<>();
            reader.consumer.endOffsets(reader.partitions).forEach((at, offset) -> ends.put(at.partition(), offset));
            return ends;
        }
    }

    /**
     * The offset of the last committed record of each partition of a topic that holds one, as it is now. What lies behind it,
     * as the ends of transactions do, is never handed to a reader.
     *
     * @throws KafkaSetupException if the topic is missing, or no broker answers
     */
    public static Map<Integer, Long> lasts(KafkaSettings settings, String topic) {
        try (TopicReader reader = new TopicReader(settings, List.of(topic))) {
            Map<TopicPartition, Long> begins = reader.consumer.beginningOffsets(reader.partitions);
            Map<TopicPartition, Long> ends = reader.consumer.endOffsets(reader.partitions);
            Map<Integer, Long> lasts = new TreeMap<>();
            for (TopicPartition at : reader.partitions) {
                long last = reader.last(at, begins.getOrDefault(at, 0L), ends.getOrDefault(at, 0L));
                if (last >= 0) {
                    lasts.put(at.partition(), last);
                }
            }
            return lasts;
        }
    }

    /** Of the records from {@code begin} to below {@code end}; -1 if there is none. Looks back in ever longer steps. */
    private long last(TopicPartition at, long begin, long end) {
        consumer.assign(List.of(at));
        long[] last = {-1};
        long from = end;
        for (long back = 4; last[0] < 0 && from > begin; back *= 4) {
            long to = from;
            from = Math.max(begin, end - back);
            consumer.seek(at, from);
            long deadline = System.nanoTime() + STALL.toNanos();
            while (consumer.position(at) < to) {
                if (System.nanoTime() > deadline) {
                    throw new KafkaSetupException(
                            "Kafka at " + settings.bootstrap() + " hands out no record of topic " + at.topic()
                                    + ", partition " + at.partition() + " from offset " + from + " within "
                                    + STALL.toSeconds() + " s",
                            null);
                }
                int unused = poll(POLL, record -> last[0] = record.offset() < end ? record.offset() : last[0]);
            }
        }
        return last[0];
    }

    /**
     * The one committed record at a place.
     *
     * @return empty where the offset is before the first record or behind the last, or holds no record
     * @throws KafkaSetupException if the topic or the partition is missing, or no broker answers
     */
    public static Optional<RawRecord> at(KafkaSettings settings, String topic, int partition, long offset) {
        TopicPartition place = new TopicPartition(topic, partition);
        try (TopicReader reader = new TopicReader(settings, List.of(topic))) {
            if (!reader.partitions.contains(place)) {
                throw new KafkaSetupException(
                        "topic " + topic + " has partitions 0 to " + (reader.partitions.size() - 1) + ": got "
                                + partition,
                        null);
            }
            reader.partitions.retainAll(List.of(place));
            reader.consumer.assign(reader.partitions);
            long end = reader.consumer.endOffsets(reader.partitions).getOrDefault(place, 0L);
            long begin = reader.consumer.beginningOffsets(reader.partitions).getOrDefault(place, 0L);
            if (offset < begin || offset >= end) {
                return Optional.empty();
            }
            reader.consumer.seek(place, offset);
            return reader.next(place, offset, end);
        }
    }

    private Optional<RawRecord> next(TopicPartition place, long offset, long end) {
        List<RawRecord> found = new ArrayList<>(1);
        long deadline = System.nanoTime() + STALL.toNanos();
        while (found.isEmpty() && consumer.position(place) < end && System.nanoTime() < deadline) {
            int unused = poll(POLL, record -> {
                if (found.isEmpty()) {
                    found.add(record);
                }
            });
        }
        return found.stream().filter(record -> record.offset() == offset).findFirst();
    }

    /** The first offset that each partition of a topic still holds; 0 where nothing has been deleted. */
    public static Map<Integer, Long> starts(KafkaSettings settings, String topic) {
        try (TopicReader reader = new TopicReader(settings, List.of(topic))) {
            Map<Integer, Long> starts = new TreeMap<>();
            reader.consumer
                    .beginningOffsets(reader.partitions)
                    .forEach((at, offset) -> starts.put(at.partition(), offset));
            return starts;
        }
    }

    /** Continues at another place. */
    public TopicReader from(String topic, int partition, long offset) {
        consumer.seek(new TopicPartition(topic, partition), offset);
        return this;
    }

    /** Continues behind the last record that is committed now. */
    public void skipToEnd() {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** Hands on each record that comes next, at most for {@code wait}; the number of them. For followers. */
    public int poll(Duration wait, Consumer<RawRecord> to) {
        int count = 0;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
            to.accept(RawRecords.of(record));
            count++;
        }
        return count;
    }

    /**
     * Hands on each record up to where the partitions end now; an open transaction ends a partition. The order is each
     * partition's own. What has come behind an end meanwhile is read next time.
     *
     * @throws KafkaSetupException if no record comes for a minute
     */
    public void toEnd(Consumer<RawRecord> to) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> behind = new HashMap<>();
        long deadline = System.nanoTime() + STALL.toNanos();
        while (!isAt(ends)) {
            int count = 0;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < ends.getOrDefault(partition, 0L)) {
                    to.accept(RawRecords.of(record));
                } else {
                    behind.putIfAbsent(partition, record.offset());
                }
                count++;
            }
            if (count > 0) {
                deadline = System.nanoTime() + STALL.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new KafkaSetupException(
                        "Kafka at " + settings.bootstrap() + ": no record for " + STALL.toSeconds()
                                + " s before the ends " + ends + ": check the health of the brokers",
                        null);
            }
        }
        behind.forEach(consumer::seek);
    }

    private boolean isAt(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
    }

    static List<TopicPartition> partitionsOf(
            KafkaSettings settings, KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<PartitionInfo> found;
        try {
            found = consumer.partitionsFor(topic);
        } catch (KafkaException e) {
            throw AdminSession.failure(settings, "read topic " + topic, e);
        }
        if (found == null || found.isEmpty()) {
            throw new KafkaSetupException(
                    "Kafka at " + settings.bootstrap() + ": topic " + topic + " is missing", null);
        }
        return found.stream().map(p -> new TopicPartition(topic, p.partition())).toList();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(END_WITHIN));
    }
}
