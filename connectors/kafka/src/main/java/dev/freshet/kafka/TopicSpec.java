package dev.freshet.kafka;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * A topic as it shall be created.
 *
 * @param partitions ≥ 1
 * @param replication copies of each record, or {@link #BROKER_DEFAULT}
 * @param retention how long a record is kept, a day or so longer, or null for the broker's default
 * @param maxMessageBytes of a batch as it is sent, that is, compressed; unpacked it may be
 *     {@value #UNPACKED_FACTOR} times as long
 */
public record TopicSpec(
        String name,
        int partitions,
        int replication,
        Cleanup cleanup,
        @Nullable Duration retention,
        int maxMessageBytes) {
    /** Let the broker decide how many copies. */
    public static final int BROKER_DEFAULT = -1;

    /** 1 MiB, as Kafka's own default. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 20;

    private static final int UNPACKED_FACTOR = 8;
    private static final int MAX_PARTITIONS = 10_000;
    private static final int MIN_MESSAGE_BYTES = 1 << 10;
    private static final int MAX_MESSAGE_BYTES = 64 << 20;
    private static final int MAX_NAME = 249;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]+");

    /** What becomes of old records. */
    public enum Cleanup {
        /** They go when their time is over. */
        DELETE,
        /** The newest of each key stays. */
        COMPACT
    }

    public TopicSpec {
        requireLegal(name);
        if (partitions < 1 || partitions > MAX_PARTITIONS) {
            throw new IllegalArgumentException(
                    "topic " + name + ": partitions must lie in [1, " + MAX_PARTITIONS + "]: got " + partitions);
        }
        if (replication != BROKER_DEFAULT && (replication < 1 || replication > Short.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "topic " + name + ": replication must be >= 1, or -1 for the broker's default: got " + replication);
        }
        if (retention != null && retention.toMillis() < 1) {
            throw new IllegalArgumentException("topic " + name + ": retention must be > 0: got " + retention);
        }
        if (maxMessageBytes < MIN_MESSAGE_BYTES || maxMessageBytes > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("topic " + name + ": max message bytes must lie in [" + MIN_MESSAGE_BYTES
                    + ", " + MAX_MESSAGE_BYTES + "]: got " + maxMessageBytes);
        }
    }

    /** A topic that deletes, with the broker's replication and retention. */
    public static TopicSpec of(String name, int partitions) {
        return new TopicSpec(name, partitions, BROKER_DEFAULT, Cleanup.DELETE, null, DEFAULT_MAX_MESSAGE_BYTES);
    }

    public TopicSpec compacted() {
        return new TopicSpec(name, partitions, replication, Cleanup.COMPACT, retention, maxMessageBytes);
    }

    public TopicSpec replicated(int copies) {
        return new TopicSpec(name, partitions, copies, cleanup, retention, maxMessageBytes);
    }

    public TopicSpec keptFor(Duration time) {
        return new TopicSpec(name, partitions, replication, cleanup, time, maxMessageBytes);
    }

    public TopicSpec upTo(int bytes) {
        return new TopicSpec(name, partitions, replication, cleanup, retention, bytes);
    }

    /**
     * Kafka's rule for names.
     *
     * @throws IllegalArgumentException if no topic can have this name
     */
    public static void requireLegal(String name) {
        if (name.length() > MAX_NAME
                || name.equals(".")
                || name.equals("..")
                || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a topic's name must be 1 to " + MAX_NAME
                    + " letters, digits, dots, underscores or hyphens, and neither . nor ..: got \"" + name + "\"");
        }
    }

    NewTopic newTopic(boolean limitUnpacked) {
        return new NewTopic(name, partitions, (short) replication).configs(configs(limitUnpacked));
    }

    /** @param limitUnpacked whether the broker knows such a limit (since 4.2) */
    Map<String, String> configs(boolean limitUnpacked) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanup == Cleanup.COMPACT ? "compact" : "delete");
        all.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(maxMessageBytes));
        if (limitUnpacked) {
            all.put(
                    TopicConfig.MAX_DECOMPRESSED_MESSAGE_BYTES_CONFIG,
                    String.valueOf(UNPACKED_FACTOR * maxMessageBytes));
        }
        // A record that the broker refuses for its time stops whoever writes it; bad times are ours to judge.
        all.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, String.valueOf(Long.MAX_VALUE));
        if (cleanup == Cleanup.COMPACT) {
            // What a tombstone has erased must not stay for as long as nobody writes.
            all.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, String.valueOf(DAY.toMillis()));
        }
        if (retention != null) {
            all.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(retention.toMillis()));
            // A segment goes when its newest record may: it must not take longer than this to fill.
            all.put(TopicConfig.SEGMENT_MS_CONFIG, String.valueOf(Math.min(retention.toMillis(), DAY.toMillis())));
        }
        return all;
    }

    /** What a person may type to create it. */
    public String createCommand(String bootstrap) {
        StringBuilder command = new StringBuilder("kafka-topics.sh --bootstrap-server ")
                .append(bootstrap)
                .append(" --create --topic ")
                .append(name)
                .append(" --partitions ")
                .append(partitions);
        if (replication != BROKER_DEFAULT) {
            command.append(" --replication-factor ").append(replication);
        }
        configs(false)
                .forEach((key, value) ->
                        command.append(" --config ").append(key).append('=').append(value));
        return command.toString();
    }
}
