package dev.freshet.model.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, false, false",
        "65535, 65535, 1, true, true",
        "65535, 0, 0.99999994, true, false",
        "0, 65535, 1e-45, false, true",
        "7, 300, 0.25, true, true"
    })
    void whatIsKeptIsReadFromADoubleThatIsFinite(int truth, int guess, float p, boolean noChange, boolean majority) {
        double kept = Double.longBitsToDouble(Verdict.of(truth, guess, p, noChange, majority));
        assertThat(kept).isFinite();
        long verdict = Double.doubleToLongBits(kept);
        assertThat(Verdict.truth(verdict)).isEqualTo(truth);
        assertThat(Verdict.prediction(verdict)).isEqualTo(guess);
        assertThat(Verdict.p(verdict)).isEqualTo(p);
        assertThat(Verdict.noChangeHit(verdict)).isEqualTo(noChange);
        assertThat(Verdict.majorityHit(verdict)).isEqualTo(majority);
    }

    @ParameterizedTest
    @CsvSource({"NaN, 0", "-0.0, 0", "-3, 0", "-Infinity, 0", "Infinity, 1", "1.0000001, 1"})
    void aProbabilityThatIsNoneIsTheNearestThatIs(float p, float kept) {
        assertThat(Verdict.p(Verdict.of(0, 1, p, true, true))).isEqualTo(kept);
        assertThat(Verdict.of(0, 1, p, false, false))
                .as("a sign would be a hit of no-change")
                .isEqualTo(Verdict.of(0, 1, kept, false, false));
    }

    @Test
    void bitsThatNoEventLeavesAreNoticed() {
        assertThat(Verdict.valid(Verdict.of(2, 1, 1, true, true), 3)).isTrue();
        assertThat(Verdict.valid(Verdict.of(3, 1, 1, true, true), 3)).isFalse();
        assertThat(Verdict.valid(Verdict.of(1, 3, 1, true, true), 3)).isFalse();
        assertThat(Verdict.valid(Verdict.of(1, 2, 1, true, true) + (1L << 34), 3))
                .isFalse();
        assertThat(Verdict.valid(Double.doubleToLongBits(Double.NEGATIVE_INFINITY), 3))
                .isFalse();
    }
}
