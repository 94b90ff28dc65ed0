package dev.freshet.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** The words of a snapshot, written and read with every length checked against what is left. */
final class SnapshotBytes {
    /** A gap of fewer zeros than this costs less than another run would. */
    private static final int GAP = 3;

    private static final int RUN_HEADER = 2 * Integer.BYTES;

    private SnapshotBytes() {}

    static void putText(ByteBuffer out, byte[] utf8) {
        out.putInt(utf8.length).put(utf8);
    }

    static String getText(ByteBuffer in) {
        byte[] utf8 = new byte[checkedLength(in, 1)];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    static void putDoubles(ByteBuffer out, double[] values) {
        out.putInt(values.length).asDoubleBuffer().put(values);
        out.position(out.position() + values.length * Double.BYTES);
    }

    static double[] getDoubles(ByteBuffer in) {
        double[] values = new double[checkedLength(in, Double.BYTES)];
        in.asDoubleBuffer().get(values);
        in.position(in.position() + values.length * Double.BYTES);
        return values;
    }

    /** Into an array of known length, all finite. */
    static void getDoubles(ByteBuffer in, double[] values, String what) {
        double[] read = getDoubles(in);
        require(read.length == values.length, "holds " + read.length + " " + what + ", not " + values.length);
        for (double value : read) {
            requireFinite(Math.abs(value) <= Double.MAX_VALUE, what);
        }
        System.arraycopy(read, 0, values, 0, values.length);
    }

    static void putRows(ByteBuffer out, double[][] rows) {
        out.putInt(rows.length);
        for (double[] row : rows) {
            putDoubles(out, row);
        }
    }

    static void getRows(ByteBuffer in, double[][] rows, String what) {
        int n = in.getInt();
        require(n == rows.length, "holds " + n + " rows of " + what + ", not " + rows.length);
        for (int i = 0; i < n; i++) {
            rows[i] = getDoubles(in);
        }
    }

    static double[][] getRows(ByteBuffer in) {
        double[][] rows = new double[checkedLength(in, Integer.BYTES)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = getDoubles(in);
        }
        return rows;
    }

    static void putPlainFloats(ByteBuffer out, float[] values, int from, int n) {
        out.asFloatBuffer().put(values, from, n);
        out.position(out.position() + n * Float.BYTES);
    }

    static void getPlainFloats(ByteBuffer in, float[] values, int from, int n) {
        in.asFloatBuffer().get(values, from, n);
        in.position(in.position() + n * Float.BYTES);
    }

    /** The values, all finite, of which there must be as many as {@code values} takes. */
    static void getFloats(ByteBuffer in, float[] values, String what) {
        int n = checkedLength(in, Float.BYTES);
        require(n == values.length, "holds " + n + " " + what + ", not " + values.length);
        getPlainFloats(in, values, 0, n);
        requireFinite(values, what);
    }

    static void requireFinite(float[] values, String what) {
        requireFinite(values, 0, values.length, what);
    }

    static void requireFinite(float[] values, int from, int n, String what) {
        for (int i = from; i < from + n; i++) {
            requireFinite(Math.abs(values[i]) <= Float.MAX_VALUE, what);
        }
    }

    private static void requireFinite(boolean finite, String what) {
        if (!finite) {
            throw new NotFiniteException(what);
        }
    }

    /** Bytes of {@link #putRuns} at most. */
    static long maxRunsLength(long floats) {
        return 2L * Integer.BYTES + RUN_HEADER + floats * Float.BYTES;
    }

    /** Bytes of {@link #putRuns}. */
    static long runsLength(float[] values) {
        long bytes = 2L * Integer.BYTES;
        for (int from = begin(values, 0); from < values.length; ) {
            int to = end(values, from);
            bytes += RUN_HEADER + (to - from) * (long) Float.BYTES;
            from = begin(values, to);
        }
        return bytes;
    }

    /** int n, int runs, then each run: int from, int count, its floats; what lies in no run is +0. */
    static void putRuns(ByteBuffer out, float[] values) {
        int runsAt = out.putInt(values.length).position();
        out.putInt(0);
        int runs = 0;
        for (int from = begin(values, 0); from < values.length; runs++) {
            int to = end(values, from);
            out.putInt(from).putInt(to - from);
            putPlainFloats(out, values, from, to - from);
            from = begin(values, to);
        }
        out.putInt(runsAt, runs);
    }

    /** Of {@link #putRuns}, as long as it says, which must be at most {@code most}. */
    static float[] getRuns(ByteBuffer in, String what, long most) {
        int n = in.getInt(in.position());
        require(n >= 0 && n <= most, "holds " + n + " " + what + ", not " + most);
        float[] values = new float[n];
        getRuns(in, values, what);
        return values;
    }

    /** Into an array of zeros. */
    static void getRuns(ByteBuffer in, float[] values, String what) {
        int n = in.getInt();
        require(n == values.length, "holds " + n + " " + what + ", not " + values.length);
        int runs = in.getInt();
        int free = 0;
        for (int r = 0; r < runs; r++) {
            int from = in.getInt();
            int count = checkedLength(in, Float.BYTES);
            require(from >= free && count > 0 && count <= n - from, "is damaged: a run of " + what + " lies outside");
            getPlainFloats(in, values, from, count);
            free = from + count;
        }
        require(runs >= 0, "is damaged: it claims " + runs + " runs of " + what);
        requireFinite(values, what);
    }

    private static int begin(float[] values, int at) {
        while (at < values.length && isZero(values[at])) {
            at++;
        }
        return at;
    }

    /** The end of the run that begins at {@code from}: before {@link #GAP} zeros, or the last value that is none. */
    private static int end(float[] values, int from) {
        int end = from;
        for (int i = from; i < values.length && i - end < GAP; i++) {
            if (!isZero(values[i])) {
                end = i + 1;
            }
        }
        return end;
    }

    private static boolean isZero(float value) {
        return Float.floatToRawIntBits(value) == 0;
    }

    /** Bytes of a sparse row of {@code n} columns. */
    static long rowLength(long n) {
        return Integer.BYTES + n * (Integer.BYTES + Float.BYTES);
    }

    /** Bytes of the first {@code size} rows. */
    static long rowsLength(SparseRows rows, int size) {
        return size * rowLength(0) + rows.from(size) * (rowLength(1) - rowLength(0));
    }

    /** int n, n columns, n floats. */
    static void putRow(ByteBuffer out, SparseRows rows, int row) {
        int from = rows.from(row);
        int n = rows.length(row);
        out.putInt(n).asIntBuffer().put(rows.column(), from, n);
        out.position(out.position() + n * Integer.BYTES);
        putPlainFloats(out, rows.value(), from, n);
    }

    static void getRow(ByteBuffer in, SparseRows rows, int row, int columns) {
        int n = checkedLength(in, Integer.BYTES + Float.BYTES);
        rows.putBlank(row, n);
        int from = rows.from(row);
        for (int k = from; k < from + n; k++) {
            int column = in.getInt();
            require(column >= 0 && column < columns, "holds the column " + column + " of " + columns);
            rows.column()[k] = column;
        }
        getPlainFloats(in, rows.value(), from, n);
        require(rows.isDistinct(row), "holds a column twice in one row");
        requireFinite(rows.isFinite(row), "encoded inputs");
    }

    /** A length that fits what is left, so that no claim makes a big allocation. */
    static int checkedLength(ByteBuffer in, int bytesEach) {
        int n = in.getInt();
        require(
                n >= 0 && (long) n * bytesEach <= in.remaining(),
                "is damaged: it claims " + n + " values where " + in.remaining() + " bytes are left");
        return n;
    }

    static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException("snapshot " + problem);
        }
    }
}
