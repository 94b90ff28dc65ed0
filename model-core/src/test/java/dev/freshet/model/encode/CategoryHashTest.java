package dev.freshet.model.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CategoryHashTest {

    /** Computed apart from this code: FNV-1a's published constants, then MurmurHash3's fmix64. */
    @ParameterizedTest
    @CsvSource({
        "'', efd01f60ba992926",
        "a, 82a2a958a9bece5b",
        "Paris, 7c3226f6ed62a34e",
        "Zürich, 24b22821293c05d0",
        "東京, b700c569e52d4522",
        "DOWN, 617c4755ea125240"
    })
    void itsValuesNeverChange(String value, String hex) {
        assertThat(CategoryHash.of(value)).isEqualTo(Long.parseUnsignedLong(hex, 16));
    }

    @Test
    void aPartOfSomeBytesHashesAsThatPart() {
        byte[] bytes = "xxParisyy".getBytes(StandardCharsets.UTF_8);

        assertThat(CategoryHash.of(bytes, 2, 5)).isEqualTo(CategoryHash.of("Paris"));
    }

    @Test
    void noValueIsTakenForMissing() {
        assertThat(CategoryHash.MISSING).isZero();
        assertThat(CategoryHash.of("")).isNotEqualTo(CategoryHash.MISSING);
    }

    @Test
    void manyValuesDoNotCollide() {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            assertThat(seen.add(CategoryHash.of(Integer.toString(i)))).isTrue();
        }
    }

    @Test
    void eachBitOfAnInputMovesAboutHalfOfTheMixedBits() {
        for (int bit = 0; bit < 64; bit++) {
            int moved = 0;
            for (long x = 1; x <= 1000; x++) {
                moved += Long.bitCount(CategoryHash.mix(x) ^ CategoryHash.mix(x ^ (1L << bit)));
            }
            assertThat(moved / 1000.0).as("bit " + bit).isBetween(28.0, 36.0);
        }
    }
}
