package dev.freshet.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {

    @Test
    void aBillionLaughsAreRefusedBeforeTheyAreBuilt() {
        String bomb = "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
                + IntStream.range(0, 9)
                        .mapToObj(i -> {
                            char outer = (char) ('b' + i);
                            String inner = "*" + (char) ('a' + i);
                            return outer + ": &" + outer + " [" + (inner + ", ").repeat(8) + inner + "]\n";
                        })
                        .collect(Collectors.joining());

        assertThat(Sample.problems(bomb))
                .contains("2:8 b[0]: alias *a is not allowed: write the value out")
                .filteredOn(problem -> problem.contains("alias"))
                .hasSize(81);
    }

    @Test
    void anAliasThatHoldsItselfIsRefused() {
        assertThat(Sample.problems("&a [*a]\n")).contains("1:5 [0]: alias *a is not allowed: write the value out");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    !!javax.script.ScriptEngineManager [] | tag !!javax.script.ScriptEngineManager is not allowed: a value's form says its type
                    !!str p                               | tag !!str is not allowed: a value's form says its type
                    !mine p                               | tag !mine is not allowed: a value's form says its type
                    !!binary cA==                         | tag !!binary is not allowed: a value's form says its type
                    """)
    void noTagMakesAType(String name, String message) {
        assertThat(Sample.problems(Sample.with("name: p", "name: " + name))).containsExactly("1:7 name: " + message);
    }

    @Test
    void aTagIsRefusedOnAKeyToo() {
        assertThat(Sample.problems(Sample.with("name: p", "!!str name: p")))
                .containsExactly("1:1 name: tag !!str is not allowed: a value's form says its type");
    }

    @Test
    void aKeyThatStandsTwiceIsNamedWithItsFirstLine() {
        assertThat(Sample.problems(Sample.SMALL + "name: q\n"))
                .containsExactly("9:1 name: key stands twice, first in line 1");
    }

    @Test
    void aTabForIndentationIsNoYaml() {
        assertThat(Sample.problems(Sample.with("  network", "\tnetwork")))
                .singleElement()
                .asString()
                .startsWith("5:1: is not YAML: while scanning for the next token, found character '\\t(TAB)'");
    }

    @Test
    void textThatIsNoYamlIsReportedAtItsPlace() {
        assertThat(Sample.problems("name: [p\ntask: 1\n"))
                .containsExactly("2:5: is not YAML: while parsing a flow sequence, expected ',' or ']', but got :");
    }

    @Test
    void aControlCharacterIsReportedAtItsPlace() {
        assertThat(Sample.problems("name: p\ntask: \u0001\n"))
                .containsExactly("2:7: is not YAML: character U+0001 is not allowed");
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 100_000})
    void aDocumentIsNotDeeperThan32Levels(int depth) {
        assertThat(Sample.problems("[".repeat(depth + 1)))
                .singleElement()
                .asString()
                .isEqualTo("1:34 " + "[0]".repeat(33) + ": is nested deeper than 32 levels");
    }

    @Test
    void aSecondDocumentIsRefused() {
        assertThat(Sample.problems(Sample.SMALL + "---\n" + Sample.SMALL))
                .containsExactly("9:1: has a second document: a pipeline file is one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# nothing\n", "---\n", "--- # nothing\n...\n", "\uFEFF"})
    void anEmptyDocumentSaysHowToBegin(String yaml) {
        assertThat(Sample.problems(yaml)).containsExactly("is empty: begin with a name, a task, features and a model");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hello   | string "hello"
            [1]     | a list
            5       | number 5
            ~       | nothing
            """)
    void aDocumentIsAMapping(String yaml, String found) {
        assertThat(Sample.problems(yaml)).containsExactly("1:1: expected a mapping, found " + found);
    }

    @Test
    void aKeyIsAWord() {
        assertThat(Sample.problems(Sample.SMALL + "? [a, b]\n: 1\n"))
                .contains("9:3: a key must be a plain word: found a list, a mapping or an alias");
    }

    @Test
    void aByteOrderMarkAndWindowsLinesAreRead() {
        Pipeline plain = Sample.parse(Sample.SMALL);

        assertThat(Sample.parse("\uFEFF" + Sample.SMALL)).isEqualTo(plain);
        assertThat(Sample.parse(Sample.SMALL.replace("\n", "\r\n"))).isEqualTo(plain);
        assertThat(Sample.problems(Sample.with("rate: 0.1", "rate: x").replace("\n", "\r\n")))
                .containsExactly("6:27 model.optimizer.sgd.rate: expected number or a mapping, found string \"x\"");
    }

    @Test
    void textThatIsTooLongIsNotParsed() {
        assertThat(Sample.problems("#".repeat((1 << 20) + 1)))
                .containsExactly("is larger than 1 MiB, the most a pipeline file may have");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ${A}        | alpha
                    "${A}"      | alpha
                    '${A}-${B}' | alpha-beta
                    $${A}       | ${A}
                    $$${A}      | $${A}
                    $A          | $A
                    a$          | a$
                    "a ${B} c"  | a beta c
                    """)
    void placeholdersAreReplacedInStrings(String value, String expected) {
        String yaml = Sample.SMALL + "checkpoint:\n  directory: " + value + "\n";
        Pipeline pipeline = PipelineFile.parse("p", yaml, Map.of("A", "alpha", "B", "beta"));

        assertThat(pipeline.checkpointDirectory()).isEqualTo(expected);
    }

    @Test
    void anUnsetVariableIsNamedAndAllOfThemAre() {
        assertThat(Sample.problems(Sample.with("[a, b]", "[\"${NO}-${PASSWORD}\", \"${NEITHER}\"]")))
                .containsExactly(
                        "2:18 task.classes[0]: environment variable NO is not set",
                        "2:39 task.classes[1]: environment variable NEITHER is not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${", "${}", "${1}", "${A:-x}", "${A B}"})
    void aPlaceholderHasOneForm(String value) {
        assertThat(Sample.problems(Sample.with("[a, b]", "[\"" + value + "\", b]")))
                .containsExactly(
                        "2:18 task.classes[0]: a placeholder is written ${NAME} or ${file:PATH}, and ${ itself $${: found ${ without that");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    rate: 0.1          | rate: "${PASSWORD}"
                    activation: sigmoid| activation: "${PASSWORD}"
                    name: p            | name: "? ${PASSWORD}"
                    [a, b]             | ["${PASSWORD}", "${PASSWORD}"]
                    [x, y]             | ["${PASSWORD}", "${PASSWORD}"]
                    metrics:           | kafka: {bootstrap: "${PASSWORD}", topics: {events: "${PASSWORD}!", drift: "${PASSWORD}!"}, properties: {sasl.x: "${PASSWORD}", y: "${PASSWORD}"}}
                    size: 32           | max-age: "${PASSWORD}"
                    metrics:           | events: {key: "${PASSWORD}", label: "${PASSWORD}", id: "/~${PASSWORD}"}
                    metrics:           | delivery: {transactional-id-prefix: "${BLANK}"}
                    """)
    void noProblemShowsWhatTheEnvironmentHolds(String piece, String replacement) {
        String tail = replacement.contains("{") && piece.equals("metrics:") ? "\nmetrics:" : "";
        String yaml = Sample.with(piece, replacement + tail);

        assertThat(String.join("\n", problems(yaml))).isNotEmpty().doesNotContain("s3cret");
    }

    private static List<String> problems(String yaml) {
        try {
            PipelineFile.parse("p", yaml, Map.of("PASSWORD", "s3cret", "BLANK", " "));
            return List.of();
        } catch (PipelineException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }
}
