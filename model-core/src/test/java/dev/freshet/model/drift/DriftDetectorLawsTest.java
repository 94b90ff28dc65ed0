package dev.freshet.model.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What every detector that {@link DriftDetector} permits must keep to; a new detector needs a sample here. */
class DriftDetectorLawsTest {
    static final List<DriftDetector> SAMPLES = List.of(
            new Adwin(),
            new Adwin(0.05, 8, 3, 2, 20),
            new Cusum(),
            new Cusum(10, 0.01, 15, true),
            new Ddm(),
            new Ddm(10, 1, 2),
            new Eddm(),
            new Eddm(10, 0.99, 0.97),
            new HddmA(false),
            new HddmA(),
            new HddmW(false),
            new HddmW(),
            new HddmW(0.2, 0.01, 0.1, true),
            new Kswin(),
            new Kswin(0.02, 90, 40, 7),
            new PageHinkley(),
            new PageHinkley(10, 0.01, 10, 0.99, false),
            new Rddm(),
            new Rddm(40, 1.5, 2, 300, 70, 50));

    private static final double[] JUNK = {
        Double.NaN, Double.POSITIVE_INFINITY, -1e300, 1e300, 1e90, -1e90, -1, -0.5, 0.5, 1, 2, 3, 1e6, 1e17, 0x1p53
    };

    @Test
    void everyPermittedDetectorIsARecordAndHasASample() {
        assertThat(DriftDetector.class.getPermittedSubclasses()).allSatisfy(type -> {
            assertThat(type.isRecord()).isTrue();
            assertThat(SAMPLES).hasAtLeastOneElementOfType(type);
        });
    }

    @Test
    void everyDetectorHasAConstructorOfItsUsualSettings() {
        assertThat(DriftDetector.class.getPermittedSubclasses())
                .allSatisfy(
                        type -> assertThat(type.getConstructor().newInstance()).isInstanceOf(DriftDetector.class));
    }

    @Test
    void everyDetectorHasItsOwnName() {
        List<String> names =
                SAMPLES.stream().map(DriftDetector::name).distinct().toList();
        assertThat(names).hasSameSizeAs(DriftDetector.class.getPermittedSubclasses());
        assertThat(names).allMatch(name -> name.matches("[a-z][a-z-]*"));
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aCopyOfTheStateContinuesWithTheSameBits(DriftDetector detector) throws Exception {
        double[] undisturbed = detector.init();
        double[] copied = detector.init();
        DriftDetector restored = throughBytes(detector);
        int i = 0;
        for (double value : roughStream(1)) {
            undisturbed = detector.update(undisturbed, value);
            copied = restored.update(i++ % 7 == 0 ? copied.clone() : copied, value);
            assertThat(copied).isEqualTo(undisturbed);
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aDetectorSurvivesSerialisation(DriftDetector detector) throws Exception {
        assertThat(throughBytes(detector)).isEqualTo(detector);
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void everyStateThatARunPassesThroughIsValidAndNoLongerThanItsBound(DriftDetector detector) {
        double[] state = detector.init();
        assertThat(detector.validState(state)).isTrue();
        for (double value : roughStream(2)) {
            state = detector.update(state, value);
            assertThat(detector.validState(state)).isTrue();
            assertThat(state.length).isBetween(detector.init().length, detector.maxLength());
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aStateOfAnotherLengthIsRefused(DriftDetector detector) {
        double[] state = Reference.run(detector, Reference.S2);
        assertThat(detector.validState(Arrays.copyOf(state, state.length - 1))).isFalse();
        assertThat(detector.validState(Arrays.copyOf(state, state.length + 1))).isFalse();
        assertThat(detector.validState(new double[0])).isFalse();
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aSpoiltStateIsRefusedOrDoesNoHarm(DriftDetector detector) {
        double[] state = Reference.run(detector, Arrays.copyOf(Reference.S8, 2050));
        for (int i = 0; i < state.length; i++) {
            for (double junk : JUNK) {
                double[] spoilt = state.clone();
                spoilt[i] = junk;
                if (!Double.isFinite(junk) || Math.abs(junk) == 1e300) {
                    assertThat(detector.validState(spoilt))
                            .as("%s at %d", junk, i)
                            .isFalse();
                } else if (detector.validState(spoilt)) {
                    for (int k = 0; k < 120; k++) {
                        spoilt = detector.update(spoilt, Reference.S8[k]);
                    }
                    assertThat(detector.validState(spoilt))
                            .as("%s at %d", junk, i)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void anAlarmIsCountedOnceAndLastsForOneUpdate(DriftDetector detector) {
        double[] state = detector.init();
        DriftLevel before = DriftLevel.NONE;
        long alarms = 0;
        for (double value : errors(3)) {
            state = detector.update(state, value);
            DriftLevel level = detector.level(state);
            if (level == DriftLevel.DRIFT) {
                alarms++;
                assertThat(before).isNotEqualTo(DriftLevel.DRIFT);
            }
            assertThat(detector.episodes(state)).isEqualTo(alarms);
            before = level;
        }
        assertThat(alarms).isPositive();
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void statisticAndThresholdAreThoseOfTheNewestWarningOrAlarm(DriftDetector detector) {
        double[] state = detector.init();
        assertThat(detector.statistic(state)).isZero();
        assertThat(detector.threshold(state)).isZero();
        for (double value : errors(4)) {
            double statistic = detector.statistic(state);
            double threshold = detector.threshold(state);
            state = detector.update(state, value);
            if (detector.level(state) == DriftLevel.NONE) {
                assertThat(detector.statistic(state)).isEqualTo(statistic);
                assertThat(detector.threshold(state)).isEqualTo(threshold);
            } else {
                assertThat(detector.statistic(state)).isGreaterThanOrEqualTo(detector.threshold(state));
                assertThat(detector.threshold(state)).isNotNegative();
            }
        }
    }

    /** Beyond what was counted and drawn, which goes on. */
    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aMissingValueChangesNothingButThatAnAlarmEnds(DriftDetector detector) {
        double[] state = detector.init();
        double[] gaps = detector.init();
        for (double value : errors(5)) {
            state = detector.update(state, value);
            gaps = detector.update(gaps, value);
            double[] before = gaps.clone();
            if (detector.level(gaps) == DriftLevel.DRIFT) {
                gaps = detector.update(gaps, Double.NaN);
                assertThat(detector.level(gaps)).isEqualTo(DriftLevel.NONE);
            } else {
                assertThat(gaps).isEqualTo(state);
                gaps = detector.update(gaps, Double.NaN);
                assertThat(gaps).isEqualTo(before);
            }
        }
        assertThat(gaps).isEqualTo(state);
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void noValueMakesTheStateInfinite(DriftDetector detector) {
        double[] state = detector.init();
        for (int i = 0; i < 3000; i++) {
            state = detector.update(state, i % 3 == 0 ? Double.POSITIVE_INFINITY : -Double.MAX_VALUE);
        }
        assertThat(detector.validState(state)).isTrue();
        assertThat(Arrays.stream(state).allMatch(Double::isFinite)).isTrue();
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void anInfiniteValueCountsAsTheLargestThatIsTaken(DriftDetector detector) {
        double largest = detector.bounded() ? 1 : Float.MAX_VALUE;
        double least = detector.bounded() ? 0 : -Float.MAX_VALUE;
        double[] infinite = Reference.run(detector, 0, Double.POSITIVE_INFINITY, 1, Double.NEGATIVE_INFINITY);
        assertThat(infinite).isEqualTo(Reference.run(detector, 0, largest, 1, least));
        assertThat(infinite).isNotEqualTo(Reference.run(detector, 0, 0.25, 1, 0.25));
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aConstantNeverAlarms(DriftDetector detector) {
        for (double constant : new double[] {0, 1, 1.0 / 3}) {
            double[] state = detector.init();
            for (int i = 0; i < 5000; i++) {
                state = detector.update(state, constant);
            }
            assertThat(detector.episodes(state)).isZero();
        }
    }

    /** Beside Page-Hinkley, whose two sums begin at different extremes. */
    @Test
    void aTwoSidedDetectorAlarmsAtAFallAsAOneSidedOneAtARise() {
        double[] rise = Arrays.copyOfRange(Reference.S8, 1000, 3000);
        double[] fall = Arrays.stream(rise).map(x -> 1 - x).toArray();
        for (List<DriftDetector> pair : List.of(
                List.<DriftDetector>of(new HddmA(true), new HddmA(false)),
                List.<DriftDetector>of(new HddmW(true), new HddmW(false)),
                List.<DriftDetector>of(new Cusum(30, 0.005, 50, true), new Cusum(30, 0.005, 50, false)))) {
            List<Integer> alarms = Reference.alarms(pair.get(1), rise);
            assertThat(alarms).hasSize(1);
            assertThat(Reference.alarms(pair.get(0), rise)).isEqualTo(alarms);
            assertThat(Reference.alarms(pair.get(0), fall)).isEqualTo(alarms);
            assertThat(Reference.alarms(pair.get(1), fall)).isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void anUpdateAllocatesNothingOnceTheStateHasGrown(DriftDetector detector) {
        double[] state = Reference.run(detector, Reference.S2);
        if (!(detector instanceof Adwin)) {
            assertThat(detector.update(state, 1)).isSameAs(state);
        }
    }

    /** Errors of .1 and .6 by turns. */
    private static double[] errors(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, 3000)
                .mapToDouble(i -> random.nextDouble() < (i / 500 % 2 == 0 ? 0.1 : 0.6) ? 1 : 0)
                .toArray();
    }

    /** The same, some missing, some beyond any bound. */
    private static double[] roughStream(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = errors(seed);
        for (int i = 0; i < values.length; i += 1 + random.nextInt(100)) {
            values[i] = List.of(Double.NaN, Double.NEGATIVE_INFINITY, 1e5).get(random.nextInt(3));
        }
        return values;
    }

    private static DriftDetector throughBytes(DriftDetector detector) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(detector);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (DriftDetector) in.readObject();
        }
    }
}
