package dev.freshet.wire;

import static dev.freshet.wire.Decoding.CLASSES;
import static dev.freshet.wire.Decoding.accepted;
import static dev.freshet.wire.Decoding.decoder;
import static dev.freshet.wire.Decoding.raw;
import static dev.freshet.wire.Decoding.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.encode.CategoryHash;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a number between its text and the model: rows 22 to 26 in detail. */
class NumbersTest {

    private static double read(JsonEventDecoder decoder, String name, String number) {
        double[] numbers = accepted(decoder.decode(raw("{\"x\":{\"" + name + "\":" + number + "}}")))
                .example()
                .numbers();
        return numbers[name.equals("a") ? 0 : 1];
    }

    @DisplayName("row 22: underflow")
    @Test
    void aNumberTooSmallForADoubleIsZeroAndCounted() {
        JsonEventDecoder decoder = decoder();
        assertThat(read(decoder, "a", "1e-400")).isZero();
        assertThat(read(decoder, "a", "-0.0001e-999")).isZero();
        assertThat(decoder.underflows()).isEqualTo(2);
        assertThat(read(decoder, "a", "0.000e-999")).isZero();
        assertThat(read(decoder, "a", "0e5")).isZero();
        assertThat(decoder.underflows()).isEqualTo(2);
    }

    @DisplayName("row 23: negative zero")
    @Test
    void negativeZeroIsKeptAsANumberAndIsZeroAsACategory() {
        assertThat(Double.doubleToRawLongBits(read(decoder(), "a", "-0.0"))).isEqualTo(Long.MIN_VALUE);
        for (String zero : new String[] {"0.0", "-0.0"}) {
            assertThat(accepted("{\"x\":{\"day\":" + zero + "}}").example().categories())
                    .containsExactly(CategoryHash.of("0.0"));
        }
        assertThat(accepted("{\"x\":{\"day\":-1}}").example().categories()).containsExactly(CategoryHash.of("-1"));
    }

    @DisplayName("row 24: beyond float32")
    @ParameterizedTest
    @ValueSource(strings = {"1e308", "-1e308", "3.5e38", "400000000000000000000000000000000000000"})
    void aNumberBeyondFloat32IsRefusedUnlessAScalerBoundsIt(String number) {
        Rejection rejection = refused("{\"x\":{\"a\":" + number + "}}", RejectionCode.DIVERGENCE);
        assertThat(rejection.field()).isEqualTo("/x/a");
        assertThat(read(decoder(), "b", number)).isEqualTo(Double.parseDouble(number));
    }

    @Test
    void theLargestFloatIsTakenUnscaled() {
        assertThat(read(decoder(), "a", "3.4028234663852886e38")).isEqualTo(Float.MAX_VALUE);
    }

    @DisplayName("row 25: subnormal")
    @Test
    void theSmallestDoubleIsTaken() {
        assertThat(read(decoder(), "a", "4.9e-324")).isEqualTo(Double.MIN_VALUE);
    }

    @DisplayName("row 26: integer beyond 2^53")
    @ParameterizedTest
    @CsvSource({
        "9007199254740992,true",
        "9007199254740993,false",
        "-9007199254740993,false",
        "9007199254740994,true",
        "999999999999999,true",
        "123456789012345678,false",
        "9223372036854775807,false",
        "9223372036854775808,true",
        "100000000000000000000,true",
        "100000000000000000001,false"
    })
    void anIntegerThatADoubleDoesNotHoldIsRoundedAndCountedOrRefusedInStrictMode(String number, boolean exact) {
        JsonEventDecoder lenient = decoder();
        assertThat(read(lenient, "a", number)).isEqualTo(Double.parseDouble(number));
        assertThat(lenient.roundedIntegers()).isEqualTo(exact ? 0 : 1);
        Decoded strict =
                decoder(CLASSES, new Strictness(true, false, false)).decode(raw("{\"x\":{\"a\":" + number + "}}"));
        if (exact) {
            accepted(strict);
        } else {
            assertThat(refused(strict, RejectionCode.PRECISION).field()).isEqualTo("/x/a");
        }
    }
}
