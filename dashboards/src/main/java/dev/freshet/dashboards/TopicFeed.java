package dev.freshet.dashboards;

import dev.freshet.dashboards.store.Board;
import dev.freshet.dashboards.store.FeedState;
import dev.freshet.dashboards.store.PipelineInfo;
import dev.freshet.wire.Header;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.SafeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the committed records of the output topics into a board, as a member of no group: of each partition the newest
 * {@link #NEWEST}, then what comes. Run again and again, it waits for topics that are missing and brokers that do not answer,
 * and tells the board of them.
 */
final class TopicFeed implements Runnable {
    /** Records of a partition that are read at the start, at most. */
    static final long NEWEST = 100_000;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ASK = Duration.ofSeconds(5);
    /** How often it looks at what it cannot be told of, and how long after trouble it is to be run again. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private static final int FETCH_BYTES = 8 << 20;
    private static final int PARTITION_BYTES = 1 << 20;

    private final DashboardSettings settings;
    private final PipelineInfo.Topics topics;
    private final Board board;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private Map<TopicPartition, Long> target = Map.of();
    private boolean caughtUp;
    private boolean ledgerWhole;

    TopicFeed(DashboardSettings settings, Board board) {
        this.settings = settings;
        this.board = board;
        topics = settings.pipeline().topics();
    }

    /** Reads until the thread is interrupted or there is trouble, which the board then shows; run again, it goes on. */
    @Override
    public void run() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = existing(consumer);
            if (!partitions.isEmpty()) {
                begin(consumer, partitions);
                follow(consumer);
            }
        } catch (OffsetOutOfRangeException e) {
            trouble("records were deleted before this dashboard had read them; it goes on behind them");
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            trouble("Kafka at " + settings.bootstrap() + ": " + e.getMessage());
        } catch (RuntimeException e) {
            trouble("a record that this dashboard cannot show is left out: " + e);
        }
    }

    private void trouble(String why) {
        board.feed(FeedState.reading(caughtUp, ledgerWhole, -1).troubled(SafeText.of(why)));
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Properties properties = new Properties();
        properties.putAll(settings.properties());
        properties.setProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "200");
        properties.setProperty(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(FETCH_BYTES));
        properties.setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(PARTITION_BYTES));
        properties.setProperty(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Where it has been before, it goes on from there, if that is still there. */
    private void begin(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        boolean first = positions.isEmpty();
        if (first) {
            target = ends;
            ledgerWhole = true;
        }
        for (TopicPartition each : partitions) {
            long begin = begins.getOrDefault(each, 0L);
            long end = ends.getOrDefault(each, 0L);
            Long before = positions.get(each);
            long fresh = first ? Math.max(begin, end - NEWEST) : begin;
            long from = before == null ? fresh : before < begin || before > end ? begin : before;
            if (each.topic().equals(topics.ledger()) && from != (before == null ? 0 : before)) {
                ledgerWhole = false;
            }
            positions.put(each, from);
        }
        consumer.assign(positions.keySet());
        positions.forEach(consumer::seek);
    }

    /** The partitions of all topics; none, and the board is told, as long as a topic is missing. */
    private List<TopicPartition> existing(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String topic : topics.read()) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            found.addAll(partitions);
            if (partitions.isEmpty()) {
                missing.add(topic);
            }
        }
        if (missing.isEmpty()) {
            return found;
        }
        board.feed(FeedState.missing(String.join(", ", missing)));
        return List.of();
    }

    private static void requireNotInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptException("the dashboard ends");
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        @Nullable List<PartitionInfo> found = consumer.partitionsFor(topic);
        return found == null
                ? List.of()
                : found.stream()
                        .map(p -> new TopicPartition(topic, p.partition()))
                        .toList();
    }

    /** Until there are more partitions, or none any more. */
    private void follow(KafkaConsumer<byte[], byte[]> consumer) {
        long look = System.nanoTime();
        while (true) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
                board.take(raw(record));
            }
            requireNotInterrupted();
            boolean nowCaughtUp = !caughtUp && isAtTarget(consumer);
            if (nowCaughtUp || System.nanoTime() - look > 0) {
                caughtUp |= nowCaughtUp;
                board.feed(FeedState.reading(caughtUp, ledgerWhole, waiting(consumer)));
                look = System.nanoTime() + LOOK_EVERY.toNanos();
                if (existing(consumer).size() != positions.size()) {
                    return;
                }
            }
        }
    }

    private boolean isAtTarget(KafkaConsumer<byte[], byte[]> consumer) {
        return target.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
    }

    /** -1 where there is no such topic. A broker that does not answer is an exception. */
    private long waiting(KafkaConsumer<byte[], byte[]> consumer) {
        Collection<TopicPartition> events = partitions(consumer, topics.events());
        Map<Integer, Long> ends = new HashMap<>();
        consumer.endOffsets(events, ASK).forEach((partition, end) -> ends.put(partition.partition(), end));
        return events.isEmpty() ? -1 : board.waiting(ends);
    }

    private static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
        List<Header> headers = new ArrayList<>();
        record.headers().forEach(h -> headers.add(new Header(h.key(), h.value())));
        return new RawRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                headers);
    }
}
