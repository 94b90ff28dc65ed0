package dev.freshet.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashedCategoriesTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 32, 1000})
    void eachValueSetsOneColumnAndValuesSpreadEvenly(int buckets) {
        HashedCategories encoder = new HashedCategories(List.of("c"), buckets);
        int each = 200;
        double[] counts = new double[buckets];
        for (int i = 0; i < each * buckets; i++) {
            float[] out = encode(encoder, CategoryHash.of("value " + i));
            int set = indexOfOne(out);
            counts[set]++;
        }

        double chiSquare =
                Arrays.stream(counts).map(n -> (n - each) * (n - each) / each).sum();
        assertThat(chiSquare).isLessThan(buckets - 1 + 4 * Math.sqrt(2.0 * buckets));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, -1, Long.MIN_VALUE, Long.MAX_VALUE, -7})
    void anyHashFallsIntoABucket(long hash) {
        HashedCategories encoder = new HashedCategories(List.of("c"), 7);

        assertThat(indexOfOne(encode(encoder, hash))).isEqualTo(Math.floorMod(hash, 7));
    }

    @Test
    void aMissingValueSetsNoColumnAndClearsThoseOfTheEventBefore() {
        HashedCategories encoder = new HashedCategories(List.of("c", "d"), 3);

        assertThat(encode(encoder, CategoryHash.MISSING, CategoryHash.MISSING)).containsOnly(0);
    }

    @Test
    void eachInputHasItsOwnColumns() {
        HashedCategories encoder = new HashedCategories(List.of("c", "d"), 3);

        assertThat(encoder.width()).isEqualTo(6);
        assertThat(encode(encoder, 3, 4)).containsExactly(1, 0, 0, 0, 1, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_537})
    void bucketsOutOfRangeAreRefused(int buckets) {
        assertThatThrownBy(() -> new HashedCategories(List.of("c"), buckets))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("category.hash must lie in [1, 65536]: got " + buckets);
    }

    @Test
    void noInputIsRefused() {
        assertThatThrownBy(() -> new HashedCategories(List.of(), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("category must name at least one input: got []");
    }

    private static float[] encode(HashedCategories encoder, long... hashes) {
        float[] out = new float[encoder.width()];
        Arrays.fill(out, 77);
        Encoding.one(encoder).encode(new Inputs().categories(hashes), new double[0], true, out, 0);
        return out;
    }

    private static int indexOfOne(float[] out) {
        int ones = 0;
        int found = -1;
        for (int j = 0; j < out.length; j++) {
            if (out[j] != 0) {
                ones++;
                found = j;
            }
        }
        assertThat(ones).isEqualTo(1);
        assertThat(out[found]).isEqualTo(1);
        return found;
    }
}
