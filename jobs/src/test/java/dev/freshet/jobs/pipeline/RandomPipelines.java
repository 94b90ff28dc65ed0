package dev.freshet.jobs.pipeline;

import dev.freshet.jobs.learn.CommandRules;
import dev.freshet.jobs.learn.EventRules;
import dev.freshet.jobs.learn.LabelRules;
import dev.freshet.jobs.learn.PublishRules;
import dev.freshet.jobs.learn.StateRules;
import dev.freshet.jobs.score.ScoreRules;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.DeliverySettings.TransactionNaming;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.Reading;
import dev.freshet.kafka.Start;
import dev.freshet.model.Activation;
import dev.freshet.model.BatchPolicy;
import dev.freshet.model.Challenger;
import dev.freshet.model.Dense;
import dev.freshet.model.DriftPolicy;
import dev.freshet.model.DriftResponse;
import dev.freshet.model.Dropout;
import dev.freshet.model.Guard;
import dev.freshet.model.Initializer;
import dev.freshet.model.Layer;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Selection;
import dev.freshet.model.Sequential;
import dev.freshet.model.Task;
import dev.freshet.model.drift.Adwin;
import dev.freshet.model.drift.DriftDetector;
import dev.freshet.model.drift.FeatureDrift;
import dev.freshet.model.encode.Cross;
import dev.freshet.model.encode.DateTimeParts;
import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.FadingNumbers;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.encode.HashedCategories;
import dev.freshet.model.encode.HashedFeatures;
import dev.freshet.model.encode.HashedText;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.OneHot;
import dev.freshet.model.encode.Ordinal;
import dev.freshet.model.encode.PreparedNumbers;
import dev.freshet.model.encode.Range;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.encode.TermWeight;
import dev.freshet.model.encode.TimePart;
import dev.freshet.model.eval.Views;
import dev.freshet.model.loss.Loss;
import dev.freshet.model.loss.Losses;
import dev.freshet.model.loss.Output;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.select.BestWindow;
import dev.freshet.model.select.ConfidenceSequence;
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
    private final RandomRules rules;
    private int names;

    RandomPipelines(long seed) {
        random = new Random(seed);
        rules = new RandomRules(random);
    }

    Pipeline next() {
        String name = "p" + random.nextInt(1000);
        EventMapping events = random.nextBoolean() ? EventMapping.CANONICAL : mapping();
        boolean late = random.nextInt(3) == 0;
        LearnerSpec learner = learner();
        Pipeline alone = new Pipeline(
                name,
                learner,
                events,
                kafka(),
                topics(name),
                new Reading(one(Start.values()), one(Reading.Ordering.values()), one(Reading.DataLoss.values())),
                delivery(name),
                random.nextBoolean() ? null : "x" + one(ODD),
                random.nextBoolean() ? 0 : 1 + random.nextInt(100),
                new StateSettings(
                        one(StateSettings.Backend.values()),
                        1 + random.nextInt(2000),
                        100 + random.nextInt(32_669),
                        new StateRules(
                                one(StateRules.ShapeChange.values()),
                                random.nextBoolean() ? 0 : 1 + random.nextInt(100_000_000))),
                events.id() == null || late || random.nextBoolean() ? EventRules.NONE : eventRules(),
                null,
                random.nextBoolean() ? PublishRules.DEFAULT : publishRules(),
                random.nextBoolean() ? null : scoreRules(),
                late ? new LabelRules(random.nextInt(100_000_000), 1 + random.nextInt(100_000_000)) : null,
                random.nextBoolean() ? null : new CommandRules(1 + random.nextInt(1_000_000)),
                null);
        boolean mapped = alone.state().rules().onShapeChange() == StateRules.ShapeChange.MAP;
        return mapped || random.nextBoolean() ? alone : alone.withSelection(selection(learner));
    }

    private Selection selection(LearnerSpec learner) {
        List<Challenger> challengers = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            challengers.add(new Challenger(
                    "c-" + i,
                    learner.toBuilder()
                            .seed(random.nextBoolean() ? learner.seed() : random.nextInt())
                            .batch(new BatchPolicy(
                                    1 + random.nextInt(learner.batch().size()), random.nextInt(2) * 1_000L))
                            .build()));
        }
        return new Selection(
                challengers,
                random.nextBoolean()
                        ? new BestWindow(1 + random.nextInt(5_000), random.nextInt(10) / 10.0)
                        : new ConfidenceSequence(0.25, 1 + random.nextInt(9), random.nextInt(2) * 0.5, 1));
    }

    private ScoreRules scoreRules() {
        return new ScoreRules(
                one(ScoreRules.UntilModel.values()),
                1 + random.nextInt(100_000_000),
                1 + random.nextInt(1_000_000),
                one(ScoreRules.Then.values()));
    }

    private PublishRules publishRules() {
        return new PublishRules(
                random.nextInt(1_000_000),
                random.nextBoolean() ? 0 : 1 + random.nextInt(100_000_000),
                random.nextBoolean());
    }

    private EventRules eventRules() {
        return new EventRules(
                random.nextBoolean() ? 0 : 1 + random.nextInt(1_000_000),
                random.nextBoolean() ? 0 : 1 + random.nextInt(100_000_000),
                one(EventRules.Late.values()));
    }

    LearnerSpec learner() {
        return learner(rules.any(Vocabulary.LOSSES));
    }

    /** A learner that makes {@code loss} small, of a task and a last layer that suit it. */
    LearnerSpec learner(Loss loss) {
        Output output = loss.output();
        boolean regression = !output.takesClasses() || (output == Output.ANY && random.nextBoolean());
        int classes = output == Output.PROBABILITY ? 2 : 2 + random.nextInt(3);
        int batch = 1 + random.nextInt(64);
        GradientTransform optimizer = rules.optimizer();
        boolean scalable = optimizer.whyUnscalable() == null;
        return LearnerSpec.of(regression ? new Task.Regression() : new Task.Classification(names(classes)))
                .features(features())
                .network(new Sequential(layers(regression ? last(output) : last(output, classes))))
                .loss(regression || random.nextBoolean() ? loss : Losses.classWeighted(loss, weights(classes)))
                .optimizer(optimizer)
                .batch(new BatchPolicy(batch, random.nextBoolean() ? 0 : 1 + random.nextInt(100_000_000)))
                .guard(random.nextBoolean() ? Guard.DEFAULT : guard(scalable, output != Output.MEAN))
                .drift(random.nextInt(4) == 0 ? DriftPolicy.NONE : drift(scalable, regression))
                .metrics(
                        random.nextInt(8) == 0
                                ? Views.NONE
                                : new Views(batch + random.nextInt(2000), random.nextInt(4) == 0 ? 1 : positive()))
                .seed(random.nextBoolean() ? 0 : random.nextLong())
                .build();
    }

    private Dense last(Output output) {
        return dense(1, output == Output.MEAN ? Activation.EXPONENTIAL : Activation.LINEAR);
    }

    private Dense last(Output output, int classes) {
        return switch (output) {
            case PROBABILITY -> dense(1, Activation.SIGMOID);
            case SCORES -> dense(classes == 2 && random.nextBoolean() ? 1 : classes, Activation.LINEAR);
            default -> dense(classes, Activation.SOFTMAX);
        };
    }

    private double[] weights(int classes) {
        double[] weights = new double[classes];
        for (int k = 0; k < classes; k++) {
            weights[k] = positive() * 10;
        }
        return weights;
    }

    private Guard guard(boolean scalable, boolean neverNegative) {
        return new Guard(
                random.nextBoolean() ? Double.POSITIVE_INFINITY : positive() * 100,
                neverNegative && random.nextBoolean() ? 1 + positive() * 100 : Double.POSITIVE_INFINITY,
                scalable ? positive() : 1);
    }

    private DriftPolicy drift(boolean scalable, boolean regression) {
        DriftPolicy.Target target = one(DriftPolicy.Target.values());
        boolean proportions = target == DriftPolicy.Target.ERROR && !regression;
        return new DriftPolicy(
                detector(proportions),
                detector(proportions),
                target,
                scalable ? rules.any(Vocabulary.RESPONSES) : new DriftResponse.ResetModel(),
                random.nextBoolean() ? null : rules.changed(new FeatureDrift(rules.any(Vocabulary.TESTS))));
    }

    private DriftDetector detector(boolean proportions) {
        DriftDetector detector = rules.any(Vocabulary.DETECTORS);
        return proportions || !detector.bounded() ? detector : new Adwin(positive());
    }

    private List<Layer> layers(Dense last) {
        List<Layer> layers = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            if (random.nextInt(3) == 0) {
                layers.add(new Dropout(random.nextDouble() * 0.9));
            }
            layers.add(dense(
                    1 + random.nextInt(50),
                    one(List.of(
                            Activation.LINEAR,
                            Activation.RELU,
                            Activation.TANH,
                            Activation.LEAKY_RELU,
                            Activation.GELU,
                            Activation.SIGMOID))));
        }
        layers.add(last);
        return layers;
    }

    private Dense dense(int units, Activation activation) {
        return new Dense(
                units,
                activation,
                one(Initializer.values()),
                random.nextInt(4) == 0 ? positive() : 0,
                random.nextInt(4) == 0 ? positive() : 0,
                random.nextInt(4) == 0 ? positive() * 5 : Double.POSITIVE_INFINITY);
    }

    private FeatureEncoding features() {
        List<Encoder> encoders = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            encoders.add(encoder());
        }
        return new FeatureEncoding(encoders);
    }

    private Encoder encoder() {
        List<String> inputs = names(1 + random.nextInt(3));
        Scaling scaling = one(Scaling.values());
        int bits = 1 + random.nextInt(8);
        return switch (random.nextInt(11)) {
            case 0 -> new Numbers(inputs, scaling);
            case 1 ->
                new Numbers(
                        List.of("n" + names + "x0", "n" + names + "x1", "n" + names + "x2", "n" + names++ + "x3"),
                        scaling);
            case 2 ->
                new PreparedNumbers(
                        new Numbers(inputs, scaling),
                        range(),
                        rules.any(Vocabulary.IMPUTATIONS),
                        random.nextBoolean(),
                        range());
            case 3 -> new FadingNumbers(inputs, positive());
            case 4 -> new HashedCategories(inputs, 1 + random.nextInt(100));
            case 5 -> new OneHot(inputs.get(0), names(1 + random.nextInt(4)), random.nextBoolean());
            case 6 -> new Ordinal(inputs.get(0), names(2 + random.nextInt(4)));
            case 7 -> new Cross(names(2 + random.nextInt(2)), bits);
            case 8 ->
                new HashedText(
                        inputs.get(0),
                        rules.changed(FeatureWords.TERMS),
                        bits,
                        random.nextBoolean(),
                        rules.changed(TermWeight.COUNTS));
            case 9 ->
                new DateTimeParts(
                        inputs.get(0),
                        List.of(one(TimePart.values())),
                        random.nextBoolean(),
                        one(List.of("UTC", "+02:00")));
            default -> hashed(inputs, scaling, bits);
        };
    }

    private Encoder hashed(List<String> inputs, Scaling scaling, int bits) {
        return switch (random.nextInt(3)) {
            case 0 -> new HashedFeatures(inputs, scaling, List.of(), bits);
            case 1 -> new HashedFeatures(List.of(), scaling, inputs, bits);
            default -> new HashedFeatures(inputs, scaling, names(2), bits);
        };
    }

    private Range range() {
        return new Range(
                random.nextBoolean() ? Double.NEGATIVE_INFINITY : -positive(),
                random.nextBoolean() ? Double.POSITIVE_INFINITY : positive());
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
                        : Map.of(
                                "ssl.truststore.password",
                                one(ODD),
                                "ssl.key.password",
                                one(ODD),
                                "security.protocol",
                                "SSL"));
    }

    private PipelineTopics topics(String name) {
        PipelineTopics defaults = PipelineTopics.of(name);
        if (random.nextBoolean()) {
            return defaults;
        }
        PipelineTopics topics = defaults.with(Topic.EVENTS, "t1")
                .with(Topic.METRICS, "123")
                .with(Topic.DRIFT, "null")
                .with(Topic.MODELS, "t-5_x.y")
                .with(Topic.COMMAND_ACKS, "acks")
                .partitioned(1 + random.nextInt(100))
                .replicated(random.nextBoolean() ? -1 : 1 + random.nextInt(3));
        return random.nextBoolean() ? topics.existing() : topics;
    }

    private DeliverySettings delivery(String name) {
        return new DeliverySettings(
                Duration.ofMillis(1 + random.nextInt(10_000)),
                Duration.ofSeconds(1 + random.nextInt(100)),
                Duration.ofMinutes(1 + random.nextInt(3)),
                Duration.ofDays(1),
                random.nextBoolean() ? name : "x" + one(ODD),
                one(TransactionNaming.values()),
                one(DeliverySettings.Guarantee.values()),
                one(DeliverySettings.Unproven.values()));
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
