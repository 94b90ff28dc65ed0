package dev.freshet.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuggestionTest {
    private static final List<String> KEYS =
            List.of("rate", "beta1", "beta2", "epsilon", "dead-letters", "max-age", "window", "transaction-timeout");

    @ParameterizedTest
    @CsvSource({
        "rat, rate",
        "raet, rate",
        "lerning-rate, rate",
        "learning_rate, rate",
        "beta_1, beta1",
        "eps, epsilon",
        "deadletters, dead-letters",
        "dead_letters, dead-letters",
        "MAX_AGE, max-age",
        "maxAge, max-age",
        "windwo, window",
        "transaction, transaction-timeout"
    })
    void aNearMissFindsWhatWasMeant(String found, String meant) {
        assertThat(Suggestion.of(found, KEYS)).hasValue(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "dropout", "e", "nesterov"})
    void whatIsFarFromAllFindsNone(String found) {
        assertThat(Suggestion.of(found, KEYS)).isEmpty();
    }

    @Test
    void aLongWordCostsNothing() {
        assertThat(Suggestion.of("r".repeat(1_000_000), KEYS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"abc, abc, 0", "abc, abd, 1", "abc, acb, 1", "abc, ab, 1", "'', abc, 3", "kitten, sitting, 3"})
    void aDistanceCountsSteps(String a, String b, int steps) {
        assertThat(Suggestion.distance(a, b)).isEqualTo(steps);
        assertThat(Suggestion.distance(b, a)).isEqualTo(steps);
    }
}
