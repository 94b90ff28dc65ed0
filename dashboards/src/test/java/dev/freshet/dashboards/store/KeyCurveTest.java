package dev.freshet.dashboards.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class KeyCurveTest {

    @Test
    void aLongCurveKeepsItsShapeInFewerPoints() {
        KeyCurve curve = new KeyCurve(1);
        int n = 4_096;
        for (int i = 1; i <= n; i++) {
            curve.add(i, 1_000L + i, new double[] {i});
        }

        assertThat(curve.size()).isBetween(KeyCurve.MOST / 2, KeyCurve.MOST - 1);
        int stride = n / curve.size();
        for (int k = 0; k < curve.size(); k++) {
            assertThat(curve.at(k)).isEqualTo((long) stride * (k + 1));
            assertThat(curve.time(k)).isEqualTo(1_000L + curve.at(k));
            assertThat(curve.value(k, 0)).isCloseTo(curve.at(k) - (stride - 1) / 2.0, within(1e-2));
        }
    }

    @Test
    void aShortCurveIsExact() {
        KeyCurve curve = new KeyCurve(2);
        for (int i = 1; i < 100; i++) {
            curve.add(i, i, new double[] {i, -i});
        }

        assertThat(curve.size()).isEqualTo(99);
        assertThat(curve.value(98, 0)).isEqualTo(99);
        assertThat(curve.value(98, 1)).isEqualTo(-99);
    }
}
