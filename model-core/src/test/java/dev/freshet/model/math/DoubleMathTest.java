package dev.freshet.model.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoubleMathTest {

    @Test
    void aLogarithmIsWithinOneUnitInTheLastPlace() {
        SplittableRandom random = new SplittableRandom(1);
        double worst = 0;
        for (int i = 0; i < 1_000_000; i++) {
            double x = i % 2 == 0 ? random.nextDouble(0.3, 3) : StrictMath.exp(random.nextDouble(-700, 700));
            double expected = StrictMath.log(x);
            worst = Math.max(worst, Math.abs(DoubleMath.log(x) - expected) / Math.ulp(expected));
        }

        assertThat(worst).isPositive().isLessThanOrEqualTo(1);
    }

    @Test
    void aLogarithmRisesFromNumberToNumberAroundEachPowerOfRootTwo() {
        for (double root : new double[] {0.5, Math.sqrt(0.5), 1, Math.sqrt(2), 2, 1e-7, 1 - 1e-7}) {
            double x = root - 1000 * Math.ulp(root);
            for (int i = 0; i < 2000; i++, x = Math.nextUp(x)) {
                assertThat(DoubleMath.log(Math.nextUp(x)))
                        .as("after ln %s", x)
                        .isGreaterThanOrEqualTo(DoubleMath.log(x));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                -0.0,
                -1,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Double.MIN_NORMAL,
                1,
                2,
                0.5
            })
    void anEdgeIsAsItMustBe(double x) {
        assertThat(Double.compare(DoubleMath.log(x), StrictMath.log(x))).isZero();
    }

    /** A change of any bit would change states and thresholds that were computed before. */
    @Test
    void theBitsStandStill() {
        long sum = 0;
        double x = 1e-300;
        for (int i = 0; i < 100_000; i++, x *= 1.0137) {
            sum = 31 * sum + Double.doubleToRawLongBits(DoubleMath.log(x));
        }

        assertThat(sum).isEqualTo(-5763964072993617961L);
    }
}
