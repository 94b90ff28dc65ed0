package dev.freshet.jobs.types;

import dev.freshet.wire.Header;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Arrays, texts and headers in Flink's streams: an int of length (−1 for null), then the bytes in one piece. */
final class Bytes {
    private static final VarHandle DOUBLES = MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int NULL = -1;

    private Bytes() {}

    static void write(byte @Nullable [] bytes, DataOutputView out) throws IOException {
        if (bytes == null) {
            out.writeInt(NULL);
            return;
        }
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte @Nullable [] read(DataInputView in) throws IOException {
        int length = in.readInt();
        return length == NULL ? null : readFully(length, in);
    }

    static void writeText(@Nullable String text, DataOutputView out) throws IOException {
        write(text == null ? null : text.getBytes(StandardCharsets.UTF_8), out);
    }

    static @Nullable String readOptionalText(DataInputView in) throws IOException {
        byte[] utf8 = read(in);
        return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
    }

    static String readText(DataInputView in) throws IOException {
        return new String(readFully(in.readInt(), in), StandardCharsets.UTF_8);
    }

    static void writeDoubles(double[] values, DataOutputView out) throws IOException {
        byte[] bytes = new byte[values.length * Double.BYTES];
        for (int i = 0; i < values.length; i++) {
            DOUBLES.set(bytes, i * Double.BYTES, values[i]);
        }
        write(bytes, out);
    }

    static double[] readDoubles(DataInputView in) throws IOException {
        byte[] bytes = readFully(in.readInt(), in);
        double[] values = new double[bytes.length / Double.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = (double) DOUBLES.get(bytes, i * Double.BYTES);
        }
        return values;
    }

    static void writeLongs(long[] values, DataOutputView out) throws IOException {
        byte[] bytes = new byte[values.length * Long.BYTES];
        for (int i = 0; i < values.length; i++) {
            LONGS.set(bytes, i * Long.BYTES, values[i]);
        }
        write(bytes, out);
    }

    static long[] readLongs(DataInputView in) throws IOException {
        byte[] bytes = readFully(in.readInt(), in);
        long[] values = new long[bytes.length / Long.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = (long) LONGS.get(bytes, i * Long.BYTES);
        }
        return values;
    }

    static void writeHeaders(List<Header> headers, DataOutputView out) throws IOException {
        out.writeInt(headers.size());
        for (Header header : headers) {
            writeText(header.name(), out);
            write(header.value(), out);
        }
    }

    static List<Header> readHeaders(DataInputView in) throws IOException {
        int n = in.readInt();
        List<Header> headers = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            headers.add(new Header(readText(in), read(in)));
        }
        return headers;
    }

    static byte[] readFully(int length, DataInputView in) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
