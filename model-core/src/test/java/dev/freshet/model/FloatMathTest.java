package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.function.DoubleUnaryOperator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class FloatMathTest {
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    private interface FloatFunction {
        float apply(float x);
    }

    @Test
    void expIsWithinTwoUnitsInTheLastPlaceWhereItsResultIsNormal() {
        assertThat(worstUlps(FloatMath::exp, StrictMath::exp, -87.33f, 88.722f)).isLessThan(2);
    }

    @Test
    void sigmoidIsWithinThreeUnitsInTheLastPlaceWhereItsResultIsNormal() {
        assertThat(worstUlps(FloatMath::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), -87.33f, 100))
                .isLessThan(3);
    }

    @Test
    void tanhIsWithinTwoUnitsInTheLastPlace() {
        assertThat(worstUlps(FloatMath::tanh, StrictMath::tanh, -12, 12)).isLessThan(2);
        assertThat(worstUlps(FloatMath::tanh, StrictMath::tanh, -1e-3f, 1e-3f)).isLessThan(2);
    }

    @Test
    void theNormalDistributionIsWithinItsStatedErrors() {
        assertThat(worstUlps(FloatMath::normalCdf, DoubleNetwork::normalCdf, 0, 6))
                .isLessThan(4);
        for (float x = -5; x < 0; x += 1e-4f) {
            double expected = DoubleNetwork.normalCdf(x);
            assertThat(Math.abs(FloatMath.normalCdf(x) - expected)).isLessThan(1.2e-6 * expected);
        }
    }

    @Test
    void theNormalDistributionMeetsItsEnds() {
        assertThat(FloatMath.normalCdf(0)).isEqualTo(0.5f);
        assertThat(FloatMath.normalCdf(Float.MAX_VALUE)).isEqualTo(1);
        assertThat(FloatMath.normalCdf(-Float.MAX_VALUE)).isZero();
        assertThat(FloatMath.normalCdf(INFINITY)).isEqualTo(1);
        assertThat(FloatMath.normalCdf(-INFINITY)).isZero();
        assertThat(FloatMath.normalCdf(Float.NaN)).isNaN();
        assertThat(FloatMath.normalDensity(0)).isEqualTo((float) (1 / Math.sqrt(2 * Math.PI)));
        assertThat(FloatMath.normalDensity(Float.MAX_VALUE)).isZero();
    }

    @Test
    void expMeetsItsEnds() {
        assertThat(FloatMath.exp(0f)).isEqualTo(1);
        assertThat(FloatMath.exp(-0f)).isEqualTo(1);
        assertThat(FloatMath.exp(88.72283f)).isBetween(3.4e38f, Float.MAX_VALUE);
        assertThat(FloatMath.exp(Math.nextUp(88.72283f))).isEqualTo(INFINITY);
        assertThat(FloatMath.exp(-87.33654f)).isBetween(0.9999f * Float.MIN_NORMAL, 1.0001f * Float.MIN_NORMAL);
        assertThat(FloatMath.exp(Math.nextDown(-87.33654f))).isZero();
        assertThat(FloatMath.exp(Float.MAX_VALUE)).isEqualTo(INFINITY);
        assertThat(FloatMath.exp(-Float.MAX_VALUE)).isZero();
        assertThat(FloatMath.exp(INFINITY)).isEqualTo(INFINITY);
        assertThat(FloatMath.exp(-INFINITY)).isZero();
        assertThat(FloatMath.exp(Float.NaN)).isNaN();
        assertThat(FloatMath.exp(Float.MIN_VALUE)).isEqualTo(1);
    }

    @Test
    void sigmoidMeetsItsEnds() {
        assertThat(FloatMath.sigmoid(0f)).isEqualTo(0.5f);
        assertThat(FloatMath.sigmoid(-0f)).isEqualTo(0.5f);
        assertThat(FloatMath.sigmoid(INFINITY)).isEqualTo(1);
        assertThat(FloatMath.sigmoid(-INFINITY)).isZero();
        assertThat(FloatMath.sigmoid(Float.MAX_VALUE)).isEqualTo(1);
        assertThat(FloatMath.sigmoid(-Float.MAX_VALUE)).isZero();
        assertThat(FloatMath.sigmoid(Float.NaN)).isNaN();
    }

    /** {@code isEqualTo} tells −0 from +0. */
    @Test
    void tanhIsOddAndMeetsItsEnds() {
        assertThat(FloatMath.tanh(0f)).isEqualTo(0f);
        assertThat(FloatMath.tanh(-0f)).isEqualTo(-0f);
        assertThat(FloatMath.tanh(Float.MIN_VALUE)).isEqualTo(Float.MIN_VALUE);
        assertThat(FloatMath.tanh(INFINITY)).isEqualTo(1);
        assertThat(FloatMath.tanh(-INFINITY)).isEqualTo(-1);
        assertThat(FloatMath.tanh(Float.MAX_VALUE)).isEqualTo(1);
        assertThat(FloatMath.tanh(Float.NaN)).isNaN();
        for (float x = 0; x < 12; x += 0.001f) {
            assertThat(FloatMath.tanh(-x)).isEqualTo(-FloatMath.tanh(x));
        }
    }

    /** A change of these bits changes every model with such an activation: it needs a new snapshot version. */
    @Test
    void noBitOfTheResultsHasChanged() {
        assertThat(checksum(FloatMath::exp, 90)).isEqualTo("286e7aa6");
        assertThat(checksum(FloatMath::sigmoid, 90)).isEqualTo("6fec0f6c");
        assertThat(checksum(FloatMath::tanh, 10)).isEqualTo("cda7100e");
        assertThat(checksum(FloatMath::normalCdf, 14)).isEqualTo("676f3b66");
        assertThat(checksum(FloatMath::normalDensity, 14)).isEqualTo("35ef3dd1");
    }

    private static double worstUlps(FloatFunction f, DoubleUnaryOperator exact, float from, float to) {
        int steps = 1_000_000;
        double worst = 0;
        for (int i = 0; i <= steps; i++) {
            float x = (float) (from + (to - (double) from) * i / steps);
            double expected = exact.applyAsDouble(x);
            double ulp = Math.ulp((float) expected);
            worst = Math.max(worst, Math.abs(f.apply(x) - expected) / ulp);
        }
        return worst;
    }

    private static String checksum(FloatFunction f, int limit) {
        int steps = 100_000;
        ByteBuffer results = ByteBuffer.allocate(Float.BYTES * (2 * steps + 1));
        for (int i = -steps; i <= steps; i++) {
            results.putFloat(f.apply((float) (limit * (double) i / steps)));
        }
        CRC32C crc = new CRC32C();
        crc.update(results.flip());
        return Long.toHexString(crc.getValue());
    }
}
