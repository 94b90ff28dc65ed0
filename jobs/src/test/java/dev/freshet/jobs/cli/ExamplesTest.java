package dev.freshet.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.console.Totals;
import dev.freshet.jobs.replay.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the examples hold and how well they learn, without Kafka and without Flink. */
class ExamplesTest {
    private static final Path DIRECTORY = Path.of("examples");

    @TempDir
    Path other;

    /** The floor is a little below what was measured. */
    @ParameterizedTest
    @CsvSource({"digits, 0.86", "text, 0.62", "vowels, 0.68", "splice, 0.91", "drift, 0.76"})
    void aClassifierBeatsItsBaselines(String name, double floor) throws Exception {
        Totals totals = totals(name);

        assertThat(totals.value("accuracy"))
                .isGreaterThan(floor)
                .isGreaterThan(totals.value("noChangeAccuracy"))
                .isGreaterThan(totals.value("majorityAccuracy"));
        assertThat(totals.value("logLoss")).isLessThan(totals.bestConstant());
    }

    @Test
    void theRegressionBeatsItsBaselines() throws Exception {
        Totals totals = totals("regression");

        assertThat(totals.value("absoluteError"))
                .isLessThan(2.95)
                .isLessThan(totals.value("noChangeAbsoluteError"))
                .isLessThan(totals.value("meanBaselineAbsoluteError"));
    }

    @Test
    void eachHasATitleAndItsDataAnAttributionWithItsDigest() throws Exception {
        String attribution = Files.readString(DIRECTORY.resolve("README.md"));
        for (String name : Examples.in(DIRECTORY).names()) {
            assertThat(find(name).title()).as(name).isNotEmpty().doesNotStartWith("#");
        }
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            for (Path data :
                    files.filter(file -> file.toString().endsWith(".gz")).toList()) {
                assertThat(attribution)
                        .contains("| `" + data.getFileName() + "` | " + sha256(data) + " |")
                        .containsPattern("\\| `" + data.getFileName() + "` \\| [^|]+ \\| [^|]+(MIT|ISC|CC0|GPL-2)");
            }
        }
    }

    @Test
    void aPairOfFilesIsAnExampleAndAFileAloneIsNone() throws Exception {
        Files.writeString(other.resolve("pair.yaml"), "# Two of a kind.\nname: pair\n");
        Files.createFile(other.resolve("pair.csv.gz"));
        Files.createFile(other.resolve("alone.yaml"));
        Files.createFile(other.resolve("data.csv.gz"));

        assertThat(Examples.in(other).names()).containsExactly("flights", "pair");
        assertThat(Examples.in(other).find("alone")).isNull();
        assertThat(Examples.in(other.resolve("nowhere")).names()).containsExactly("flights");
    }

    static DemoExample find(String name) throws IOException {
        return Objects.requireNonNull(Examples.in(DIRECTORY).find(name), name);
    }

    private static Totals totals(String name) throws IOException {
        DemoExample example = find(name);
        try (Rows rows = example.rows().open()) {
            return PlainLoop.over(rows, example.pipeline(), Long.MAX_VALUE).totals();
        }
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
