package dev.freshet.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClipTest {

    @Test
    void aLongUpdateIsCutToTheNormAndKeepsItsDirection() {
        assertThat(new Descent(new ClipByNorm(0.5), 4).step(3, 0, -4, 12))
                .containsExactly(new float[] {1.5f / 13, 0, -2f / 13, 6f / 13}, within(1e-7f));
    }

    @Test
    void anUpdateWithinTheNormPassesUnchanged() {
        assertThat(new Descent(new ClipByNorm(13), 4).step(3, 0, -4, 12)).containsExactly(3, 0, -4, 12);
    }

    /** The sum in double of squares that float32 could not hold, over lengths on both sides of the four chains. */
    @Test
    void theNormCountsEveryEntryOfAnyLength() {
        for (int n = 1; n <= 13; n++) {
            for (int i = 0; i < n; i++) {
                float[] gradient = new float[n];
                gradient[i] = 1e30f;
                float[] clipped = new Descent(new ClipByNorm(2), n).step(gradient);
                assertThat(clipped[i]).as(i + " of " + n).isEqualTo(2f, within(1e-6f));
            }
        }
    }

    @Test
    void aHugeUpdateIsCutWithoutOverflow() {
        assertThat(new Descent(new ClipByNorm(1), 2).step(0x1p100f, -0x1p100f))
                .containsExactly(new float[] {0.70710677f, -0.70710677f}, within(1e-7f));
    }

    @Test
    void eachEntryIsCutToTheValueAlone() {
        assertThat(new Descent(new ClipByValue(2), 5).step(3, -3, 2, -1.5f, Float.POSITIVE_INFINITY))
                .containsExactly(2, -2, 2, -1.5f, 2);
    }

    @Test
    void clippingStandsBeforeTheOptimiser() {
        GradientTransform clipped = Optimizers.clipped(new ClipByValue(1), Optimizers.momentum(0.1, 0.5));
        Descent descent = new Descent(clipped, 1);
        assertThat(descent.step(100)).containsExactly(-0.1f);
        assertThat(descent.step(0)).containsExactly(-0.05f);
        assertThat(new Descent(Optimizers.clipped(new ClipByNorm(1), new Scale(-1)), 1).step(8))
                .containsExactly(-1);
    }
}
