package dev.freshet.kafka;

import dev.freshet.wire.Outbound;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of the ledger that a transaction holds: whoever reads what is committed sees it exactly if the transaction was
 * committed. No two transactions hold the same. The arrays are not copied; read only.
 */
final class Witness {
    private final String topic;
    private final byte[] key;
    private final byte[] value;
    private final long writtenMillis;

    /** @param writtenMillis when the row was handed to the producer, in epoch milliseconds UTC */
    Witness(String topic, byte[] key, byte[] value, long writtenMillis) {
        this.topic = topic;
        this.key = key;
        this.value = value;
        this.writtenMillis = writtenMillis;
    }

    static Witness of(Outbound row, long writtenMillis) {
        return new Witness(
                row.topic(), Objects.requireNonNull(row.key()), Objects.requireNonNull(row.value()), writtenMillis);
    }

    String topic() {
        return topic;
    }

    byte[] key() {
        return key;
    }

    byte[] value() {
        return value;
    }

    long writtenMillis() {
        return writtenMillis;
    }

    boolean isHeldBy(byte @Nullable [] otherKey, byte @Nullable [] otherValue) {
        return Arrays.equals(key, otherKey) && Arrays.equals(value, otherValue);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Witness w
                && w.topic.equals(topic)
                && w.isHeldBy(key, value)
                && w.writtenMillis == writtenMillis;
    }

    @Override
    public int hashCode() {
        return Objects.hash(topic, Arrays.hashCode(key), Arrays.hashCode(value), writtenMillis);
    }

    @Override
    public String toString() {
        return "Witness[topic=" + topic + ", writtenMillis=" + writtenMillis + "]";
    }
}
