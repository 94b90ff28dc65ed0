package dev.freshet.model.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.Learner;
import dev.freshet.model.data.Dataset;
import dev.freshet.model.run.Learners;
import dev.freshet.model.run.Model;
import dev.freshet.model.run.Prequential;
import dev.freshet.model.run.PrequentialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's five lines, on a file of a test. */
class FiveLinesTest {
    private static final Path SOURCE = Path.of("src/test/java/dev/freshet/model/readme/FiveLinesTest.java");

    @TempDir
    private Path folder;

    @Test
    void fiveLinesReadLearnAndTell() throws IOException {
        Path file = Files.writeString(folder.resolve("letters.csv"), letters());
        // FIVE begins
        Dataset data = Dataset.read(file);
        Learner learner = Learners.classifier(data.schema());
        PrequentialResult result = Prequential.run(data, learner);
        System.out.println(result);
        String curve = result.toCsv();
        // FIVE ends

        assertThat(result.metric("accuracy")).isGreaterThan(0.9);
        assertThat(curve.lines()).hasSize(2);
        assertReadmeHolds("README.md", "FIVE");
        assertReadmeHolds("../README.md", "FIVE");
    }

    @Test
    void kerasVerbsWorkOnTheSameFile() throws IOException {
        Path file = Files.writeString(folder.resolve("letters.csv"), letters());
        // KERAS begins
        Dataset data = Dataset.read(file);
        Model model = Model.of(Learners.spec(data.schema()).build());
        model.fit(data, 5, 32); // epochs, batch size
        double accuracy = model.evaluate(data).metric("accuracy");
        float[][] probabilities = model.predict(data);
        // KERAS ends

        assertThat(accuracy).isGreaterThan(0.9);
        assertThat(probabilities).hasNumberOfRows(1000);
        assertReadmeHolds("README.md", "KERAS");
    }

    /** Whether x is above y. */
    private static String letters() {
        StringBuilder csv = new StringBuilder("x,y,class\n");
        for (int i = 0; i < 1000; i++) {
            double x = StrictMath.sin(i);
            double y = StrictMath.cos(0.7 * i);
            csv.append(x)
                    .append(',')
                    .append(y)
                    .append(',')
                    .append(x > y ? "A" : "B")
                    .append('\n');
        }
        return csv.toString();
    }

    private static void assertReadmeHolds(String readme, String name) throws IOException {
        String source = Files.readString(SOURCE);
        int from = source.indexOf('\n', source.indexOf("// " + name + " begins")) + 1;
        int to = source.lastIndexOf('\n', source.indexOf("// " + name + " ends"));

        assertThat(Files.readString(Path.of(readme)))
                .contains("```java\n" + source.substring(from, to).stripIndent() + "\n```\n");
    }
}
