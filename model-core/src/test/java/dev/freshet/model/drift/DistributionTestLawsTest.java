package dev.freshet.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What every test that {@link DistributionTest} permits, and the rule that uses it, must keep to. */
class DistributionTestLawsTest {
    static final List<DistributionTest> SAMPLES = List.of(
            new JensenShannon(), new JensenShannon(3, 0.05, 0.3),
            new KolmogorovSmirnov(), new KolmogorovSmirnov(3, 0.05, 0.01),
            new Psi(), new Psi(3, 0.02, 0.5));

    private static final double[] JUNK = {Double.NaN, Double.NEGATIVE_INFINITY, 1e300, 1e90, -1, 0.5, 1, 7, 1e6, 1e17};

    /** Eight cells, of 520 and of 425 values. */
    private static final double[] COUNTS = {
        0, 100, 100, 100, 100, 100, 0, 20,
        3, 40, 70, 0, 90, 150, 60, 12
    };

    @Test
    void everyPermittedTestIsARecordWithUsualSettingsAndASample() {
        assertThat(DistributionTest.class.getPermittedSubclasses()).allSatisfy(type -> {
            assertThat(type.isRecord()).isTrue();
            assertThat(SAMPLES)
                    .contains((DistributionTest) type.getConstructor().newInstance());
        });
        assertThat(SAMPLES.stream().map(DistributionTest::name).distinct())
                .containsExactly("jensen-shannon", "kolmogorov-smirnov", "psi");
    }

    /** numpy 2.3: ((r - c) * log(r / c)).sum() with 1e-4 for 0. */
    @Test
    void theIndexIsThatOfNumpy() {
        assertThat(new Psi().statistic(COUNTS, 0, 8, 8)).isEqualTo(2.683218525422244, within(1e-12));
    }

    /** scipy 1.17.1: scipy.spatial.distance.jensenshannon(r, c). */
    @Test
    void theJensenShannonDistanceIsThatOfScipy() {
        assertThat(new JensenShannon().statistic(COUNTS, 0, 8, 8)).isEqualTo(0.3738738099927317, within(1e-12));
    }

    /** scipy 1.17.1: ks_2samp of the cells' numbers; bounds by kstwobign.isf. */
    @Test
    void theKolmogorovSmirnovDistanceAndItsBoundsAreThoseOfScipy() {
        KolmogorovSmirnov test = new KolmogorovSmirnov();
        assertThat(test.statistic(COUNTS, 0, 8, 8)).isEqualTo(0.31104072398190047, within(1e-12));
        assertThat(test.warningBound(520, 425)).isEqualTo(0.12747861877460595, within(1e-9));
        assertThat(test.driftBound(520, 425)).isEqualTo(0.1455120132897752, within(1e-9));
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void equalSharesAreNoDistanceAndOthersAre(DistributionTest test) {
        double[] counts = {10, 20, 0, 30, 1, 2, 0, 3, 1, 1, 1, 3};
        assertThat(test.statistic(counts, 0, 4, 4)).isEqualTo(0, within(1e-12));
        assertThat(test.statistic(counts, 0, 8, 4)).isGreaterThan(0.01);
        assertThat(test.statistic(counts, 0, 8, 4)).isEqualTo(test.statistic(counts, 8, 0, 4), within(1e-12));
        assertThat(test.warningBound(50, 70)).isPositive().isLessThan(test.driftBound(50, 70));
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aCopyOfTheStateContinuesWithTheSameBits(DistributionTest test) throws Exception {
        FeatureDrift rule = small(test);
        FeatureDrift restored = throughBytes(rule);
        assertThat(restored).isEqualTo(rule);
        double[] undisturbed = rule.init();
        double[] copied = restored.init();
        int i = 0;
        for (double value : roughStream(1)) {
            undisturbed = rule.update(undisturbed, value);
            copied = restored.update(i++ % 7 == 0 ? copied.clone() : copied, value);
            assertThat(copied).isEqualTo(undisturbed);
        }
        assertThat(rule.episodes(undisturbed)).isPositive();
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void everyStateThatARunPassesThroughIsValidAndNoLongerThanItsBound(DistributionTest test) {
        FeatureDrift rule = small(test);
        double[] state = rule.init();
        assertThat(rule.validState(state)).isTrue();
        for (double value : roughStream(2)) {
            double[] next = rule.update(state, value);
            assertThat(next == state || next.length != state.length).isTrue();
            state = next;
            assertThat(rule.validState(state)).isTrue();
            assertThat(state.length).isLessThanOrEqualTo(rule.maxLength());
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aStateOfAnotherLengthIsRefused(DistributionTest test) {
        FeatureDrift rule = small(test);
        for (int n : new int[] {0, 20, 300}) {
            double[] state = rule.init();
            for (int i = 0; i < n; i++) {
                state = rule.update(state, i);
            }
            assertThat(rule.validState(Arrays.copyOf(state, state.length - 1))).isFalse();
            assertThat(rule.validState(Arrays.copyOf(state, state.length + 1))).isFalse();
            assertThat(rule.validState(new double[0])).isFalse();
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aSpoiltStateIsRefusedOrDoesNoHarm(DistributionTest test) {
        FeatureDrift rule = small(test);
        double[] stream = roughStream(3);
        for (int n : new int[] {20, 333}) {
            double[] state = rule.init();
            for (int i = 0; i < n; i++) {
                state = rule.update(state, stream[i]);
            }
            for (int i = 0; i < state.length; i++) {
                for (double junk : JUNK) {
                    assertHarmless(rule, state, i, junk);
                }
            }
        }
    }

    private static void assertHarmless(FeatureDrift rule, double[] state, int place, double junk) {
        double[] spoilt = state.clone();
        spoilt[place] = junk;
        if (!(Math.abs(junk) < 1e100)) {
            assertThat(rule.validState(spoilt)).as("%s at %d", junk, place).isFalse();
        } else if (rule.validState(spoilt)) {
            for (int k = 0; k < 60; k++) {
                spoilt = rule.update(spoilt, k);
                assertThat(rule.validState(spoilt)).as("%s at %d", junk, place).isTrue();
            }
        }
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        assertRefused(() -> new Psi(1, 0.1, 0.2), "psi.bins must lie in [2, 1000]: got 1");
        assertRefused(() -> new Psi(1001, 0.1, 0.2), "psi.bins must lie in [2, 1000]: got 1001");
        assertRefused(() -> new Psi(9, 0, 0.2), "psi.warning must be > 0: got 0.0");
        assertRefused(() -> new Psi(9, 0.1, Double.NaN), "psi.drift must be > 0: got NaN");
        assertRefused(() -> new Psi(9, 0.3, 0.2), "psi.warning must be <= psi.drift: got 0.3 and 0.2");
        assertRefused(() -> new JensenShannon(1, 0.1, 0.2), "jensen-shannon.bins must lie in [2, 1000]: got 1");
        assertRefused(
                () -> new JensenShannon(9, 0.3, 0.2),
                "jensen-shannon.warning must be <= jensen-shannon.drift: got 0.3 and 0.2");
        assertRefused(() -> new KolmogorovSmirnov(1, 0.1, 0.1), "kolmogorov-smirnov.bins must lie in [2, 1000]: got 1");
        assertRefused(() -> new KolmogorovSmirnov(9, 1, 0.1), "kolmogorov-smirnov.warning must lie in (0, 1): got 1.0");
        assertRefused(() -> new KolmogorovSmirnov(9, 0.1, 0), "kolmogorov-smirnov.drift must lie in (0, 1): got 0.0");
        assertRefused(
                () -> new KolmogorovSmirnov(9, 0.1, 0.2),
                "kolmogorov-smirnov.drift must be <= kolmogorov-smirnov.warning: got 0.2 and 0.1");
    }

    @Test
    void usualSettingsAreThoseOfTheLiterature() {
        assertThat(new Psi()).isEqualTo(new Psi(10, 0.1, 0.25));
        assertThat(new JensenShannon()).isEqualTo(new JensenShannon(10, 0.1, 0.2));
        assertThat(new KolmogorovSmirnov()).isEqualTo(new KolmogorovSmirnov(20, 1e-3, 1e-4));
    }

    private static void assertRefused(Runnable construction, String message) {
        assertThatIllegalArgumentException().isThrownBy(construction::run).withMessage(message);
    }

    private static FeatureDrift small(DistributionTest test) {
        return new FeatureDrift(test, 40, 30, 10, 70);
    }

    /** Two levels by turns, some values missing, some beyond any bound, some equal. */
    private static double[] roughStream(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[2000];
        for (int i = 0; i < values.length; i++) {
            double level = i / 200 % 2 == 0 ? 0 : 3;
            int odd = random.nextInt(40);
            values[i] = odd == 0
                    ? Double.NaN
                    : odd == 1
                            ? Double.NEGATIVE_INFINITY
                            : odd == 2 ? 1e300 : odd < 9 ? level : level + random.nextDouble();
        }
        return values;
    }

    private static FeatureDrift throughBytes(FeatureDrift rule) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(rule);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (FeatureDrift) in.readObject();
        }
    }
}
