package dev.freshet.model.encode;

import java.util.Arrays;
import java.util.List;

/** The declared values of a category, found by their hash. */
final class Values {
    private final long[] hashes;
    private final int[] places;

    /** @throws IllegalArgumentException if there are none, or one stands twice */
    Values(String what, List<String> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(what + " must list at least one value: got []");
        }
        hashes = values.stream().mapToLong(CategoryHash::of).sorted().toArray();
        places = new int[hashes.length];
        for (int place = 0; place < hashes.length; place++) {
            int i = Arrays.binarySearch(hashes, CategoryHash.of(values.get(place)));
            boolean before = i > 0 && hashes[i - 1] == hashes[i];
            boolean after = i + 1 < hashes.length && hashes[i + 1] == hashes[i];
            if (before || after) {
                throw new IllegalArgumentException(
                        what + " must list a value once: got " + values.get(place) + " twice");
            }
            places[i] = place;
        }
    }

    /** Which of the values that hash is; −1 if none. */
    int place(long hash) {
        int i = Arrays.binarySearch(hashes, hash);
        return i < 0 ? -1 : places[i];
    }
}
