package dev.freshet.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job's ownership of its transactions, held by a thread that is a member of the owner's group and reads nothing. */
final class OwnedTransactions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedTransactions.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration END_WITHIN = Duration.ofSeconds(5);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration LOOK_FOR = TransactionOwner.SESSION.multipliedBy(2);

    private final TransactionOwner owner;
    private final KafkaSettings kafka;
    private final String topic;
    private final String clientId;
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable KafkaSetupException taken;

    private OwnedTransactions(TransactionOwner owner, KafkaSettings kafka, String topic) {
        this.owner = owner;
        this.kafka = kafka;
        this.topic = topic;
        clientId = owner.job() + "/" + UUID.randomUUID();
        thread = new Thread(this::hold, "freshet-owner");
        thread.setDaemon(true);
    }

    static OwnedTransactions claim(TransactionOwner owner, KafkaSettings kafka, String topic) {
        OwnedTransactions owned = new OwnedTransactions(owner, kafka, topic);
        owned.thread.start();
        return owned;
    }

    /** Why another owns them; null while nobody else does, as far as is known. */
    @Nullable
    KafkaSetupException taken() {
        return taken;
    }

    /** What passes, as a name that is not found for a moment, ends a membership and not the job. */
    private void hold() {
        while (!closing && taken == null) {
            try {
                rehearse();
                own();
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (AuthorizationException e) {
                taken = AdminSession.failure(kafka, "hold group " + owner.group(), e);
            } catch (RuntimeException e) {
                LOG.warn(
                        "joining group {} again, which says whose the transactions are: {}",
                        owner.group(),
                        e.toString());
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /**
     * Joins and leaves. Flink closes a job's class loader while its coordinator ends: a member that needs a class to leave
     * which was not loaded before never leaves, and its heartbeats keep the next job out for minutes.
     */
    private void rehearse() {
        try (KafkaConsumer<byte[], byte[]> consumer = member()) {
            consumer.subscribe(List.of(topic));
            while (!closing && consumer.groupMetadata().generationId() < 0) {
                consumer.poll(POLL);
            }
        }
    }

    private void own() {
        try (KafkaConsumer<byte[], byte[]> consumer = member()) {
            consumer.subscribe(List.of(topic));
            int seen = -1;
            boolean settled = false;
            long begun = System.nanoTime();
            while (!closing && taken == null) {
                consumer.poll(POLL);
                consumer.pause(consumer.assignment());
                int generation = consumer.groupMetadata().generationId();
                if (generation >= 0 && generation != seen) {
                    seen = generation;
                    settled = false;
                    begun = System.nanoTime();
                }
                if (!settled && seen >= 0) {
                    settled = settle(begun);
                }
            }
        }
    }

    /**
     * Whether no other member is left, or the others are to go. An owner from before may have crashed just now, so it is given
     * the time to be found gone; of two that are there then, the first by name stays.
     */
    private boolean settle(long begun) {
        try (AdminSession admin = AdminSession.open(kafka)) {
            List<MemberDescription> others = owner.members(admin).stream()
                    .filter(member -> !member.clientId().equals(clientId))
                    .toList();
            if (others.isEmpty() || System.nanoTime() - begun <= LOOK_FOR.toNanos()) {
                return others.isEmpty();
            }
            others.stream()
                    .filter(other -> other.clientId().compareTo(clientId) < 0)
                    .findFirst()
                    .ifPresent(other -> taken = owner.taken(kafka, other));
            return true;
        } catch (KafkaSetupException e) {
            LOG.warn("cannot see whose the transactions are: {}", e.getMessage());
            return false;
        }
    }

    private KafkaConsumer<byte[], byte[]> member() {
        Properties properties = kafka.client();
        properties.setProperty(ConsumerConfig.GROUP_ID_CONFIG, owner.group());
        properties.setProperty(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.setProperty(
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, String.valueOf(TransactionOwner.SESSION.toMillis()));
        properties.setProperty(
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, String.valueOf(TransactionOwner.SESSION.toMillis() / 4));
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Gives the transactions up, so that the next job need not wait. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(END_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
