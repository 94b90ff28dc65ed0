package dev.freshet.model.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.Activation;
import dev.freshet.model.Dense;
import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.eval.View;
import dev.freshet.model.optim.Optimizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README's example, by the public types alone: it runs, gives the result that stands there, and is this text. */
class ReadmeExampleTest {
    private static final Path SOURCE = Path.of("src/test/java/dev/freshet/model/readme/ReadmeExampleTest.java");

    @Test
    void theExampleLearnsAndGivesTheResultThatTheReadmeStates() throws IOException {
        // README begins
        LearnerSpec spec = LearnerSpec.classification("DOWN", "UP")
                .features(new Numbers(List.of("price", "demand"), Scaling.STANDARD))
                .network(new Dense(8, Activation.TANH), new Dense(1, Activation.SIGMOID))
                .optimizer(Optimizers.adam(0.01))
                .batch(16)
                .seed(42)
                .build();
        Learner learner = new Learner(spec); // one for all keys
        LearnerState region = learner.init("NSW"); // one per key
        for (int i = 0; i < 5_000; i++) {
            double price = StrictMath.sin(i);
            double demand = StrictMath.cos(0.7 * i);
            double label = price * demand > 0 ? 1 : 0;
            learner.observe(region, Example.of(i, label, price, demand));
        }
        byte[] snapshot = new SnapshotCodec(learner).encode(region);
        LearnerState restored = new SnapshotCodec(learner).decode(snapshot);
        Outcome outcome = learner.observe(restored, Example.of(5_000, Double.NaN, 0.9, 0.8));
        double accuracy = learner.evaluation().value(learner.metrics(restored), "accuracy", View.WINDOW);
        System.out.printf(
                "step %d: UP with %.2f; right on %.1f %% of the last 1,000%n",
                outcome.step(), outcome.prediction()[1], 100 * accuracy);
        // README ends

        assertThat(outcome.step()).isEqualTo(312);
        assertThat((double) outcome.prediction()[1]).isEqualTo(0.984, within(5e-4));
        assertThat(accuracy).isEqualTo(0.969, within(1e-9));
        String printed = "step %d: UP with %.2f; right on %.1f %% of the last 1,000"
                .formatted(outcome.step(), outcome.prediction()[1], 100 * accuracy);
        assertThat(readme()).contains("prints `" + printed + "`");
    }

    @Test
    void theReadmeHoldsTheExampleAsItWasRun() throws IOException {
        String source = Files.readString(SOURCE);
        int from = source.indexOf('\n', source.indexOf("// README begins")) + 1;
        int to = source.lastIndexOf('\n', source.indexOf("// README ends"));

        assertThat(readme()).contains("```java\n" + source.substring(from, to).stripIndent() + "\n```\n");
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }
}
