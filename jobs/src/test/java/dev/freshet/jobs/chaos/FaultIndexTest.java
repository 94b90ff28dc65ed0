package dev.freshet.jobs.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each fault that is answered for has a test that is there by name, or says why not. */
class FaultIndexTest {
    private static final List<Integer> ANSWERED_FOR = List.of(
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 24, 25, 26, 27, 30, 34, 35, 36, 37,
            40);
    private static final String WHY_NOT = "no test";
    private static final String FAULT = "Fault.";

    private record Row(int number, String fault, String happens, List<String> tests) {
        static Row of(String line) {
            String[] cells = line.split("\t", -1);
            assertThat(cells).as(line).hasSize(4);
            return new Row(
                    Integer.parseInt(cells[0]),
                    cells[1],
                    cells[2],
                    cells[3].isEmpty() ? List.of() : List.of(cells[3].split(" ")));
        }

        /** As the table of the README has it. */
        String text() {
            String by = tests.stream()
                    .map(test -> "`" + test.replaceFirst("#.*", "") + "`")
                    .distinct()
                    .collect(Collectors.joining(", "));
            return "| " + number + " | " + fault + " | " + happens + " | " + (by.isEmpty() ? "–" : by) + " |";
        }
    }

    private static List<Row> rows() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(FaultIndexTest.class.getResourceAsStream("faults.tsv"), "the index")) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .skip(1)
                    .map(Row::of)
                    .toList();
        }
    }

    @Test
    void everyFaultStandsOnce() throws IOException {
        assertThat(rows()).extracting(Row::number).containsExactlyElementsOf(ANSWERED_FOR);
    }

    @Test
    void everyFaultHasATestThatIsThereOrAReason() throws IOException {
        Map<String, String> sources = testSources();
        Set<String> faults = Arrays.stream(Fault.values()).map(Enum::name).collect(Collectors.toSet());
        for (Row row : rows()) {
            assertThat(row.happens().startsWith(WHY_NOT))
                    .as("row %s", row)
                    .isEqualTo(row.tests().isEmpty());
            for (String test : row.tests()) {
                if (test.startsWith(FAULT)) {
                    assertThat(faults).as("row %s", row.number()).contains(test.substring(FAULT.length()));
                } else {
                    String[] name = test.split("#", -1);
                    assertThat(sources.getOrDefault(name[0], ""))
                            .as("row %s: %s", row.number(), test)
                            .contains("void " + name[1] + "(");
                }
            }
        }
    }

    @Test
    void everyFaultThatIsInjectedAnswersForARow() throws IOException {
        List<String> named =
                rows().stream().flatMap(row -> row.tests().stream()).toList();
        assertThat(Fault.values()).allMatch(fault -> named.contains(FAULT + fault.name()));
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
        for (String module : List.of("jobs", "model-core", "connectors/wire", "connectors/kafka")) {
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
