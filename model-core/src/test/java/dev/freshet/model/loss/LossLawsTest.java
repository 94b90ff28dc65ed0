package dev.freshet.model.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every loss; {@link Loss}'s own list of its kinds says which there are. */
class LossLawsTest {
    private static final float[] EXTREMES = {
        0,
        -0f,
        1,
        -1,
        0.5f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        1e20f,
        -1e20f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE
    };

    static Stream<Loss> losses() {
        return Stream.of(
                Losses.meanSquaredError(),
                Losses.meanAbsoluteError(),
                Losses.huber(),
                Losses.huber(1e30),
                Losses.quantile(0.9),
                Losses.hinge(),
                Losses.binaryCrossEntropy(),
                Losses.binaryCrossEntropy(0.2),
                Losses.categoricalCrossEntropy(),
                Losses.categoricalCrossEntropy(0.1),
                Losses.poisson(),
                Losses.classWeighted(Losses.hinge(), 2, 1e30, 1e-30),
                Losses.classWeighted(Losses.categoricalCrossEntropy(0.1), 2, 1e30, 1e-30));
    }

    @Test
    void everyKindOfLossIsAmongThoseTested() {
        assertThat(losses().map(Object::getClass).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Loss.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("losses")
    void aLossIsARecordThatTravelsAsBytes(Loss loss) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(loss);

        assertThat(loss).isInstanceOf(Record.class);
        assertThat(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject())
                .isEqualTo(loss);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theValueIsFiniteWhateverFiniteNumbersComeIn(Loss loss) {
        for (float p : EXTREMES) {
            for (float q : EXTREMES) {
                for (double label : labels(loss)) {
                    float[] output = {9, p, q, 1 - p};
                    double value = loss.value(output, 1, outputs(loss), label);
                    assertThat(Math.abs(value))
                            .as(p + ", " + q + ", label " + label)
                            .isLessThanOrEqualTo(1e100);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theGradientFillsItsOwnPlacesAndNoOther(Loss loss) {
        int n = outputs(loss);
        float[] d = new float[n + 2];
        Arrays.fill(d, 7);

        loss.gradient(new float[] {9, 0.2f, 0.5f, 0.3f, 9}, 1, n, 1, 1, d);

        assertThat(d[0]).isEqualTo(7);
        assertThat(d[n + 1]).isEqualTo(7);
        for (int j = 1; j <= n; j++) {
            assertThat(d[j]).isNotEqualTo(7);
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theGradientIsProportionalToItsScale(Loss loss) {
        int n = outputs(loss);
        float[] one = new float[n];
        float[] quarter = new float[n];
        float[] output = {0.2f, 0.5f, 0.3f};

        loss.gradient(output, 0, n, 1, 1, one);
        loss.gradient(output, 0, n, 1, 0.25f, quarter);

        for (int j = 0; j < n; j++) {
            assertThat(quarter[j]).isEqualTo(one[j] / 4);
        }
    }

    /** Along z for a canonical loss: the value is a function of z by the loss's own activation. */
    @ParameterizedTest
    @MethodSource("losses")
    void theGradientIsTheSlopeOfTheValue(Loss loss) {
        int n = outputs(loss);
        double h = 1e-3;
        for (double[] z : new double[][] {{0.3, -0.2, 0.8}, {-0.4, 0.6, 0.1}, {0.9, 0.2, -0.7}}) {
            for (int label = 0; label < (loss.output().takesClasses() && n > 1 ? 3 : 2); label++) {
                float[] d = new float[n];
                loss.gradient(output(loss, z, n), 0, n, label, 1, d);
                for (int j = 0; j < n; j++) {
                    double before = z[j];
                    z[j] = before + h;
                    double above = loss.value(output(loss, z, n), 0, n, label);
                    z[j] = before - h;
                    double below = loss.value(output(loss, z, n), 0, n, label);
                    z[j] = before;
                    assertThat((above - below) / (2 * h)).isCloseTo(d[j], within(2e-3 * (1 + Math.abs(d[j]))));
                }
            }
        }
    }

    private static float[] output(Loss loss, double[] z, int n) {
        float[] output = new float[n];
        double sum = 0;
        for (double v : z) {
            sum += Math.exp(v);
        }
        for (int j = 0; j < n; j++) {
            output[j] = (float)
                    switch (loss.output()) {
                        case MEAN -> Math.exp(z[j]);
                        case PROBABILITY -> 1 / (1 + Math.exp(-z[j]));
                        case PROBABILITIES -> Math.exp(z[j]) / sum;
                        case ANY, NUMBER, SCORES -> z[j];
                    };
        }
        return output;
    }

    private static int outputs(Loss loss) {
        return loss instanceof CategoricalCrossEntropy || loss instanceof ClassWeighted ? 3 : 1;
    }

    private static double[] labels(Loss loss) {
        if (loss.output().takesClasses() && loss.output() != Output.ANY) {
            return new double[] {0, 1};
        }
        double[] numbers = {0, 1, 1e-320, 3, 1e30, 1e300, Double.MAX_VALUE, -1, -1e30, -Double.MAX_VALUE};
        return Arrays.stream(numbers).filter(y -> y >= loss.minLabel()).toArray();
    }

    @Test
    void aSettingOutOfItsRangeIsRefusedWithTheRuleAndWhatWasFound() {
        refuses(() -> Losses.huber(0), "huber.delta must be > 0 and finite: got 0.0");
        refuses(() -> Losses.huber(Double.NaN), "huber.delta must be > 0 and finite: got NaN");
        refuses(() -> Losses.huber(1e39), "huber.delta must be > 0 and finite: got 1.0E39");
        refuses(() -> Losses.quantile(0), "quantile.level must lie in (0, 1): got 0.0");
        refuses(() -> Losses.quantile(1), "quantile.level must lie in (0, 1): got 1.0");
        refuses(() -> Losses.binaryCrossEntropy(1), "cross-entropy.label-smoothing must lie in [0, 1): got 1.0");
        refuses(
                () -> Losses.categoricalCrossEntropy(-0.1),
                "cross-entropy.label-smoothing must lie in [0, 1): got -0.1");
        refuses(
                () -> Losses.classWeighted(Losses.huber(), 1, 2),
                "class-weights must be given once, to a loss of classes: got Huber[delta=1.0]");
        refuses(
                () -> Losses.classWeighted(Losses.classWeighted(Losses.hinge(), 1, 2), 1, 2),
                "class-weights must be given once, to a loss of classes: got ClassWeighted[loss=Hinge[], "
                        + "weights=[1.0, 2.0]]");
        refuses(
                () -> Losses.classWeighted(Losses.hinge(), 1, 0),
                "class-weights must be > 0 and finite: got [1.0, 0.0]");
        refuses(
                () -> new ClassWeighted(Losses.hinge(), List.of(1e39, 1.0)),
                "class-weights must be > 0 and finite: got [1.0E39, 1.0]");
    }

    private static void refuses(Runnable mistake, String message) {
        assertThatThrownBy(mistake::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
