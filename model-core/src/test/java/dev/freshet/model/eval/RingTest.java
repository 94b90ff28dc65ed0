package dev.freshet.model.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 16, 50, 100})
    void aRingHoldsTheNewestFromTheOldestOn(int window) {
        double[] ring = Ring.init(window);
        for (int n = 0; n < 300; n++) {
            ring = Ring.put(ring, window, n, n);
            int size = Ring.size(n + 1, window);
            assertThat(size).isEqualTo(Math.min(n + 1, window));
            int oldest = Ring.oldest(n + 1, window);
            for (int i = 0; i < size; i++) {
                assertThat(ring[(oldest + i) % size]).isEqualTo(n + 1 - size + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 8, 100})
    void aRingDoublesUpToTheWindow(int window) {
        double[] ring = Ring.init(window);
        assertThat(ring).hasSize(Math.min(window, 8));
        for (int n = 1; n <= 1000; n++) {
            double[] next = Ring.put(ring, window, n - 1, n);
            int enough = Math.min(window, Math.max(8, Integer.highestOneBit(2 * n - 1)));
            assertThat(next).hasSize(enough).hasSize(Ring.capacity(n, window));
            assertThat(next == ring).isEqualTo(next.length == ring.length);
            ring = next;
        }
    }
}
