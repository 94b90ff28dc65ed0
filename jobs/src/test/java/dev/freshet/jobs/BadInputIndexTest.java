package dev.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.wire.RejectionCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each of the 110 bad inputs has a test that is there by name, or waits for a feature that is named. */
class BadInputIndexTest {
    private static final int ROWS = 110;
    private static final String LATER = "comes with: ";
    private static final Set<String> FEATURES = Set.of("binary formats", "late labels", "commands");
    private static final Pattern DEAD_LETTER = Pattern.compile("DL ([A-Z][A-Z0-9_]+)");

    private record Row(int number, String input, String handling, String tests) {
        static Row of(String line) {
            String[] cells = line.split("\t", -1);
            assertThat(cells).as(line).hasSize(4);
            return new Row(Integer.parseInt(cells[0]), cells[1], cells[2], cells[3]);
        }

        boolean later() {
            return tests.startsWith(LATER);
        }

        List<String> methods() {
            return List.of(tests.split(" "));
        }

        /** As the table of the README has it. */
        String text() {
            String where = later()
                    ? tests
                    : methods().stream()
                            .map(method -> "`" + method.substring(0, method.indexOf('#')) + "`")
                            .distinct()
                            .sorted()
                            .collect(Collectors.joining(", "));
            return "| " + number + " | " + input + " | " + handling + " | " + where + " |";
        }
    }

    private static List<Row> rows() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(BadInputIndexTest.class.getResourceAsStream("bad-inputs.tsv"), "the index")) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .skip(1)
                    .map(Row::of)
                    .toList();
        }
    }

    @Test
    void everyRowStandsOnce() throws IOException {
        assertThat(rows())
                .extracting(Row::number)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, ROWS).boxed().toList());
    }

    @Test
    void everyRowHasATestThatIsThereOrWaitsForANamedFeature() throws IOException {
        Map<String, String> sources = testSources();
        for (Row row : rows()) {
            if (row.later()) {
                assertThat(FEATURES)
                        .as("row %s", row.number())
                        .contains(row.tests().substring(LATER.length()));
            } else {
                for (String test : row.methods()) {
                    String[] name = test.split("#", -1);
                    assertThat(sources.getOrDefault(name[0], ""))
                            .as("row %s: %s", row.number(), test)
                            .contains("void " + name[1] + "(");
                }
            }
        }
    }

    @Test
    void everyCodeOfARowIsOneThatTheProductHas() throws IOException {
        Set<String> codes =
                Arrays.stream(RejectionCode.values()).map(Enum::name).collect(Collectors.toSet());
        for (Row row : rows()) {
            Matcher code = DEAD_LETTER.matcher(row.handling());
            while (!row.later() && code.find()) {
                assertThat(codes).as("row %s", row.number()).contains(code.group(1));
            }
        }
    }

    @Test
    void theReadmesTableIsTheIndex() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        for (Row row : rows()) {
            assertThat(readme).contains(row.text() + "\n");
        }
    }

    /** Sources of all tests by class name; those of one name in two modules together. */
    private static Map<String, String> testSources() throws IOException {
        Map<String, String> all = new HashMap<>();
        for (String module : List.of(
                "jobs", "model-core", "connectors/wire", "connectors/kafka", "connectors/broker", "dashboards")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    all.merge(name, Files.readString(file), String::concat);
                }
            }
        }
        return all;
    }
}
