package dev.freshet.model.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A constant of a graph, in float32 and row-major; all finite. */
final class Tensor {
    private static final int MOST_DIMS = 8;
    private static final int FLOAT = 1;
    private static final int DOUBLE = 11;
    private static final int EXTERNAL = 1;

    private String name = "";
    private final List<Long> dims = new ArrayList<>();
    private long type;
    private float[] values = {};
    private int size;

    private Tensor() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it lies in another file, is of other numbers than float or double, holds more or
     *     fewer of them than its shape says, or one that is not finite
     */
    static Tensor read(ProtoReader in) {
        Tensor tensor = new Tensor();
        ByteBuffer raw = null;
        boolean external = false;
        String place = "";
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> tensor.dims(in);
                case 2 -> tensor.type = in.number();
                case 4 -> tensor.append(floats(in), FLOAT);
                case 8 -> tensor.name = in.text();
                case 9 -> raw = in.value();
                case 10 -> tensor.append(in.value(), DOUBLE);
                case 13 -> {
                    external = true;
                    place = place(in.message());
                }
                case 14 -> external |= in.number() == EXTERNAL;
                default -> in.skip();
            }
        }
        if (external) {
            throw new IllegalArgumentException("tensor " + tensor.name
                    + " must lie in the file itself; no other file is read: got external data" + place);
        }
        if (raw != null) {
            tensor.append(raw, (int) tensor.type);
        }
        tensor.requireWhole();
        return tensor;
    }

    private static String place(ProtoReader entry) {
        String key = "";
        String value = "";
        for (int field = entry.next(); field != 0; field = entry.next()) {
            switch (field) {
                case 1 -> key = entry.text();
                case 2 -> value = entry.text();
                default -> entry.skip();
            }
        }
        return " at " + key + " " + value;
    }

    private void dims(ProtoReader in) {
        if (!in.isPacked()) {
            dim(in.number());
            return;
        }
        ProtoReader packed = in.message();
        while (packed.hasMore()) {
            dim(packed.varint());
        }
    }

    private void dim(long units) {
        if (dims.size() == MOST_DIMS) {
            throw ProtoReader.damaged("more than " + MOST_DIMS + " dimensions of a tensor");
        }
        dims.add(units);
    }

    private static ByteBuffer floats(ProtoReader in) {
        if (in.isPacked()) {
            return in.value();
        }
        byte[] one = new byte[Float.BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(one).order(ByteOrder.LITTLE_ENDIAN);
        return buffer.putFloat(0, in.decimal());
    }

    private void append(ByteBuffer raw, int as) {
        int each = as == DOUBLE ? Double.BYTES : Float.BYTES;
        int n = raw.remaining() / each;
        if (raw.remaining() % each != 0) {
            throw ProtoReader.damaged(raw.remaining() + " bytes of numbers of " + each);
        }
        if (n > values.length - size) {
            values = Arrays.copyOf(values, Math.max(size + n, 2 * size));
        }
        for (int i = 0; i < n; i++) {
            values[size++] = as == DOUBLE ? (float) raw.getDouble() : raw.getFloat();
        }
    }

    private void requireWhole() {
        if (type != FLOAT && type != DOUBLE) {
            throw new IllegalArgumentException("tensor " + name + " must hold float or double: got data type " + type);
        }
        long claimed = 1;
        for (long dim : dims) {
            if (!(dim >= 0 && dim <= Integer.MAX_VALUE && claimed * dim <= Integer.MAX_VALUE)) {
                throw ProtoReader.damaged("a tensor of shape " + dims);
            }
            claimed *= dim;
        }
        if (claimed != size) {
            throw ProtoReader.damaged(size + " numbers in a tensor of shape " + dims);
        }
        for (int i = 0; i < size; i++) {
            if (!(Math.abs(values[i]) <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException("tensor " + name + " must hold finite numbers: got " + values[i]);
            }
        }
    }

    String name() {
        return name;
    }

    /** Length of a dimension; 1 where there are fewer. */
    int dim(int i) {
        return i < dims.size() ? Math.toIntExact(dims.get(i)) : 1;
    }

    int rank() {
        return dims.size();
    }

    int size() {
        return size;
    }

    float at(int i) {
        return values[i];
    }

    /** Value i of n, where one value stands for all. */
    float spread(int i) {
        return size == 1 ? values[0] : values[i];
    }
}
