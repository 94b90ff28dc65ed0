package dev.freshet.jobs.pipeline;

import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.DeliverySettings.TransactionNaming;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.Start;
import dev.freshet.model.Activation;
import dev.freshet.model.BatchPolicy;
import dev.freshet.model.Dense;
import dev.freshet.model.DriftPolicy;
import dev.freshet.model.Guard;
import dev.freshet.model.Initializer;
import dev.freshet.model.Layer;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Sequential;
import dev.freshet.model.Task;
import dev.freshet.model.drift.Adwin;
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
import dev.freshet.wire.EventMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Pipelines of every kind that a file can say, the same for the same seed. */
final class RandomPipelines {
    private static final List<String> ODD = List.of(
            "null",
            "~",
            "no",
            "1",
            "-1.5e3",
            "0o17",
            "true",
            "",
            " ",
            "a b",
            "a: b",
            "# c",
            "- d",
            "[e]",
            "{f}",
            "*g",
            "&h",
            "!i",
            "|",
            ">",
            "'",
            "\"",
            "\\",
            "%",
            "@",
            "`",
            "${HOME}",
            "$${x",
            "$$$",
            "\n",
            "\t",
            "é",
            "\uD83D\uDE00",
            "\u2028",
            "a/b~c",
            "y");

    private final Random random;
    private int names;

    RandomPipelines(long seed) {
        random = new Random(seed);
    }

    Pipeline next() {
        String name = "p" + random.nextInt(1000);
        return new Pipeline(
                name,
                learner(),
                random.nextBoolean() ? EventMapping.CANONICAL : mapping(),
                kafka(),
                topics(name),
                one(Start.values()),
                delivery(name),
                random.nextBoolean() ? null : "x" + one(ODD),
                random.nextBoolean() ? 0 : 1 + random.nextInt(100),
                new StateSettings(one(StateSettings.Backend.values()), 1 + random.nextInt(2000)));
    }

    LearnerSpec learner() {
        boolean regression = random.nextInt(4) == 0;
        int classes = 2 + random.nextInt(3);
        boolean single = classes == 2 && random.nextBoolean();
        Task task = regression ? new Task.Regression() : new Task.Classification(names(classes));
        Layer last = regression
                ? dense(1, Activation.LINEAR)
                : single ? dense(1, Activation.SIGMOID) : dense(classes, Activation.SOFTMAX);
        Loss crossEntropy = single ? Losses.binaryCrossEntropy() : Losses.categoricalCrossEntropy();
        int batch = 1 + random.nextInt(64);
        return new LearnerSpec(
                task,
                features(),
                new Sequential(layers(last)),
                regression || random.nextInt(4) == 0 ? Losses.meanSquaredError() : crossEntropy,
                optimizer(),
                new BatchPolicy(batch, random.nextBoolean() ? 0 : 1 + random.nextInt(100_000_000)),
                Guard.DEFAULT,
                random.nextInt(4) == 0 ? DriftPolicy.NONE : DriftPolicy.watch(new Adwin(positive())),
                new Views(batch + random.nextInt(2000), random.nextInt(4) == 0 ? 1 : positive()),
                random.nextBoolean() ? 0 : random.nextLong());
    }

    private List<Layer> layers(Layer last) {
        List<Layer> layers = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            layers.add(dense(
                    1 + random.nextInt(50),
                    one(List.of(Activation.LINEAR, Activation.RELU, Activation.TANH, Activation.SIGMOID))));
        }
        layers.add(last);
        return layers;
    }

    private Dense dense(int units, Activation activation) {
        return new Dense(units, activation, one(Initializer.values()));
    }

    private FeatureEncoding features() {
        List<Encoder> encoders = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            List<String> inputs = names(1 + random.nextInt(3));
            encoders.add(
                    random.nextBoolean()
                            ? new Numbers(inputs, one(Scaling.values()))
                            : new HashedCategories(inputs, 1 + random.nextInt(100)));
        }
        return new FeatureEncoding(encoders);
    }

    private GradientTransform optimizer() {
        return switch (random.nextInt(3)) {
            case 0 -> Optimizers.sgd(positive());
            case 1 -> Optimizers.momentum(positive(), random.nextDouble());
            default ->
                Optimizers.adam(positive() * 1e-5, random.nextDouble(), random.nextDouble(), 1e-12 + positive() / 2);
        };
    }

    private EventMapping mapping() {
        return new EventMapping(pointer("k"), pointer("i"), pointer("t"), pointer("l"), pointer("w"), features("f"));
    }

    private @Nullable String pointer(String name) {
        return random.nextInt(3) == 0 ? null : EventMapping.pointer(name + one(ODD));
    }

    private String features(String name) {
        return random.nextBoolean() ? "" : EventMapping.pointer(name + one(ODD));
    }

    private KafkaSettings kafka() {
        return new KafkaSettings(
                "a:1, b-c.d:65535",
                random.nextBoolean()
                        ? Map.of()
                        : Map.of("sasl.a", one(ODD), "ssl.b" + one(ODD), one(ODD), "security.protocol", "SSL"));
    }

    private PipelineTopics topics(String name) {
        PipelineTopics defaults = PipelineTopics.of(name);
        return random.nextBoolean()
                ? defaults
                : new PipelineTopics(
                        "t1",
                        defaults.predictions(),
                        "123",
                        "null",
                        "t-5_x.y",
                        defaults.deadLetters(),
                        1 + random.nextInt(100),
                        random.nextBoolean() ? -1 : 1 + random.nextInt(3),
                        random.nextBoolean());
    }

    private DeliverySettings delivery(String name) {
        return new DeliverySettings(
                Duration.ofMillis(1 + random.nextInt(10_000)),
                Duration.ofSeconds(1 + random.nextInt(100)),
                Duration.ofMinutes(1 + random.nextInt(3)),
                Duration.ofDays(1),
                random.nextBoolean() ? name : "x" + one(ODD),
                one(TransactionNaming.values()));
    }

    private List<String> names(int n) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            all.add(one(ODD) + names++);
        }
        return all;
    }

    private double positive() {
        return Math.nextUp(random.nextDouble() * 0.999);
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
