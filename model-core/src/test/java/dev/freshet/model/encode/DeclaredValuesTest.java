package dev.freshet.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link OneHot} and {@link Ordinal}. */
class DeclaredValuesTest {
    private static final List<String> SIZES = List.of("small", "medium", "large", "huge", "vast");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachDeclaredValueHasAColumnOfItsOwn(boolean other) {
        List<String> values = IntStream.range(0, 300).mapToObj(i -> "v" + i).toList();
        OneHot encoder = new OneHot("c", values, other);
        for (int i = 0; i < values.size(); i++) {
            float[] expected = new float[encoder.width()];
            expected[i] = 1;

            assertThat(encode(encoder, values.get(i))).isEqualTo(expected);
        }
    }

    @Test
    void anUndeclaredValueSetsNoColumnOrTheOneForOthers() {
        List<String> values = List.of("a", "b");

        assertThat(encode(new OneHot("c", values, false), "z")).containsExactly(0, 0);
        assertThat(encode(new OneHot("c", values, true), "z")).containsExactly(0, 0, 1);
        assertThat(encode(new OneHot("c", values, true), null)).containsExactly(0, 0, 0);
    }

    @Test
    void anOrderRunsEvenlyFromMinusOneToOne() {
        Ordinal encoder = new Ordinal("c", SIZES);

        float[] expected = {-1, -0.5f, 0, 0.5f, 1};
        for (int i = 0; i < expected.length; i++) {
            assertThat(encode(encoder, SIZES.get(i))).containsExactly(expected[i]);
        }
        assertThat(encode(encoder, "tiny")).containsExactly(0);
        assertThat(encode(encoder, null)).containsExactly(0);
    }

    @Test
    void aValueDeclaredTwiceIsRefused() {
        assertThatThrownBy(() -> new OneHot("c", List.of("a", "b", "a"), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("one-hot.values must list a value once: got a twice");
        assertThatThrownBy(() -> new Ordinal("c", List.of("a", "b", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ordinal.order must list a value once: got b twice");
    }

    @Test
    void tooFewValuesAreRefused() {
        assertThatThrownBy(() -> new OneHot("c", List.of(), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("one-hot.values must list at least one value: got []");
        assertThatThrownBy(() -> new Ordinal("c", List.of("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ordinal.order must list at least two values: got [a]");
    }

    private static float[] encode(Encoder encoder, @Nullable String value) {
        return Encoding.dense(encoder, new double[0], new Inputs().categories(value));
    }
}
