package dev.freshet.model.run;

import dev.freshet.model.Activation;
import dev.freshet.model.BatchPolicy;
import dev.freshet.model.Dense;
import dev.freshet.model.DriftPolicy;
import dev.freshet.model.Example;
import dev.freshet.model.Guard;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Sequential;
import dev.freshet.model.Task;
import dev.freshet.model.encode.CategoryHash;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.eval.Views;
import dev.freshet.model.loss.Losses;
import dev.freshet.model.optim.Optimizers;
import java.util.ArrayList;
import java.util.List;

/** Two numbers and a class that is or is not a function of them. */
final class Streams {
    private Streams() {}

    static LearnerSpec spec(int batch) {
        return new LearnerSpec(
                new Task.Classification(List.of("out", "in")),
                new FeatureEncoding(List.of(new Numbers(List.of("x", "y"), Scaling.STANDARD))),
                Sequential.of(new Dense(16, Activation.RELU), new Dense(2, Activation.SOFTMAX)),
                Losses.categoricalCrossEntropy(),
                Optimizers.adam(0.01),
                BatchPolicy.ofSize(batch),
                Guard.DEFAULT,
                DriftPolicy.NONE,
                Views.DEFAULT,
                7);
    }

    /** Whether a point of a square lies in the circle inside. */
    static List<Example> circle(int n) {
        List<Example> stream = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double x = draw(2L * i);
            double y = draw(2L * i + 1);
            stream.add(Example.of(i, x * x + y * y < 0.6 ? 1 : 0, x, y));
        }
        return stream;
    }

    /** Labels that nothing tells. */
    static List<Example> coins(int n) {
        List<Example> stream = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            stream.add(Example.of(i, draw(-i - 1) > 0 ? 1 : 0, draw(2L * i), draw(2L * i + 1)));
        }
        return stream;
    }

    /** Uniform in [-1, 1). */
    private static double draw(long i) {
        return (CategoryHash.mix(i * 0x9e3779b97f4a7c15L + 1) >>> 11) * 0x1p-52 - 1;
    }
}
