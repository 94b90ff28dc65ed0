package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every layer and every activation. */
class LayerLawsTest {
    private static final float[] EXTREMES = {
        0, -0f, 1, -1, 1e-30f, 87, -87, 1e20f, -1e20f, Float.MAX_VALUE, -Float.MAX_VALUE
    };

    static Stream<Layer> layers() {
        return Stream.of(
                new Dense(3, Activation.GELU),
                new Dense(2, Activation.SOFTMAX).withL1(0.1).withL2(0.2).withMaxNorm(3),
                new Dropout(0.5));
    }

    @Test
    void everyKindOfLayerIsAmongThoseTested() {
        assertThat(layers().map(Object::getClass).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Layer.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("layers")
    void aLayerIsARecordThatKnowsItsWidthAndItsParameters(Layer layer) {
        List<Layer> layers = layer instanceof Dense ? List.of(layer) : List.of(layer, new Dense(1, Activation.LINEAR));
        Network network = new Network(new Sequential(layers), 5);

        assertThat(layer).isInstanceOf(Record.class);
        long rest = layer instanceof Dense ? 0 : 6;
        assertThat(layer.parameters(5) + rest).isEqualTo(network.parameterCount());
        assertThat(layer.units(5)).isEqualTo(layer instanceof Dense ? network.width(1) : 5);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void anActivationIsTheOraclesWithinItsRounding(Activation activation) {
        Gen gen = new Gen(3);
        for (int i = 0; i < 200; i++) {
            float[] z = {(float) gen.between(-4, 4), (float) gen.between(-4, 4), (float) gen.between(-4, 4)};
            double[] expected = DoubleNetwork.activate(activation, DoubleNetwork.widened(z));
            activation.apply(z, 0, 3);
            for (int j = 0; j < 3; j++) {
                assertThat((double) z[j]).isEqualTo(expected[j], within(1e-6 * Math.max(1, Math.abs(expected[j]))));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void anActivationOfAFiniteNumberIsANumberAndSoIsItsSlope(Activation activation) {
        for (float x : EXTREMES) {
            float[] z = {x, 1};
            float[] a = z.clone();
            float[] d = {1, 1};

            activation.apply(a, 0, 2);
            if (activation == Activation.EXPONENTIAL && x > 88) {
                assertThat(a[0]).isEqualTo(Float.POSITIVE_INFINITY); // refused with its example
                continue;
            }
            activation.backward(d, activation.needsScores() ? z : a, 0, 2);

            assertThat(Math.abs(a[0])).as("of " + x).isLessThanOrEqualTo(Float.MAX_VALUE);
            assertThat(Math.abs(d[0])).as("slope at " + x).isLessThanOrEqualTo(Float.MAX_VALUE);
        }
    }

    @Test
    void leakyReluHasAFifthOfTheSlopeBelowZero() {
        float[] z = {-10, 10, 0};
        Activation.LEAKY_RELU.apply(z, 0, 3);

        assertThat(z).containsExactly(-2, 10, 0);
    }

    /** x Φ(x) by tables: Φ(1) = .841344746, Φ(−2) = .022750132. */
    @Test
    void geluIsTheExactOne() {
        float[] z = {1, -2, 0};
        Activation.GELU.apply(z, 0, 3);

        assertThat(z[0]).isEqualTo(0.8413447f, within(1e-7f));
        assertThat(z[1]).isEqualTo(-0.04550026f, within(1e-8f));
        assertThat(z[2]).isEqualTo(0);
    }
}
