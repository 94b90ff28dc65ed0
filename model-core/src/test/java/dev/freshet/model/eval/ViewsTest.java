package dev.freshet.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ViewsTest {

    @Test
    void aWindowOfNothingSwitchesMetricsOff() {
        assertThat(Views.NONE.none()).isTrue();
        assertThat(new Views(0, 1)).isEqualTo(Views.NONE);
        assertThat(new Views(1, 1).none()).isFalse();
        assertThat(Views.DEFAULT).isEqualTo(new Views(1000, 0.999));
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        assertRefused(() -> new Views(-1, 1), "metrics.window must lie in [0, 1000000]: got -1");
        assertRefused(() -> new Views(1_000_001, 1), "metrics.window must lie in [0, 1000000]: got 1000001");
        assertRefused(() -> new Views(1, 0), "metrics.fading must lie in (0, 1]: got 0.0");
        assertRefused(() -> new Views(1, 1.5), "metrics.fading must lie in (0, 1]: got 1.5");
        assertRefused(() -> new Views(1, Double.NaN), "metrics.fading must lie in (0, 1]: got NaN");
        assertThat(new Views(1_000_000, 1).window()).isEqualTo(1_000_000);
    }

    private static void assertRefused(Runnable construction, String message) {
        assertThatIllegalArgumentException().isThrownBy(construction::run).withMessage(message);
    }
}
