package dev.freshet.model;

import dev.freshet.model.drift.Adwin;
import dev.freshet.model.drift.DriftDetector;
import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.encode.HashedCategories;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.eval.Views;
import dev.freshet.model.loss.Loss;
import dev.freshet.model.loss.Losses;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.optim.Optimizers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Builds the specs of tests: small unless told, SGD .1, batches of 4, no scaling, no detector. */
final class Specs {
    private final Task task;
    private final List<Encoder> encoders = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();
    private Layer last;
    private Loss loss;
    private GradientTransform optimizer = Optimizers.sgd(0.1);
    private BatchPolicy batch = BatchPolicy.ofSize(4);
    private Guard guard = Guard.DEFAULT;
    private DriftPolicy drift = DriftPolicy.NONE;
    private Views metrics = new Views(8, 0.999);
    private long seed = 1;

    private Specs(Task task, Layer last, Loss loss) {
        this.task = task;
        this.last = last;
        this.loss = loss;
    }

    static Specs regression() {
        return regression(Activation.LINEAR);
    }

    static Specs regression(Activation last) {
        return new Specs(new Task.Regression(), new Dense(1, last), Losses.meanSquaredError());
    }

    /** Two classes by one sigmoid output. */
    static Specs binary() {
        return new Specs(
                new Task.Classification(List.of("no", "yes")),
                new Dense(1, Activation.SIGMOID),
                Losses.binaryCrossEntropy());
    }

    static Specs classes(int n) {
        return new Specs(
                new Task.Classification(
                        IntStream.range(0, n).mapToObj(k -> "class " + k).toList()),
                new Dense(n, Activation.SOFTMAX),
                Losses.categoricalCrossEntropy());
    }

    /** Classes by scores: one for two classes, or one per class. */
    static Specs scores(int classes, int units) {
        return new Specs(classes(classes).task, new Dense(units, Activation.LINEAR), Losses.hinge());
    }

    Specs numbers(int n) {
        return numbers(n, Scaling.NONE);
    }

    Specs numbers(int n, Scaling scaling) {
        int from = encoders.size();
        encoders.add(new Numbers(
                IntStream.range(0, n).mapToObj(i -> "x" + from + "." + i).toList(), scaling));
        return this;
    }

    Specs category(int buckets) {
        encoders.add(new HashedCategories(List.of("c" + encoders.size()), buckets));
        return this;
    }

    Specs encoder(Encoder encoder) {
        encoders.add(encoder);
        return this;
    }

    /** Another layer before the last. */
    Specs hidden(int units, Activation activation) {
        return layer(new Dense(units, activation));
    }

    /** The last layer, with other settings. */
    Specs last(Dense layer) {
        last = layer;
        return this;
    }

    /** Another layer before the last. */
    Specs layer(Layer layer) {
        layers.add(layer);
        return this;
    }

    Specs loss(Loss loss) {
        this.loss = loss;
        return this;
    }

    Specs optimizer(GradientTransform optimizer) {
        this.optimizer = optimizer;
        return this;
    }

    Specs batch(int size) {
        return batch(size, 0);
    }

    Specs batch(int size, long maxAgeMillis) {
        batch = new BatchPolicy(size, maxAgeMillis);
        return this;
    }

    Specs detector(DriftDetector detector) {
        return drift(DriftPolicy.watch(detector));
    }

    Specs drift(DriftPolicy drift) {
        this.drift = drift;
        return this;
    }

    Specs guard(Guard guard) {
        this.guard = guard;
        return this;
    }

    Specs metrics(Views metrics) {
        this.metrics = metrics;
        return this;
    }

    Specs seed(long seed) {
        this.seed = seed;
        return this;
    }

    LearnerSpec build() {
        List<Layer> all = new ArrayList<>(layers);
        all.add(last);
        return new LearnerSpec(
                task,
                new FeatureEncoding(encoders),
                new Sequential(all),
                loss,
                optimizer,
                batch,
                guard,
                drift,
                metrics,
                seed);
    }

    Learner learner() {
        return new Learner(build());
    }

    /** Any spec of up to three layers, with all kinds of features, batches, optimisers and detectors. */
    static LearnerSpec random(Gen gen) {
        Specs specs = gen.pick(regression(), binary(), classes(gen.between(2, 4)), scores(3, 3), scores(2, 1));
        specs.numbers(gen.between(1, 5), gen.pick(Scaling.values()));
        if (gen.chance(0.5)) {
            specs.category(gen.between(1, 6)).numbers(gen.between(1, 3), Scaling.STANDARD);
        }
        for (int i = gen.below(3); i > 0; i--) {
            if (gen.chance(0.2)) {
                specs.layer(new Dropout(gen.between(0, 0.9)));
            }
            specs.layer(randomDense(gen));
        }
        if (gen.chance(0.5)) {
            specs.detector(new Adwin(0.2, 4, 3, 2, 4));
        }
        return specs.optimizer(gen.pick(
                        Optimizers.sgd(0.05), Optimizers.momentum(0.01, 0.9), Optimizers.adam(gen.between(0.001, 0.1))))
                .batch(gen.between(1, 9), gen.chance(0.3) ? gen.between(1, 200) : 0)
                .metrics(new Views(gen.between(1, 20), 0.99))
                .seed(gen.bits())
                .build();
    }

    private static Dense randomDense(Gen gen) {
        Activation activation = gen.pick(
                Activation.LINEAR,
                Activation.SIGMOID,
                Activation.TANH,
                Activation.RELU,
                Activation.LEAKY_RELU,
                Activation.GELU);
        Dense dense = new Dense(gen.between(1, 9), activation);
        return gen.chance(0.8) ? dense : dense.withL1(0.01).withL2(0.01).withMaxNorm(gen.between(0.5, 2));
    }
}
