package dev.freshet.model.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.Activation;
import dev.freshet.model.Dense;
import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.optim.Optimizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of the repository's README: it runs, learns, and is the text that stands there, line breaks aside. */
class RootReadmeExampleTest {
    private static final Path SOURCE = Path.of("src/test/java/dev/freshet/model/readme/RootReadmeExampleTest.java");
    private static final Path README = Path.of("../README.md");

    @Test
    void theExampleLearnsThatTheProductDecides() {
        // README begins
        var spec = LearnerSpec.classification("DOWN", "UP")
                .features(new Numbers(List.of("price", "demand"), Scaling.STANDARD))
                .network(new Dense(8, Activation.TANH), new Dense(1, Activation.SIGMOID))
                .optimizer(Optimizers.adam(0.01))
                .batch(16)
                .seed(42)
                .build();
        Learner learner = new Learner(spec); // one for all keys
        LearnerState state = learner.init("NSW"); // one per key
        for (int i = 0; i < 5_000; i++) {
            double[] x = {StrictMath.sin(i), StrictMath.cos(0.7 * i)};
            learner.observe(state, Example.of(i, x[0] * x[1] > 0 ? 1 : 0, x));
        }
        Outcome outcome = learner.observe(state, Example.of(5_000, Double.NaN, 0.9, 0.8)); // only scored
        // README ends

        assertThat(outcome.prediction()[1]).isGreaterThan(0.9f);
    }

    @Test
    void theReadmeHoldsTheExampleAsItWasRun() throws IOException {
        String source = Files.readString(SOURCE);
        int from = source.indexOf("// README begins") + "// README begins".length();
        int to = source.indexOf("// README ends");

        assertThat(withoutSpace(Files.readString(README)))
                .contains(withoutSpace("```java" + source.substring(from, to) + "```"));
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
