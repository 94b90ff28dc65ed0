package dev.freshet.jobs.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.jobs.local.LocalRunException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a model answers an event as it does. */
class ExplainedTest {
    private static final String NUMBER = "([-+0-9.e]+)";

    @TempDir
    Path directory;

    @Test
    void theInputThatDecidesStandsFirstAndThePartsAddUpToTheScore() throws IOException {
        List<String> lines = explain("{\"a\": 2, \"b\": 0.1}", null);

        assertThat(lines.get(0))
                .matches("key k at step 100, fingerprint [0-9a-f]{16}: predicts up with probability 0\\..*");
        Matcher sum = Pattern.compile("score of up " + NUMBER + " = " + NUMBER + " without inputs \\+ " + NUMBER
                        + " by inputs \\+ " + NUMBER + " unexplained")
                .matcher(lines.get(1));
        assertThat(sum.matches()).as(lines.get(1)).isTrue();
        assertThat(number(sum, 2) + number(sum, 3) + number(sum, 4)).isCloseTo(number(sum, 1), within(1e-4));
        assertThat(lines.get(2)).startsWith("  +").endsWith(" a");
        assertThat(lines.get(3)).endsWith(" b");
    }

    @Test
    void anotherClassIsExplainedWhereItIsNamed() throws IOException {
        assertThat(explain("{\"a\": 2, \"b\": 0.1}", "down").get(1)).startsWith("score of down -");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"x": {"a": "2"}}             | --event is no event of the pipeline: TYPE, /x/a must be a number or null
            {"x": {"a": 2}                | --event is no event of the pipeline: MALFORMED
            {"key": "other", "x": {"a": 2}} | --event is no event of the pipeline: KEY_MISMATCH, /key must equal the record's key "k": got "other"
            """)
    void whatIsNoEventOfTheKeyIsRefusedWithItsReason(String json, String why) throws IOException {
        Trained trained = new Trained(directory, "standard").learn(400);
        OpenedModel model = trained.open();

        assertThatThrownBy(() -> Explained.by(model, trained.pipeline, json, 1_700_000_000_000L, null))
                .isInstanceOf(LocalRunException.class)
                .hasMessageStartingWith(why);
    }

    @Test
    void aClassThatIsNoneIsRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> explain("{\"a\": 2}", "sideways"))
                .isInstanceOf(LocalRunException.class)
                .hasMessage("--class must be one of [down, up], the pipeline's classes: got sideways");
    }

    private List<String> explain(String inputs, @Nullable String target) throws IOException {
        Trained trained = new Trained(directory, "standard").learn(400);
        return Explained.by(trained.open(), trained.pipeline, "{\"x\": " + inputs + "}", 1_700_000_000_000L, target)
                .lines(20);
    }

    private static double number(Matcher matcher, int group) {
        return Double.parseDouble(matcher.group(group));
    }
}
