package dev.freshet.model.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every encoder. */
class EncoderLawsTest {
    private static final int EVENTS = 400;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Stream<Encoder> encoders() {
        return EncoderSamples.all();
    }

    @Test
    void everyTypeOfEncoderIsHere() {
        assertThat(encoders().<Object>map(Encoder::getClass).distinct().toList())
                .containsExactlyInAnyOrder((Object[]) Encoder.class.getPermittedSubclasses());
        assertThat(encoders()
                        .filter(PreparedNumbers.class::isInstance)
                        .<Object>map(
                                encoder -> ((PreparedNumbers) encoder).missing().getClass())
                        .distinct()
                        .toList())
                .containsExactlyInAnyOrder((Object[]) Imputation.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void anEncoderIsItsSettings(Encoder encoder) throws Exception {
        assertThat(encoder.getClass().isRecord()).isTrue();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(encoder);
        Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

        assertThat(copy).isEqualTo(encoder).hasSameHashCodeAs(encoder);
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void itTouchesItsOwnColumnsAndStatisticsAndNoOthers(Encoder encoder) {
        Ready ready = encoder.ready(
                encoder.reads().stream().mapToInt(schema(encoder)::place).toArray());
        double[] stats = new double[encoder.statsLength() + 5];
        Arrays.fill(stats, 0, 2, -7);
        Arrays.fill(stats, stats.length - 3, stats.length, -7);
        SplittableRandom random = new SplittableRandom(1);
        for (int n = 0; n < EVENTS; n++) {
            float[] out = new float[encoder.width() + 5];
            Arrays.fill(out, 1234);
            SparseRow row = new SparseRow();
            RawInputs event = EncoderSamples.event(random, schema(encoder));
            ready.encode(event, stats, 2, true, out, 2);
            ready.encode(event, stats, 2, false, row, 2);

            assertThat(out).startsWith(1234, 1234).endsWith(1234, 1234, 1234);
            for (int k = 0; k < row.size(); k++) {
                assertThat(row.index()[k]).isBetween(2, encoder.width() + 1);
            }
        }
        assertThat(stats).startsWith(-7, -7).endsWith(-7, -7, -7);
        for (int i = 2; i < Math.min(stats.length - 3, 20); i++) {
            assertThat(encoder instanceof HashedText || stats[i] != 0)
                    .as("statistic " + (i - 2))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void theSparseRowIsTheDenseVector(Encoder encoder) {
        FeatureEncoder dense = Encoding.one(encoder);
        FeatureEncoder sparse = Encoding.one(encoder);
        double[] denseStats = new double[encoder.statsLength()];
        double[] sparseStats = new double[encoder.statsLength()];
        SplittableRandom random = new SplittableRandom(2);
        SparseRow row = new SparseRow();
        for (int n = 0; n < EVENTS; n++) {
            RawInputs event = EncoderSamples.event(random, schema(encoder));
            row.clear();
            sparse.encode(event, sparseStats, true, row);
            float[] vector = Encoding.dense(dense, denseStats, event, true);

            assertThat(plusZero(Encoding.dense(row, encoder.width()))).isEqualTo(plusZero(vector));
            assertThat(sparseStats).isEqualTo(denseStats);
        }
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void lookingAtAnEventJustLearnedGivesItsVectorAgainAndChangesNothing(Encoder encoder) {
        FeatureEncoder ready = Encoding.one(encoder);
        double[] stats = new double[encoder.statsLength()];
        SplittableRandom random = new SplittableRandom(3);
        for (int n = 0; n < EVENTS; n++) {
            RawInputs event = EncoderSamples.event(random, schema(encoder));
            float[] learned = Encoding.dense(ready, stats, event, true);
            double[] before = stats.clone();

            assertThat(Encoding.dense(ready, stats, event, false)).isEqualTo(learned);
            assertThat(stats).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void goingOnFromCopiedStatisticsGivesTheSameBitsWhateverElseTheEncoderDid(Encoder encoder) {
        FeatureEncoder busy = Encoding.one(encoder);
        double[] stats = new double[encoder.statsLength()];
        double[] ofAnotherKey = new double[encoder.statsLength()];
        double[] restored = new double[encoder.statsLength()];
        SplittableRandom random = new SplittableRandom(4);
        for (int n = 0; n < EVENTS; n++) {
            RawInputs event = EncoderSamples.event(random, schema(encoder));
            Encoding.dense(busy, ofAnotherKey, EncoderSamples.event(random, schema(encoder)), true);
            float[] vector = Encoding.dense(busy, stats, event, true);
            restored = restored.clone();

            assertThat(Encoding.dense(Encoding.one(encoder), restored, event, true))
                    .isEqualTo(vector);
        }
        assertThat(restored).isEqualTo(stats);
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void noInputMakesAStatisticOtherThanFiniteNorAColumnOfABoundedOne(Encoder encoder) {
        FeatureEncoder ready = Encoding.one(encoder);
        double[] stats = new double[encoder.statsLength()];
        SplittableRandom random = new SplittableRandom(5);
        for (int n = 0; n < EVENTS; n++) {
            float[] vector = Encoding.dense(ready, stats, EncoderSamples.event(random, schema(encoder)), true);

            assertThat(Arrays.stream(stats).allMatch(Double::isFinite)).isTrue();
            for (float column : vector) {
                assertThat(Float.isFinite(column) || !encoder.bounded()).isTrue();
                assertThat(column).isNotNaN();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void anEventAllocatesNothingOnceScratchHasGrown(Encoder encoder) {
        FeatureEncoder ready = Encoding.one(encoder);
        double[] stats = new double[encoder.statsLength()];
        SplittableRandom random = new SplittableRandom(6);
        List<Inputs> events = Stream.generate(() -> EncoderSamples.event(random, schema(encoder)))
                .limit(EVENTS)
                .map(event -> event.time(1_700_000_000_000L))
                .toList();
        float[] out = new float[encoder.width()];
        SparseRow row = new SparseRow();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < EVENTS; i++) {
                row.clear();
                ready.encode(events.get(i), stats, true, out, 0);
                ready.encode(events.get(i), stats, true, row);
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(least).isZero();
    }

    private static FeatureSchema schema(Encoder encoder) {
        return new FeatureEncoding(List.of(encoder)).schema();
    }

    /** Minus zero is no column of a sparse row. */
    private static float[] plusZero(float[] vector) {
        for (int j = 0; j < vector.length; j++) {
            vector[j] += 0f;
        }
        return vector;
    }
}
