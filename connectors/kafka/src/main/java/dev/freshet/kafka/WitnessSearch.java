package dev.freshet.kafka;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks for rows among the committed records of the ledger. */
record WitnessSearch(KafkaSettings settings, String ledger) implements Serializable {
    /** By how much the clocks of those who wrote and those who search may differ. */
    private static final long CLOCKS_MILLIS = 600_000;

    private static final Duration POLL = Duration.ofMillis(100);

    /**
     * What a search found.
     *
     * @param present those that were committed
     * @param complete whether all that had been written by then was decided; if not, a row that is absent may yet come
     * @param reaches whether the ledger still holds what was written at the earliest witness's time
     */
    record Result(Set<Witness> present, boolean complete, boolean reaches) {}

    /**
     * Searches.
     *
     * @param patience how long to wait, without a record, for transactions that are still open; none looks at what is
     *     committed now
     * @throws org.apache.kafka.common.KafkaException if the brokers do not answer
     */
    Result search(Collection<Witness> witnesses, Duration patience) {
        try (KafkaConsumer<byte[], byte[]> committed = consumer("read_committed")) {
            List<TopicPartition> partitions = committed.partitionsFor(ledger).stream()
                    .map(p -> new TopicPartition(ledger, p.partition()))
                    .toList();
            committed.assign(partitions);
            long earliest =
                    witnesses.stream().mapToLong(Witness::writtenMillis).min().orElse(0) - CLOCKS_MILLIS;
            boolean reaches = !partitions.isEmpty() && seek(committed, partitions, Math.max(0, earliest));
            long latest =
                    witnesses.stream().mapToLong(Witness::writtenMillis).max().orElse(0) + CLOCKS_MILLIS;
            Map<TopicPartition, Long> ends =
                    patience.isZero() ? ends(committed, partitions, latest) : written(partitions, latest);
            Set<Witness> missing = new HashSet<>(witnesses);
            Set<Witness> present = new HashSet<>();
            long atMost = patience.plusSeconds(5).toNanos();
            long deadline = System.nanoTime() + atMost;
            while (!missing.isEmpty() && !isAt(committed, ends) && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : committed.poll(POLL)) {
                    deadline = System.nanoTime() + atMost;
                    missing.removeIf(each -> each.isHeldBy(record.key(), record.value()) && present.add(each));
                }
            }
            return new Result(present, !patience.isZero() && isAt(committed, ends), reaches);
        }
    }

    /** Goes to where the time begins; whether nothing before it has been deleted that might be of that time. */
    private static boolean seek(
            KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long earliest) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(at -> times.put(at, earliest));
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        boolean reaches = true;
        for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
                consumer.offsetsForTimes(times).entrySet()) {
            TopicPartition at = found.getKey();
            long start = starts.getOrDefault(at, 0L);
            long offset = found.getValue() == null
                    ? ends.getOrDefault(at, 0L)
                    : found.getValue().offset();
            consumer.seek(at, Math.max(start, offset));
            reaches &= start == 0 || offset > start;
        }
        return reaches;
    }

    /** Where the partitions end, open transactions included. */
    private Map<TopicPartition, Long> written(List<TopicPartition> partitions, long latest) {
        try (KafkaConsumer<byte[], byte[]> all = consumer("read_uncommitted")) {
            return ends(all, partitions, latest);
        }
    }

    /** Where the partitions end, or what comes after the last witness begins: a job that went on has written much more. */
    private static Map<TopicPartition, Long> ends(
            KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long latest) {
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(at -> times.put(at, latest));
        consumer.offsetsForTimes(times).forEach((at, later) -> {
            if (later != null) {
                ends.merge(at, later.offset(), Math::min);
            }
        });
        return ends;
    }

    private static boolean isAt(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        Properties properties = settings.client();
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "100");
        properties.setProperty(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
