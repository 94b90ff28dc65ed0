package dev.freshet.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.data.Columns;
import dev.freshet.model.data.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of the accuracy table whose data is in the repository: the learner that needs no tuning, on real streams. */
class ShippedStreamsTest {
    private static final Path EXAMPLES = Path.of("../jobs/examples");

    @ParameterizedTest
    @CsvSource({"digits, digit, .90", "vowels, vowel, .60", "splice, junction, .88"})
    void theDefaultReachesTheTablesAccuracyAndBeatsTheBaselines(String name, String label, double floor)
            throws IOException {
        Dataset data = Dataset.read(
                EXAMPLES.resolve(name + ".csv.gz"), Columns.label(label).drop("key", "time"));

        PrequentialResult result = Prequential.run(data, Learners.classifier(data.schema()));

        assertThat(result.metric("accuracy"))
                .isGreaterThan(floor)
                .isGreaterThan(result.metric("noChangeAccuracy"))
                .isGreaterThan(result.metric("majorityAccuracy"));
        assertThat(result.state().refused()).isZero();
    }
}
