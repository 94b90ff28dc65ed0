package dev.freshet.model.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Murmur3Test {

    /** As scikit-learn 1.9.1's {@code murmurhash3_32} hashes their UTF-8, with seeds 0 and 42. */
    @ParameterizedTest
    @CsvSource({
        "'', 0, 142593372",
        "a, 1009084850, -1293573533",
        "ab, -1681926305, -684913081",
        "abc, -1277324294, 1313807976",
        "abcd, 1139631978, -396302900",
        "hello world, 1586663183, -368272391",
        "Zürich, 694770001, -723920887",
        "東京 🌊, 1943171724, 719523301"
    })
    void itsValuesAreTheReferences(String text, int seed0, int seed42) {
        byte[] utf8 = ("xx" + text + "yyy").getBytes(StandardCharsets.UTF_8);

        assertThat(Murmur3.hash(utf8, 2, utf8.length - 5, 0)).isEqualTo(seed0);
        assertThat(Murmur3.hash(utf8, 2, utf8.length - 5, 42)).isEqualTo(seed42);
    }

    @Test
    void aLongHashesAsItsBytes() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1_000; i++) {
            long x = random.nextLong();
            int seed = random.nextInt();
            byte[] bytes = ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(x)
                    .array();

            assertThat(Murmur3.hash(x, seed)).isEqualTo(Murmur3.hash(bytes, 0, 8, seed));
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 5, 1", "-5, 5, -1", "1030, 6, 1", "-2147483648, 0, -1", "2147483647, 1023, 1", "0, 0, 1"})
    void aColumnIsTheAmountModuloTheColumnsAndTheSignIsTheHashes(int hash, int column, int sign) {
        assertThat(Murmur3.column(hash, 10)).isEqualTo(column);
        assertThat(Murmur3.sign(hash)).isEqualTo(sign);
    }
}
