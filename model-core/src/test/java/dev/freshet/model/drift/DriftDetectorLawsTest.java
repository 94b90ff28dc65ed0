package dev.freshet.model.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What every detector that {@link DriftDetector} permits must keep to; a new detector needs a sample here. */
class DriftDetectorLawsTest {
    static final List<DriftDetector> SAMPLES = List.of(new Adwin(0.002), new Adwin(0.05, 8, 3, 2, 20));

    @Test
    void everyPermittedDetectorIsARecordAndHasASample() {
        assertThat(DriftDetector.class.getPermittedSubclasses()).allSatisfy(type -> {
            assertThat(type.isRecord()).isTrue();
            assertThat(SAMPLES).hasAtLeastOneElementOfType(type);
        });
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aCopyOfTheStateContinuesWithTheSameBits(DriftDetector detector) throws Exception {
        double[] stream = Lcg.jumpsAndRamp();
        double[] undisturbed = detector.init();
        double[] copied = detector.init();
        DriftDetector restored = throughBytes(detector);
        for (int i = 0; i < stream.length; i++) {
            undisturbed = detector.update(undisturbed, stream[i]);
            copied = restored.update(i % 7 == 0 ? copied.clone() : copied, stream[i]);
        }
        assertThat(copied).isEqualTo(undisturbed);
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aDetectorSurvivesSerialisation(DriftDetector detector) throws Exception {
        assertThat(throughBytes(detector)).isEqualTo(detector);
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void everyStateThatARunPassesThroughIsValid(DriftDetector detector) {
        double[] state = detector.init();
        assertThat(detector.validState(state)).isTrue();
        for (double value : Lcg.jumpsAndRamp()) {
            state = detector.update(state, value);
            assertThat(detector.validState(state)).isTrue();
        }
        assertThat(detector.episodes(state)).isPositive();
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aSpoiltStateIsNoticed(DriftDetector detector) {
        double[] state = detector.init();
        for (int i = 0; i < 500; i++) {
            state = detector.update(state, i % 3);
        }
        assertThat(detector.validState(Arrays.copyOf(state, state.length - 1))).isFalse();
        assertThat(detector.validState(Arrays.copyOf(state, state.length + 1))).isFalse();
        assertThat(detector.validState(new double[0])).isFalse();
        for (int i = 0; i < state.length; i++) {
            double[] spoilt = state.clone();
            spoilt[i] = Double.NaN;
            assertThat(detector.validState(spoilt)).isFalse();
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void anAlarmIsCountedOnceAndItsStatisticExceedsItsThreshold(DriftDetector detector) {
        double[] state = detector.init();
        long alarms = 0;
        for (double value : Lcg.jumpsAndRamp()) {
            state = detector.update(state, value);
            if (detector.level(state) == DriftLevel.DRIFT) {
                alarms++;
                assertThat(detector.statistic(state)).isGreaterThan(detector.threshold(state));
            }
        }
        assertThat(detector.episodes(state)).isEqualTo(alarms);
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aNameIsAWordOfAPipelineFile(DriftDetector detector) {
        assertThat(detector.name()).matches("[a-z][a-z-]*");
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
