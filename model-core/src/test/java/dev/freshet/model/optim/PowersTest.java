package dev.freshet.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PowersTest {

    @Test
    void aPowerBySquaringIsThatOfTheLibraryUpToItsStatedError() {
        for (double base : new double[] {0, 0.1, 0.5, 0.9, 0.999, 0.9999999, 1}) {
            for (long exponent : new long[] {0, 1, 2, 3, 10, 1_023, 123_456_789, Long.MAX_VALUE}) {
                double expected = StrictMath.pow(base, (double) exponent);
                double error = (double) exponent * 0x1p-53 * expected;
                assertThat(Powers.of(base, exponent))
                        .as(base + "^" + exponent)
                        .isEqualTo(expected, within(Math.max(error, Double.MIN_NORMAL)));
            }
        }
    }

    @Test
    void theFirstPowerIsTheDecayItself() {
        assertThat(Powers.of(0.999, 1)).isEqualTo(0.999);
    }
}
