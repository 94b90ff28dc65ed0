package dev.freshet.jobs.learn;

import dev.freshet.model.Activation;
import dev.freshet.model.BatchPolicy;
import dev.freshet.model.Dense;
import dev.freshet.model.DriftPolicy;
import dev.freshet.model.Guard;
import dev.freshet.model.Layer;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Sequential;
import dev.freshet.model.Task;
import dev.freshet.model.drift.Adwin;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.encode.HashedCategories;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.eval.Views;
import dev.freshet.model.loss.Losses;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.optim.Optimizers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Learners of all kinds, small ones: inputs {@code a}, {@code b} and {@code c}, up to one hidden layer. */
public final class RandomSpecs {
    static final List<String> CLASSES = List.of("no", "yes", "maybe");

    private RandomSpecs() {}

    /** Any. */
    public static LearnerSpec draw(SplittableRandom random) {
        int classes = random.nextInt(1, 4);
        List<Layer> layers = new ArrayList<>();
        if (random.nextBoolean()) {
            layers.add(new Dense(random.nextInt(1, 6), random.nextBoolean() ? Activation.TANH : Activation.RELU));
        }
        layers.add(last(classes));
        return new LearnerSpec(
                classes == 1 ? new Task.Regression() : new Task.Classification(CLASSES.subList(0, classes)),
                inputs(random.nextBoolean() ? Scaling.STANDARD : Scaling.NONE),
                new Sequential(layers),
                classes == 1
                        ? Losses.meanSquaredError()
                        : classes == 2 ? Losses.binaryCrossEntropy() : Losses.categoricalCrossEntropy(),
                optimizer(random),
                new BatchPolicy(random.nextInt(1, 9), random.nextInt(3) == 0 ? random.nextInt(1, 60) : 0),
                Guard.DEFAULT,
                random.nextBoolean() ? DriftPolicy.watch(new Adwin(0.2, 4, 3, 2, 4)) : DriftPolicy.NONE,
                new Views(random.nextInt(1, 20), 0.99),
                random.nextLong());
    }

    /** Two classes, a hidden layer, Adam at {@code rate}, batches of 7, a detector. */
    public static LearnerSpec network(int hidden, double rate) {
        return network(hidden, rate, Scaling.STANDARD);
    }

    /** The same with numbers that are scaled so, or not. */
    public static LearnerSpec network(int hidden, double rate, Scaling scaling) {
        return new LearnerSpec(
                new Task.Classification(CLASSES.subList(0, 2)),
                inputs(scaling),
                Sequential.of(new Dense(hidden, Activation.TANH), new Dense(1, Activation.SIGMOID)),
                Losses.binaryCrossEntropy(),
                Optimizers.adam(rate),
                BatchPolicy.ofSize(7),
                Guard.DEFAULT,
                DriftPolicy.watch(new Adwin(0.2, 4, 3, 2, 4)),
                new Views(10, 0.99),
                1);
    }

    private static FeatureEncoding inputs(Scaling scaling) {
        return new FeatureEncoding(
                List.of(new Numbers(List.of("a", "b"), scaling), new HashedCategories(List.of("c"), 3)));
    }

    private static Dense last(int classes) {
        return switch (classes) {
            case 1 -> new Dense(1, Activation.LINEAR);
            case 2 -> new Dense(1, Activation.SIGMOID);
            default -> new Dense(classes, Activation.SOFTMAX);
        };
    }

    private static GradientTransform optimizer(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> Optimizers.sgd(0.05);
            case 1 -> Optimizers.momentum(0.01, 0.9);
            default -> Optimizers.adam(0.05);
        };
    }
}
