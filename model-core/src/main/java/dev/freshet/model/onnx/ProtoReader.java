package dev.freshet.model.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One Protocol Buffers message, read field by field from a slice of an array, of which nothing is copied until its length is
 * known to lie inside.
 */
final class ProtoReader {
    private final byte[] bytes;
    private int at;
    private final int end;
    private int type;

    ProtoReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private ProtoReader(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    /** The next field's number; 0 at the end. */
    int next() {
        if (at == end) {
            return 0;
        }
        long tag = varint();
        type = (int) (tag & 7);
        long field = tag >>> 3;
        require(field > 0 && field < 1 << 29, "field number " + field);
        return (int) field;
    }

    /** A varint's value, whatever width it is meant to have. */
    long number() {
        require(type == ProtoWriter.VARINT, "a number of wire type " + type);
        return varint();
    }

    float decimal() {
        require(type == ProtoWriter.FIXED32, "a float of wire type " + type);
        return Float.intBitsToFloat(take(Float.BYTES).getInt());
    }

    String text() {
        ByteBuffer value = value();
        return StandardCharsets.UTF_8.decode(value).toString();
    }

    ProtoReader message() {
        ByteBuffer value = value();
        return new ProtoReader(bytes, value.position(), value.limit());
    }

    /** The bytes of a string, a message or packed numbers: a view. */
    ByteBuffer value() {
        require(type == ProtoWriter.BYTES, "bytes of wire type " + type);
        long length = varint();
        require(
                length >= 0 && length <= end - at,
                "a length of " + length + " where " + (end - at) + " bytes are left");
        return take((int) length);
    }

    boolean isPacked() {
        return type == ProtoWriter.BYTES;
    }

    void skip() {
        switch (type) {
            case ProtoWriter.VARINT -> varint();
            case 1 -> take(Long.BYTES);
            case ProtoWriter.BYTES -> value();
            case ProtoWriter.FIXED32 -> take(Float.BYTES);
            default -> require(false, "wire type " + type);
        }
    }

    boolean hasMore() {
        return at < end;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            require(at < end, "its end within a number");
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw damaged("a number of more than 64 bits");
    }

    private ByteBuffer take(int n) {
        require(n <= end - at, "its end within a field");
        ByteBuffer taken = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        taken.position(at).limit(at + n);
        at += n;
        return taken;
    }

    private static void require(boolean sound, String found) {
        if (!sound) {
            throw damaged(found);
        }
    }

    static IllegalArgumentException damaged(String found) {
        return new IllegalArgumentException("model is no ONNX file, or a damaged one: got " + found);
    }
}
