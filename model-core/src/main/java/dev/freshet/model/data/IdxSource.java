package dev.freshet.model.data;

import dev.freshet.model.Example;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two files of IDX: rows of numbers, such as the grey values of an image row by row, and a label each.
 *
 * <pre>
 * 0   2      3            4               4 + 4 n
 * +---+------+------------+---------------+------------------------------+
 * | 0 | type | rank n     | n sizes (int) | values, big-endian, last fastest |
 * +---+------+------------+---------------+------------------------------+
 * </pre>
 */
final class IdxSource implements Source {
    private static final int MOST_INPUTS = 1 << 24;

    private final Path inputs;
    private final Path labels;
    private final Schema schema;

    IdxSource(Path inputs, Path labels) throws IOException {
        this.inputs = inputs;
        this.labels = labels;
        List<String> names = new ArrayList<>();
        int highest = 1;
        try (Open x = new Open(inputs);
                Open y = new Open(labels)) {
            for (int i = 0; i < x.width; i++) {
                names.add("p" + i);
            }
            if (y.width != 1 || x.rows != y.rows) {
                throw new DataException(
                        Place.of(Files.name(labels)),
                        "must hold one label for each of the " + x.rows + " rows of " + Files.name(inputs),
                        y.rows + " rows of " + y.width,
                        "give the labels that belong to the inputs");
            }
            for (int i = 0; i < y.rows; i++) {
                highest = Math.max(highest, y.label());
            }
        }
        List<String> classes = new ArrayList<>();
        for (int k = 0; k <= highest; k++) {
            classes.add(Integer.toString(k));
        }
        schema = new Schema(names, List.of(), List.of(), 0, "label", classes);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Rows open() throws IOException {
        Open x = new Open(inputs);
        Open y = new Open(labels);
        return new Rows() {
            private int row;

            @Override
            public @Nullable Example next() throws IOException {
                if (row == x.rows) {
                    return null;
                }
                double[] numbers = new double[x.width];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = x.value();
                }
                return Example.of(row++, y.label(), numbers);
            }

            @Override
            public void close() throws IOException {
                x.close();
                y.close();
            }
        };
    }

    /** A file whose header was read. */
    private static final class Open implements AutoCloseable {
        private final Place place;
        private final DataInputStream in;
        private final int type;
        final int rows;
        final int width;

        Open(Path file) throws IOException {
            place = Place.of(Files.name(file));
            in = new DataInputStream(Files.bytes(file));
            int zero = read() << 8 | read();
            type = read();
            int rank = read();
            if (zero != 0 || rank < 1 || "\u0008\u0009\u000b\u000c\r\u000e".indexOf(type) < 0) {
                throw new DataException(
                        place,
                        "an IDX file must begin with 0, 0, a type (8, 9, 11 to 14) and a rank",
                        zero + ", " + type + ", " + rank,
                        "give an IDX file");
            }
            rows = size();
            long columns = 1;
            for (int i = 1; i < rank; i++) {
                columns = Math.min(columns * size(), Integer.MAX_VALUE);
            }
            if (columns > MOST_INPUTS) {
                throw new DataException(place, "a row must have at most 2^24 values", "" + columns, "read less");
            }
            width = (int) columns;
        }

        private int size() throws IOException {
            int size = read() << 24 | read() << 16 | read() << 8 | read();
            if (size < 0) {
                throw new DataException(place, "a size must be at least 0", "" + size, "give an IDX file");
            }
            return size;
        }

        private int read() throws IOException {
            int b = in.read();
            if (b < 0) {
                throw ended();
            }
            return b;
        }

        double value() throws IOException {
            try {
                return switch (type) {
                    case 8 -> in.readUnsignedByte();
                    case 9 -> in.readByte();
                    case 11 -> in.readShort();
                    case 12 -> in.readInt();
                    case 13 -> in.readFloat();
                    default -> in.readDouble();
                };
            } catch (EOFException e) {
                throw ended();
            }
        }

        int label() throws IOException {
            double value = value();
            if (!(value >= 0 && value < 65_536 && value == Math.rint(value))) {
                throw new DataException(
                        place, "a label must be a whole number in [0, 65536)", "" + value, "give class indices");
            }
            return (int) value;
        }

        private DataException ended() {
            return new DataException(
                    place, "must hold as many values as its header says", "the end of the file", "get the whole file");
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
