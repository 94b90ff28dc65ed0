package dev.freshet.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.Example;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
    private static final byte[] IMAGES = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, (byte) 255, 4, 5, 6};
    private static final byte[] LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 0, 2};

    @TempDir
    private Path folder;

    @Test
    void imagesBecomeNumbersRowByRowWithTheirLabels() throws IOException {
        Dataset data = idx(IMAGES, LABELS);

        assertThat(data.schema().numbers()).containsExactly("p0", "p1", "p2");
        assertThat(data.schema().classes()).containsExactly("0", "1", "2");
        List<Example> rows = data.toList();
        assertThat(rows.get(0).numbers()).containsExactly(1, 2, 255);
        assertThat(rows.get(1).numbers()).containsExactly(4, 5, 6);
        assertThat(rows).extracting(Example::label).containsExactly(0.0, 2.0);
    }

    @Test
    void otherTypesAreReadBigEndian() throws IOException {
        byte[] shorts = {0, 0, 11, 2, 0, 0, 0, 2, 0, 0, 0, 1, 1, 0, -1, -1};
        byte[] floats = {0, 0, 13, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0x3f, (byte) 0x80, 0, 0, 0x40, 0, 0, 0};

        assertThat(idx(shorts, LABELS).toList()).extracting(e -> e.numbers()[0]).containsExactly(256.0, -1.0);
        assertThat(idx(floats, LABELS).toList()).extracting(e -> e.numbers()[0]).containsExactly(1.0, 2.0);
    }

    @Test
    void everyKindOfDamageIsRefused() throws IOException {
        assertThatThrownBy(() -> idx(new byte[] {1, 0, 8, 1}, LABELS)).hasMessageContaining("must begin with 0, 0");
        assertThatThrownBy(() -> idx(new byte[] {0, 0, 10, 1}, LABELS)).hasMessageContaining("must begin with 0, 0");
        assertThatThrownBy(() -> idx(new byte[] {0, 0, 8}, LABELS)).hasMessageContaining("got the end of the file");
        assertThatThrownBy(() -> idx(IMAGES, new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 0}))
                .hasMessageContaining("one label for each of the 2 rows of x.idx: got 1 rows of 1");
        byte[] cut = Arrays.copyOf(IMAGES, IMAGES.length - 1);
        assertThatThrownBy(() -> idx(cut, LABELS).toList())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("as many values as its header says");
        byte[] huge = {0, 0, 8, 3, 0, 0, 0, 2, 127, 0, 0, 0, 127, 0, 0, 0};
        assertThatThrownBy(() -> idx(huge, LABELS)).hasMessageContaining("at most 2^24 values");
        byte[] negative = {0, 0, 8, 2, (byte) 255, 0, 0, 0, 0, 0, 0, 1};
        assertThatThrownBy(() -> idx(negative, LABELS)).hasMessageContaining("a size must be at least 0");
        byte[] fraction = {0, 0, 13, 1, 0, 0, 0, 2, 0x3f, 0, 0, 0, 0, 0, 0, 0};
        assertThatThrownBy(() -> idx(IMAGES, fraction))
                .hasMessageContaining("a label must be a whole number")
                .hasMessageContaining("got 0.5");
    }

    private Dataset idx(byte[] images, byte[] labels) throws IOException {
        return Dataset.idx(Written.bytes(folder, "x.idx", images), Written.bytes(folder, "y.idx.gz", labels));
    }
}
