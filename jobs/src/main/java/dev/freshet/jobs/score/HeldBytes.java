package dev.freshet.jobs.score;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A key's newest snapshot as Flink keeps it.
 *
 * <pre>
 * byte   version 1
 * long   hash of the definition by which it was learned
 * int    n
 * byte   n of source: topic:partition:offset of the last record that it has taken in, in UTF-8; none if it names none
 * byte   snapshot, up to the end
 * </pre>
 */
final class HeldBytes {
    private static final byte VERSION = 1;

    private final long spec;
    private final String source;
    private final byte[] snapshot;

    /** @param snapshot not copied; read only */
    HeldBytes(long spec, String source, byte[] snapshot) {
        this.spec = spec;
        this.source = source;
        this.snapshot = snapshot;
    }

    long spec() {
        return spec;
    }

    String source() {
        return source;
    }

    byte[] snapshot() {
        return snapshot;
    }

    byte[] encode() {
        byte[] from = source.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Byte.BYTES + Long.BYTES + Integer.BYTES + from.length + snapshot.length)
                .put(VERSION)
                .putLong(spec)
                .putInt(from.length)
                .put(from)
                .put(snapshot)
                .array();
    }

    /** @throws IllegalArgumentException if the bytes are damaged or of a newer version */
    static HeldBytes decode(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            byte version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("held model has version " + version + ", this build reads " + VERSION
                        + ": use the build that wrote it, or upgrade");
            }
            long spec = in.getLong();
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new BufferUnderflowException();
            }
            int end = in.position() + length;
            String source = new String(Arrays.copyOfRange(bytes, in.position(), end), StandardCharsets.UTF_8);
            return new HeldBytes(spec, source, Arrays.copyOfRange(bytes, end, bytes.length));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("held model is damaged: a length in it points beyond its end", e);
        }
    }

    /** Whether {@code other} has taken in less of the same partition. */
    boolean isAheadOf(String other) {
        int mine = source.lastIndexOf(':');
        int its = other.lastIndexOf(':');
        return mine > 0
                && mine == its
                && source.regionMatches(0, other, 0, mine)
                && offset(source, mine) > offset(other, its);
    }

    private static long offset(String source, int colon) {
        try {
            return Long.parseLong(source, colon + 1, source.length(), 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
