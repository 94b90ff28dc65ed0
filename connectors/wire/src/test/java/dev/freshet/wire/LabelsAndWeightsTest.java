package dev.freshet.wire;

import static dev.freshet.wire.Decoding.NUMBER;
import static dev.freshet.wire.Decoding.accepted;
import static dev.freshet.wire.Decoding.decoder;
import static dev.freshet.wire.Decoding.raw;
import static dev.freshet.wire.Decoding.refused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a label and a weight may be: rows 52 to 61 of the table of bad inputs. */
class LabelsAndWeightsTest {

    @DisplayName("row 52: label missing")
    @Test
    void anEventWithoutALabelIsScoredOnly() {
        assertThat(accepted("{\"x\":{\"a\":1}}").example().label()).isNaN();
        assertThat(accepted("{\"x\":{\"a\":1},\"y\":null}").example().label()).isNaN();
    }

    @DisplayName("rows 53 and 54: label outside of its domain")
    @ParameterizedTest
    @ValueSource(strings = {"\"LEFT\"", "\"up\"", "\"UP \"", "\"\"", "2", "-1", "0.5", "1.0", "false", "\"\\u0000\""})
    void aLabelThatIsNoClassIsRefused(String label) {
        Rejection rejection = refused("{\"x\":{\"a\":1},\"y\":" + label + "}", RejectionCode.LABEL_DOMAIN);
        assertThat(rejection.field()).isEqualTo("/y");
        assertThat(rejection.detail()).contains("[DOWN, UP, 1, true]");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"`\"DOWN\"`,0", "`\"U\\u0050\"`,1", "1,2", "`\"1\"`,2", "true,3", "`\"true\"`,3"})
    void aLabelIsAClassByItsLiteralText(String label, int index) {
        assertThat(accepted("{\"x\":{\"a\":1},\"y\":" + label + "}").example().label())
                .isEqualTo(index);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "[\"UP\"]", "{\"y\":1}"})
    void aLabelThatIsNoValueIsRefused(String label) {
        refused("{\"x\":{\"a\":1},\"y\":" + label + "}", RejectionCode.LABEL_TYPE);
        refused(
                decoder(NUMBER, Strictness.LENIENT).decode(raw("{\"x\":{\"a\":1},\"y\":" + label + "}")),
                RejectionCode.LABEL_TYPE);
    }

    @DisplayName("row 55: label of a regression that is no number")
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\"1.5\"`,LABEL_TYPE",
                "`\"NaN\"`,LABEL_TYPE",
                "true,LABEL_TYPE",
                "NaN,NON_FINITE",
                "1e400,NON_FINITE"
            })
    void aRegressionsLabelIsAFiniteNumber(String label, RejectionCode code) {
        String json = "{\"x\":{\"a\":1},\"y\":" + label + "}";
        assertThat(refused(decoder(NUMBER, Strictness.LENIENT).decode(raw(json)), code)
                        .field())
                .isEqualTo("/y");
    }

    @DisplayName("row 56: label 1e30")
    @ParameterizedTest
    @ValueSource(doubles = {1e30, -7, 0.1})
    void aRegressionTakesAnyFiniteLabel(double label) {
        String json = "{\"x\":{\"a\":1},\"y\":" + label + "}";
        assertThat(accepted(decoder(NUMBER, Strictness.LENIENT).decode(raw(json)))
                        .example()
                        .label())
                .isEqualTo(label);
    }

    @DisplayName("row 60: weight 0, and the largest")
    @ParameterizedTest
    @CsvSource({"0,0", "-0.0,0", "1e6,1e6", "1000000,1e6", "0.25,0.25"})
    void aWeightFrom0ToAMillionIsTaken(String weight, double value) {
        assertThat(Math.abs(accepted("{\"x\":{\"a\":1},\"w\":" + weight + "}")
                        .example()
                        .weight()))
                .isEqualTo(value);
    }

    @DisplayName("row 61: weight out of range")
    @ParameterizedTest
    @CsvSource({
        "-1,WEIGHT_RANGE",
        "NaN,WEIGHT_RANGE",
        "-Infinity,WEIGHT_RANGE",
        "1e12,WEIGHT_RANGE",
        "1e400,WEIGHT_RANGE"
    })
    void aWeightOutOfRangeIsRefused(String weight, RejectionCode code) {
        assertThat(refused("{\"x\":{\"a\":1},\"w\":" + weight + "}", code).field())
                .isEqualTo("/w");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "true", "[]", "{}"})
    void aWeightIsANumber(String weight) {
        refused("{\"x\":{\"a\":1},\"w\":" + weight + "}", RejectionCode.TYPE);
    }
}
