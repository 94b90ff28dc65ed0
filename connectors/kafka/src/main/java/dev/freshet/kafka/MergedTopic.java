package dev.freshet.kafka;

import dev.freshet.wire.RawRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The committed records of a topic, from its first up to where it ends now, as one sequence: partitions are merged by time,
 * the lower partition first where times are equal, and each keeps its own order. So the sequence is a function of the
 * topic alone. Holds a few thousand records per partition at a time.
 *
 * @param <T> what records are made into on arrival
 */
public final class MergedTopic<T> {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration STALL = Duration.ofSeconds(60);
    private static final int AHEAD = 2_000;

    private final KafkaSettings settings;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Function<RawRecord, T> made;
    private final ToLongFunction<T> time;
    private final List<Lane<T>> lanes = new ArrayList<>();

    private MergedTopic(
            KafkaSettings settings,
            KafkaConsumer<byte[], byte[]> consumer,
            Function<RawRecord, T> made,
            ToLongFunction<T> time) {
        this.settings = settings;
        this.consumer = consumer;
        this.made = made;
        this.time = time;
    }

    /** What has been read of one partition and not yet handed on. */
    private static final class Lane<T> {
        private final TopicPartition partition;
        private final long end;
        private final Deque<T> waiting = new ArrayDeque<>();
        private boolean read;

        private Lane(TopicPartition partition, long end) {
            this.partition = partition;
            this.end = end;
        }
    }

    /**
     * Hands on each record until there is none left or {@code to} wants no more.
     *
     * @param time by which partitions are merged
     * @param to answers whether it takes another
     * @throws KafkaSetupException if the topic is missing, no broker answers, or no record comes for a minute
     */
    public static <T> void read(
            KafkaSettings settings,
            String topic,
            Function<RawRecord, T> made,
            ToLongFunction<T> time,
            Predicate<T> to) {
        try (KafkaConsumer<byte[], byte[]> consumer = TopicReader.consumer(settings)) {
            List<TopicPartition> partitions = new ArrayList<>(TopicReader.partitionsOf(settings, consumer, topic));
            MergedTopic<T> merged = new MergedTopic<>(settings, consumer, made, time);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            partitions.sort(Comparator.comparingInt(TopicPartition::partition));
            for (TopicPartition partition : partitions) {
                merged.lanes.add(new Lane<>(partition, ends.getOrDefault(partition, 0L)));
            }
            merged.run(to);
        }
    }

    private void run(Predicate<T> to) {
        boolean more = true;
        while (more) {
            fill();
            Lane<T> first = earliest();
            more = first != null && to.test(first.waiting.remove());
        }
    }

    /** The lane whose head is next; null where nothing is left. */
    private @Nullable Lane<T> earliest() {
        Lane<T> earliest = null;
        long least = 0;
        for (Lane<T> lane : lanes) {
            T head = lane.waiting.peek();
            if (head != null && (earliest == null || time.applyAsLong(head) < least)) {
                earliest = lane;
                least = time.applyAsLong(head);
            }
        }
        return earliest;
    }

    /** Polls until every partition that has more shows what comes next. */
    private void fill() {
        long deadline = System.nanoTime() + STALL.toNanos();
        while (lanes.stream().anyMatch(lane -> lane.waiting.isEmpty() && hasMore(lane))) {
            choose();
            if (poll() > 0) {
                deadline = System.nanoTime() + STALL.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new KafkaSetupException(
                        "Kafka at " + settings.bootstrap() + ": no record for " + STALL.toSeconds()
                                + " s before the end of the topic: check the health of the brokers",
                        null);
            }
        }
    }

    /** Asks the consumer no more, once per record, about a partition that has ended. */
    private boolean hasMore(Lane<T> lane) {
        lane.read = lane.read || consumer.position(lane.partition) >= lane.end;
        return !lane.read;
    }

    /** A partition that is far ahead waits for the others. */
    private void choose() {
        for (Lane<T> lane : lanes) {
            List<TopicPartition> one = List.of(lane.partition);
            if (lane.waiting.size() < AHEAD && hasMore(lane)) {
                consumer.resume(one);
            } else {
                consumer.pause(one);
            }
        }
    }

    private int poll() {
        int count = 0;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            for (Lane<T> lane : lanes) {
                if (lane.partition.partition() == record.partition() && record.offset() < lane.end) {
                    lane.waiting.add(made.apply(RawRecords.of(record)));
                    count++;
                }
            }
        }
        return count;
    }
}
