package dev.freshet.model.run;

import dev.freshet.model.encode.CategoryHash;
import java.util.List;

/** A permutation that is a function of seed and epoch alone (Fisher and Yates's shuffle, counted draws). */
final class Order {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private Order() {}

    static <T> void shuffle(List<T> rows, long seed, int epoch) {
        long stream = CategoryHash.mix(seed + epoch * GOLDEN);
        for (int i = rows.size() - 1; i > 0; i--) {
            long draw = CategoryHash.mix(stream + i * GOLDEN) >>> 1;
            int j = (int) (draw % (i + 1));
            T row = rows.get(i);
            rows.set(i, rows.get(j));
            rows.set(j, row);
        }
    }
}
