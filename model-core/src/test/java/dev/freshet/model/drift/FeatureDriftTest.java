package dev.freshet.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class FeatureDriftTest {
    private static final FeatureDrift SMALL = new FeatureDrift(new Psi(4, 0.1, 0.25), 8, 4, 2, 0);

    @Test
    void theFirstValuesAreTheReferenceInBinsOfEqualShares() {
        double[] state = run(SMALL, 5, 1, 8, 2, 7, 3, 6);
        assertThat(SMALL.watching(state)).isFalse();
        assertThat(SMALL.edges(state)).isEmpty();
        assertThat(SMALL.referenceCounts(state)).isEmpty();
        assertThat(SMALL.currentCounts(state)).isEmpty();
        state = SMALL.update(state, 4);
        assertThat(SMALL.watching(state)).isTrue();
        assertThat(SMALL.edges(state)).containsExactly(1, 3, 5, 7, Math.nextUp(8.0));
        assertThat(SMALL.referenceCounts(state)).containsExactly(0, 2, 2, 2, 2, 0, 0);
        assertThat(SMALL.currentCounts(state)).containsOnly(0);
    }

    @Test
    void theWindowIsTheNewestBlocks() {
        double[] state = run(SMALL, 1, 2, 3, 4, 5, 6, 7, 8);
        state = feed(SMALL, state, 0, 1);
        assertThat(SMALL.currentCounts(state)).containsExactly(1, 1, 0, 0, 0, 0, 0);
        state = feed(SMALL, state, 8, 9);
        assertThat(SMALL.currentCounts(state)).containsExactly(1, 1, 0, 0, 1, 1, 0);
        state = feed(SMALL, state, 5);
        assertThat(SMALL.currentCounts(state)).containsExactly(0, 0, 0, 1, 1, 1, 0);
        state = feed(SMALL, state, Double.NaN);
        assertThat(SMALL.currentCounts(state)).containsExactly(0, 0, 0, 1, 1, 1, 1);
        state = feed(SMALL, state, 3, 3);
        assertThat(SMALL.currentCounts(state)).containsExactly(0, 0, 2, 1, 0, 0, 1);
        assertThat(SMALL.referenceCounts(state)).containsExactly(0, 2, 2, 2, 2, 0, 0);
    }

    @Test
    void aValueThatFillsBinsStandsAloneSoThatItsNeighboursShow() {
        FeatureDrift constant = new FeatureDrift(new Psi(4, 0.1, 0.25), 8, 4, 4, 0);
        double[] state = run(constant, 5, 5, 5, 5, 5, 5, 5, 5);
        assertThat(constant.edges(state)).startsWith(5, Math.nextUp(5.0)).endsWith(Math.nextUp(5.0));
        assertThat(constant.referenceCounts(state)).containsExactly(0, 8, 0, 0, 0, 0, 0);
        state = feed(constant, state, 5, 5, 5, 5);
        assertThat(constant.statistic(state)).isZero();
        state = feed(constant, state, 5, 5.0001, 4.9999, 5);
        assertThat(constant.currentCounts(state)).containsExactly(1, 2, 0, 0, 0, 1, 0);
        assertThat(constant.level(state)).isEqualTo(DriftLevel.DRIFT);
    }

    @Test
    void zeroIsZeroWhateverItsSign() {
        double[] state = run(SMALL, 0.0, -0.0, 0.0, -0.0, 1, 1, 1, 1);
        assertThat(SMALL.referenceCounts(feed(SMALL, state, 0.0, -0.0))).containsExactly(0, 4, 0, 4, 0, 0, 0);
        assertThat(SMALL.currentCounts(feed(SMALL, state, 0.0, -0.0))).startsWith(0, 4);
    }

    @Test
    void aFeatureThatGoesMissingDrifts() {
        FeatureDrift rule = new FeatureDrift(new JensenShannon(), 100, 50, 50, 0);
        double[] state = feed(rule, rule.init(), random(1, 100));
        double[] gone = new double[50];
        Arrays.fill(gone, Double.NaN);
        state = feed(rule, state, gone);
        assertThat(rule.level(state)).isEqualTo(DriftLevel.DRIFT);
        assertThat(rule.statistic(state)).isEqualTo(Math.sqrt(StrictMath.log(2)));
    }

    @Test
    void aReferenceOfMissingValuesOnlyNoticesTheFirstThatAreThere() {
        double[] state = SMALL.init();
        for (int i = 0; i < 8; i++) {
            state = SMALL.update(state, Double.NaN);
        }
        assertThat(SMALL.referenceCounts(state)).containsExactly(0, 0, 0, 0, 0, 0, 8);
        assertThat(SMALL.edges(state)).containsOnly(0);
        state = feed(SMALL, state, Double.NaN, Double.NaN, 3, -3);
        assertThat(SMALL.currentCounts(state)).containsExactly(1, 0, 0, 0, 0, 1, 2);
        assertThat(SMALL.level(state)).isEqualTo(DriftLevel.DRIFT);
    }

    @Test
    void missingValuesOfTheReferenceAreNoBins() {
        double[] state = run(SMALL, Double.NaN, 4, 3, Double.NaN, Double.NaN, 2, 1, Double.NaN);
        assertThat(SMALL.edges(state)).containsExactly(1, 2, 3, 4, Math.nextUp(4.0));
        assertThat(SMALL.referenceCounts(state)).containsExactly(0, 1, 1, 1, 1, 0, 4);
    }

    @Test
    void everyTestIsThatOfHistogramsTakenAfresh() {
        FeatureDrift rule = new FeatureDrift(new KolmogorovSmirnov(8, 0.01, 0.001), 60, 40, 5, 0);
        double[] values = random(4, 400);
        double[] state = rule.init();
        for (int i = 0; i < values.length; i++) {
            double before = rule.statistic(state);
            state = rule.update(state, values[i]);
            if (i >= 99 && i % 5 == 4) {
                double expected = greatestDistance(
                        Arrays.copyOf(values, 60), Arrays.copyOfRange(values, i - 39, i + 1), rule.edges(state));
                assertThat(rule.statistic(state)).isEqualTo(expected);
            } else {
                assertThat(rule.statistic(state)).isEqualTo(before);
            }
        }
    }

    @Test
    void anExcursionIsOneEpisodeHoweverItsLevelChanges() {
        FeatureDrift rule = new FeatureDrift(new KolmogorovSmirnov(10, 0.05, 0.001), 100, 100, 100, 0);
        double[] calm = ramp(0);
        double[] state = feed(rule, rule.init(), calm);
        state = expect(rule, state, calm, DriftLevel.NONE, 0);
        assertThat(rule.threshold(state)).isEqualTo(rule.test().warningBound(100, 100));
        state = expect(rule, state, ramp(20), DriftLevel.WARNING, 0);
        assertThat(rule.statistic(state)).isEqualTo(0.2, within(1e-12));
        assertThat(rule.threshold(state)).isEqualTo(rule.test().warningBound(100, 100));
        state = expect(rule, state, ramp(40), DriftLevel.DRIFT, 1);
        assertThat(rule.statistic(state)).isEqualTo(0.4, within(1e-12));
        assertThat(rule.threshold(state)).isEqualTo(rule.test().driftBound(100, 100));
        state = expect(rule, state, ramp(-20), DriftLevel.WARNING, 1);
        state = expect(rule, state, ramp(-50), DriftLevel.DRIFT, 1);
        state = expect(rule, state, calm, DriftLevel.NONE, 1);
        assertThat(rule.statistic(state)).isZero();
        state = expect(rule, state, ramp(50), DriftLevel.DRIFT, 2);
        expect(rule, state, ramp(60), DriftLevel.DRIFT, 2);
    }

    @Test
    void anExcursionThatLastsBecomesTheReference() {
        FeatureDrift rule = new FeatureDrift(new KolmogorovSmirnov(10, 0.05, 0.001), 100, 100, 100, 150);
        double[] state = feed(rule, rule.init(), ramp(0));
        state = expect(rule, state, ramp(50), DriftLevel.DRIFT, 1);
        state = feed(rule, state, Arrays.copyOf(ramp(50), 99));
        assertThat(rule.watching(state)).isTrue();
        state = expect(rule, state, new double[] {149}, DriftLevel.DRIFT, 1);
        state = feed(rule, state, Arrays.copyOf(ramp(50), 49));
        assertThat(rule.level(state)).isEqualTo(DriftLevel.DRIFT);
        state = feed(rule, state, 1);
        assertThat(rule.watching(state)).isFalse();
        assertThat(rule.level(state)).isEqualTo(DriftLevel.NONE);
        assertThat(rule.episodes(state)).isEqualTo(1);
        state = feed(rule, state, ramp(50));
        assertThat(rule.watching(state)).isTrue();
        state = expect(rule, state, ramp(50), DriftLevel.NONE, 1);
        expect(rule, state, ramp(0), DriftLevel.DRIFT, 2);
    }

    @Test
    void aLastingExcursionStandsWhereNothingRenewsTheReference() {
        FeatureDrift rule = new FeatureDrift(new KolmogorovSmirnov(10, 0.05, 0.001), 100, 100, 100, 0);
        double[] state = feed(rule, rule.init(), ramp(0));
        for (int i = 0; i < 200; i++) {
            state = expect(rule, state, ramp(50), DriftLevel.DRIFT, 1);
        }
        expect(rule, state, ramp(0), DriftLevel.NONE, 1);
    }

    @Test
    void aWarningAloneNeverRenewsTheReference() {
        FeatureDrift rule = new FeatureDrift(new KolmogorovSmirnov(10, 0.05, 0.001), 100, 100, 100, 150);
        double[] state = feed(rule, rule.init(), ramp(0));
        for (int i = 0; i < 20; i++) {
            state = expect(rule, state, ramp(20), DriftLevel.WARNING, 0);
        }
    }

    @Test
    void usualSettingsAreAReferenceAndAWindowOfAThousand() {
        FeatureDrift usual = new FeatureDrift(new Psi());
        assertThat(usual).isEqualTo(new FeatureDrift(new Psi(10, 0.1, 0.25), 1000, 1000, 100, 10_000));
        assertThat(usual.maxLength()).isEqualTo(1010);
        assertThat(feed(usual, usual.init(), random(1, 1000))).hasSize(10 + 11 + 13 + 13 + 10 * 13);
        assertThat(new FeatureDrift(new Psi(), 10, 100, 1, 0).maxLength()).isEqualTo(10 + 11 + 13 + 13 + 100 * 13);
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        assertRefused(9, 10, 1, 0, "feature-drift.reference must lie in [10, 1000000]: got 9");
        assertRefused(1_000_001, 10, 1, 0, "feature-drift.reference must lie in [10, 1000000]: got 1000001");
        assertRefused(10, 10, 0, 0, "feature-drift.every must be >= 1: got 0");
        assertRefused(10, 10, 3, 0, "feature-drift.window must be 1 to 1000 times every, 3: got 10");
        assertRefused(10, 0, 3, 0, "feature-drift.window must be 1 to 1000 times every, 3: got 0");
        assertRefused(10, 3003, 3, 0, "feature-drift.window must be 1 to 1000 times every, 3: got 3003");
        assertRefused(10, 10, 1, -1, "feature-drift.renew must be >= 0: got -1");
        assertThat(new FeatureDrift(new Psi(), 10, 3000, 3, 0).window()).isEqualTo(3000);
        assertThat(new FeatureDrift(new Psi(), 1_000_000, 3, 3, 1).window()).isEqualTo(3);
    }

    private static void assertRefused(int reference, int window, int every, int renew, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FeatureDrift(new Psi(), reference, window, every, renew))
                .withMessage(message);
    }

    private static double[] expect(
            FeatureDrift rule, double[] state, double[] values, DriftLevel level, long episodes) {
        double[] next = feed(rule, state, values);
        assertThat(rule.level(next)).isEqualTo(level);
        assertThat(rule.episodes(next)).isEqualTo(episodes);
        return next;
    }

    /** 0 to 99, moved. */
    private static double[] ramp(int by) {
        return DoubleStream.iterate(by, x -> x + 1).limit(100).toArray();
    }

    private static double[] random(long seed, int n) {
        return new SplittableRandom(seed).doubles(n).toArray();
    }

    private static double[] run(FeatureDrift rule, double... values) {
        return feed(rule, rule.init(), values);
    }

    private static double[] feed(FeatureDrift rule, double[] state, double... values) {
        double[] next = state;
        for (double value : values) {
            next = rule.update(next, value);
        }
        return next;
    }

    private static double greatestDistance(double[] a, double[] b, double[] edges) {
        double largest = 0;
        for (double edge : edges) {
            double below = Arrays.stream(a).filter(x -> x < edge).count() / (double) a.length;
            double now = Arrays.stream(b).filter(x -> x < edge).count() / (double) b.length;
            largest = Math.max(largest, Math.abs(below - now));
        }
        return largest;
    }
}
