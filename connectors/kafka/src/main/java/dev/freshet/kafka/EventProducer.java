package dev.freshet.kafka;

import dev.freshet.wire.Outbound;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends records as fast as the broker takes them, and counts what became of each. Retries without duplicates; a record
 * counts as acknowledged when all replicas in sync hold it. For many threads.
 */
public final class EventProducer implements AutoCloseable {
    private final KafkaSettings settings;
    private final KafkaProducer<byte[], byte[]> producer;
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicReference<@Nullable Exception> firstFailure = new AtomicReference<>();

    /** @throws KafkaSetupException if the settings make no producer; whether a broker answers is seen at the first send */
    public EventProducer(KafkaSettings settings) {
        this.settings = settings;
        Properties properties = ProducerSettings.of(settings);
        properties.setProperty(ProducerConfig.LINGER_MS_CONFIG, "10");
        // The topic's limit is the one that counts.
        properties.setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(OutboundSink.MAX_REQUEST_BYTES));
        properties.setProperty(ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(256 << 10));
        try {
            this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw AdminSession.failure(settings, "write", e);
        }
    }

    /** Blocks while the buffer is full. A failure is counted, not thrown. */
    public void send(Outbound record) {
        send(record, null);
    }

    /** As {@link #send(Outbound)}, to a partition that must be there; null for the one that the key chooses. */
    public void send(Outbound record, @Nullable Integer partition) {
        try {
            var unused = producer.send(ProducerRecords.of(record, partition), this::count);
        } catch (KafkaException e) {
            count(null, e);
        }
    }

    /** Waits until each record so far is acknowledged or has failed. */
    public void flush() {
        producer.flush();
    }

    public long acknowledged() {
        return acknowledged.sum();
    }

    public long failed() {
        return failed.sum();
    }

    /**
     * Flushes.
     *
     * @throws KafkaSetupException if a record failed
     */
    @Override
    public void close() {
        producer.close();
        if (failed() > 0) {
            throw new KafkaSetupException(
                    "Kafka at " + settings.bootstrap() + " did not take " + failed() + " of "
                            + (failed() + acknowledged()) + " records; the first failure: " + firstFailure.get(),
                    firstFailure.get());
        }
    }

    private void count(@Nullable RecordMetadata place, @Nullable Exception failure) {
        if (failure == null) {
            acknowledged.increment();
        } else {
            failed.increment();
            firstFailure.compareAndSet(null, failure);
        }
    }
}
