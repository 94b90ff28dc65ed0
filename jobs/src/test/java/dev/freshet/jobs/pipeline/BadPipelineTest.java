package dev.freshet.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file gets that says too little, too much or the wrong kind of thing, word for word. */
class BadPipelineTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    lerning_rate: 0.1 | 6:21 model.optimizer.sgd.lerning_rate: unknown key, did you mean rate? Allowed: rate, clip-norm, clip-value
                    rate: 0.1, Rate: 1| 6:32 model.optimizer.sgd.Rate: unknown key, did you mean rate? Allowed: rate, clip-norm, clip-value
                    rate: 0.1, xyz: 1 | 6:32 model.optimizer.sgd.xyz: unknown key. Allowed: rate, clip-norm, clip-value
                    rate: 0.1, rate: 1| 6:32 model.optimizer.sgd.rate: key stands twice, first in line 6
                    """)
    void anUnknownKeyComesWithTheOneThatWasMeant(String rate, String problem) {
        assertThat(Sample.problems(Sample.with("rate: 0.1", rate))).containsExactly(problem);
    }

    @Test
    void aMissingKeyIsNamedOnceUnlessItIsMisspelt() {
        assertThat(Sample.problems(Sample.with("rate: 0.1", "")))
                .containsExactly("6:20 model.optimizer.sgd.rate: is required");
        assertThat(Sample.problems(Sample.with("rate: 0.1", "xyz: 1")))
                .containsExactly(
                        "6:20 model.optimizer.sgd.rate: is required",
                        "6:21 model.optimizer.sgd.xyz: unknown key. Allowed: rate, clip-norm, clip-value");
    }

    @ParameterizedTest
    @CsvSource({
        "name:, 1:1 nam: unknown key; did you mean name?",
        "task:, 2:1 tas: unknown key; did you mean task?",
        "features:, 3:1 feature: unknown key; did you mean features?",
        "model:, 4:1 mode: unknown key; did you mean model?",
        "network:, 5:3 model.networ: unknown key; did you mean network?"
    })
    void aMisspeltKeyIsTheOnlyProblemOfItsMapping(String key, String problem) {
        String misspelt = key.substring(0, key.length() - 2) + ":";

        assertThat(Sample.problems(Sample.with(key, misspelt)))
                .singleElement()
                .asString()
                .startsWith(problem.replace(';', ','));
    }

    @Test
    void yesAndNoAreStringsWhereStringsBelongAndNoBooleansElsewhere() {
        assertThat(Sample.problems(Sample.with("[a, b]", "[yes, no]"))).isEmpty();
        assertThat(Sample.problems(Sample.SMALL + "kafka: {topics: {create: no}}\n"))
                .containsExactly("9:26 kafka.topics.create: expected true or false, found string \"no\":"
                        + " YAML 1.2 says true and false");
        assertThat(Sample.problems(Sample.with("[a, b]", "[1, 2]")))
                .containsExactly(
                        "2:18 task.classes[0]: expected string, found number 1: put it in quotes",
                        "2:21 task.classes[1]: expected string, found number 2: put it in quotes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    5     | found number 5
                    12:30 | found string "12:30"
                    5 s   | found string "5 s"
                    10m   | found string "10m"
                    -5s   | found string "-5s"
                    1.5s  | found string "1.5s"
                    """)
    void aDurationHasAWholeNumberAndAUnit(String age, String found) {
        assertThat(Sample.problems(Sample.with("size: 32", "max-age: " + age)))
                .containsExactly(
                        "7:20 model.batch.max-age: expected a duration such as 500ms, 10s, 12min or 1h, " + found);
    }

    @Test
    void problemsOfEveryKindAreReportedTogetherInTheOrderOfTheirLines() {
        String yaml = """
                name: bad name
                task: {classes: [a, b]}
                kafka: {bootstrap: "${NOWHERE}", topics: {events: x, drift: x}}
                features:
                  - {numeric: [x, x]}
                  - &anchor {category: [z], hash: 4}
                  - *anchor
                model:
                  network: [{dense: 1, activation: sigmoid}]
                  optimizer: {sgd: {rate: !!float 0}}
                  batch: {size: 64}
                metrics: {window: 10, window: 20}
                parallelism: 0
                extra: true
                """;

        assertThat(Sample.problems(yaml))
                .containsExactly(
                        "1:7 name: expected a name of 1 to 200 letters, digits, '.', '_' and '-' that begins with a"
                                + " letter or digit, found string \"bad name\"",
                        "3:20 kafka.bootstrap: environment variable NOWHERE is not set",
                        "3:61 kafka.topics.drift: is also the topic of events: the job would read what it writes; name"
                                + " another",
                        "5:19 features[0].numeric[1]: feature x is declared twice, first in line 5",
                        "7:5 features[2]: alias *anchor is not allowed: write the value out",
                        "10:27 model.optimizer.sgd.rate: tag !!float is not allowed: a value's form says its type",
                        "12:23 metrics.window: key stands twice, first in line 12",
                        "13:14 parallelism: must lie in [1, 32768], found 0",
                        "14:1 extra: unknown key. Allowed: name, task, kafka, events, features, model, drift, metrics,"
                                + " checkpoint, delivery, parallelism, prior, publish, challengers, select, commands, scoring, labels, state");
    }

    @Test
    void aFileOfNothingButErrorsReportsAHundredAndCountsTheRest() {
        String yaml = String.join(
                "",
                Stream.iterate(1, i -> i + 1)
                        .limit(250)
                        .map(i -> "key" + i + ": 1\n")
                        .toList());
        List<String> problems = Sample.problems(yaml);

        assertThat(problems).hasSize(101).last().isEqualTo("has 154 more problems");
    }

    @Test
    void manyRepeatedLabelsAreReportedOnceEach() {
        assertThat(Sample.problems(Sample.with("[a, b]", "[" + "a, ".repeat(4000) + "b]")))
                .hasSize(101)
                .last()
                .isEqualTo("has 3899 more problems");
    }

    @Test
    void aProblemIsOneLineThatATerminalCanShow() {
        assertThat(Sample.problems(Sample.SMALL + "\"a\\e[31m\\n\\u202e\": 1\n"))
                .singleElement()
                .asString()
                .startsWith("9:1 a\\u001b[31m\\u000a\\u202e: unknown key. Allowed: name, task");
        assertThat(Sample.problems(Sample.with("name: p", "name: \"p\\e[0m\"")))
                .singleElement()
                .asString()
                .endsWith("found string \"p\\u001b[0m\"");
    }
}
