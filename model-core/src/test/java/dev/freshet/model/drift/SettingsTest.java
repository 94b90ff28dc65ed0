package dev.freshet.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Limits of the detectors' settings. */
class SettingsTest {

    @Test
    void usualSettingsAreThoseOfTheLiterature() {
        assertThat(new Adwin()).isEqualTo(new Adwin(0.002, 32, 5, 5, 10));
        assertThat(new Cusum()).isEqualTo(new Cusum(30, 0.005, 50, false));
        assertThat(new Ddm()).isEqualTo(new Ddm(30, 2, 3));
        assertThat(new Eddm()).isEqualTo(new Eddm(30, 0.95, 0.9));
        assertThat(new HddmA()).isEqualTo(new HddmA(0.001, 0.005, true));
        assertThat(new HddmA(false)).isEqualTo(new HddmA(0.001, 0.005, false));
        assertThat(new HddmW()).isEqualTo(new HddmW(0.05, 0.001, 0.005, true));
        assertThat(new HddmW(false)).isEqualTo(new HddmW(0.05, 0.001, 0.005, false));
        assertThat(new Kswin()).isEqualTo(new Kswin(0.005, 100, 30, 42));
        assertThat(new PageHinkley()).isEqualTo(new PageHinkley(30, 0.005, 50, 0.9999, true));
        assertThat(new Rddm()).isEqualTo(new Rddm(129, 1.773, 2.258, 40_000, 7_000, 1_400));
    }

    @Test
    void errorRatesAreBoundedAndNumbersAreNot() {
        assertThat(DriftDetectorLawsTest.SAMPLES)
                .filteredOn(DriftDetector::bounded)
                .extracting(DriftDetector::name)
                .containsOnly("ddm", "eddm", "hddm-a", "hddm-w", "rddm");
    }

    @Test
    void theLeastAndGreatestAllowedAreAllowed() {
        assertThat(new Cusum(1, 0, Double.MIN_VALUE, true).lambda()).isPositive();
        assertThat(new Ddm(1, 2, 2).minSamples()).isEqualTo(1);
        assertThat(new Eddm(1, 0.9, 0.9).minErrors()).isEqualTo(1);
        assertThat(new HddmA(0.5, 0.5, false).drift()).isEqualTo(0.5);
        assertThat(new Kswin(0.5, 4, 2, 0).window()).isEqualTo(4);
        assertThat(new Kswin(0.5, 1_000_000, 500_000, 0).recent()).isEqualTo(500_000);
        assertThat(new PageHinkley(1, 0, Float.MAX_VALUE, 1, true).alpha()).isEqualTo(1);
        assertThat(new Rddm(1, 1, 1, 2, 1, 1).maxConcept()).isEqualTo(2);
        assertThat(new Rddm(1, 1, 1, 1_000_001, 1_000_000, 1).minConcept()).isEqualTo(1_000_000);
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        assertRefused(() -> new Cusum(0, 0.005, 50, false), "cusum.min-samples must be >= 1: got 0");
        assertRefused(() -> new Cusum(30, -1, 50, false), "cusum.delta must be >= 0: got -1.0");
        assertRefused(() -> new Cusum(30, Double.NaN, 50, false), "cusum.delta must be >= 0: got NaN");
        assertRefused(() -> new Cusum(30, 1e300, 50, false), "cusum.delta must be >= 0: got 1.0E300");
        assertRefused(() -> new Cusum(30, 0.005, 0, false), "cusum.lambda must be > 0: got 0.0");
        assertRefused(() -> new Cusum(30, 0.005, 1e300, false), "cusum.lambda must be > 0: got 1.0E300");
        assertRefused(() -> new Ddm(0, 2, 3), "ddm.min-samples must be >= 1: got 0");
        assertRefused(() -> new Ddm(30, 0, 3), "ddm.warning must be > 0: got 0.0");
        assertRefused(() -> new Ddm(30, 2, Double.NaN), "ddm.drift must be > 0: got NaN");
        assertRefused(() -> new Ddm(30, 3, 2), "ddm.warning must be <= ddm.drift: got 3.0 and 2.0");
        assertRefused(() -> new Eddm(0, 0.95, 0.9), "eddm.min-errors must be >= 1: got 0");
        assertRefused(() -> new Eddm(30, 1, 0.9), "eddm.warning must lie in (0, 1): got 1.0");
        assertRefused(() -> new Eddm(30, 0.95, 0), "eddm.drift must lie in (0, 1): got 0.0");
        assertRefused(() -> new Eddm(30, 0.9, 0.95), "eddm.drift must be <= eddm.warning: got 0.95 and 0.9");
        assertRefused(() -> new HddmA(0, 0.1, true), "hddm-a.drift must lie in (0, 1): got 0.0");
        assertRefused(() -> new HddmA(0.1, 1, true), "hddm-a.warning must lie in (0, 1): got 1.0");
        assertRefused(() -> new HddmA(0.2, 0.1, true), "hddm-a.drift must be <= hddm-a.warning: got 0.2 and 0.1");
        assertRefused(() -> new HddmW(1, 0.1, 0.1, true), "hddm-w.lambda must lie in (0, 1): got 1.0");
        assertRefused(() -> new HddmW(0.1, 1, 0.1, true), "hddm-w.drift must lie in (0, 1): got 1.0");
        assertRefused(() -> new HddmW(0.1, 0.1, 0, true), "hddm-w.warning must lie in (0, 1): got 0.0");
        assertRefused(() -> new HddmW(0.1, 0.2, 0.1, true), "hddm-w.drift must be <= hddm-w.warning: got 0.2 and 0.1");
        assertRefused(() -> new Kswin(0, 100, 30, 0), "kswin.alpha must lie in (0, 1): got 0.0");
        assertRefused(() -> new Kswin(0.1, 100, 1, 0), "kswin.recent must lie in [2, 500000]: got 1");
        assertRefused(() -> new Kswin(0.1, 59, 30, 0), "kswin.window must lie in [60, 1000000]: got 59");
        assertRefused(() -> new Kswin(0.1, 1_000_001, 30, 0), "kswin.window must lie in [60, 1000000]: got 1000001");
        assertRefused(() -> new PageHinkley(0, 0, 1, 1, true), "page-hinkley.min-samples must be >= 1: got 0");
        assertRefused(() -> new PageHinkley(1, -1, 1, 1, true), "page-hinkley.delta must be >= 0: got -1.0");
        assertRefused(() -> new PageHinkley(1, 0, -1, 1, true), "page-hinkley.lambda must be > 0: got -1.0");
        assertRefused(() -> new PageHinkley(1, 0, 1, 0, true), "page-hinkley.alpha must lie in (0, 1]: got 0.0");
        assertRefused(() -> new PageHinkley(1, 0, 1, 1.5, true), "page-hinkley.alpha must lie in (0, 1]: got 1.5");
        assertRefused(() -> new Rddm(0, 1, 2, 9, 5, 3), "rddm.min-samples must be >= 1: got 0");
        assertRefused(() -> new Rddm(1, 0, 2, 9, 5, 3), "rddm.warning must be > 0: got 0.0");
        assertRefused(() -> new Rddm(1, 1, -2, 9, 5, 3), "rddm.drift must be > 0: got -2.0");
        assertRefused(() -> new Rddm(1, 3, 2, 9, 5, 3), "rddm.warning must be <= rddm.drift: got 3.0 and 2.0");
        assertRefused(() -> new Rddm(1, 1, 2, 9, 0, 3), "rddm.min-concept must lie in [1, 1000000]: got 0");
        assertRefused(() -> new Rddm(1, 1, 2, 5, 5, 3), "rddm.max-concept must be >= 6: got 5");
        assertRefused(() -> new Rddm(1, 1, 2, 9, 5, 0), "rddm.warning-limit must be >= 1: got 0");
    }

    private static void assertRefused(Runnable construction, String message) {
        assertThatIllegalArgumentException().isThrownBy(construction::run).withMessage(message);
    }
}
