package dev.freshet.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.jobs.learn.CommandRules;
import dev.freshet.jobs.learn.EventRules;
import dev.freshet.jobs.learn.PublishRules;
import dev.freshet.jobs.learn.QualityGate;
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
import dev.freshet.model.Guard;
import dev.freshet.model.Initializer;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Selection;
import dev.freshet.model.Sequential;
import dev.freshet.model.Task;
import dev.freshet.model.drift.Adwin;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.encode.HashedCategories;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.eval.Views;
import dev.freshet.model.loss.Losses;
import dev.freshet.model.optim.Optimizers;
import dev.freshet.model.select.ConfidenceSequence;
import dev.freshet.wire.EventMapping;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineFileTest {

    @Test
    void aFullFileSaysWhatTheJavaBuilderSays() {
        LearnerSpec learner = new LearnerSpec(
                new Task.Classification(List.of("DOWN", "UP", "no")),
                new FeatureEncoding(List.of(
                        new Numbers(List.of("nswprice", "nswdemand", "vicprice"), Scaling.STANDARD),
                        new Numbers(List.of("transfer"), Scaling.NONE),
                        new HashedCategories(List.of("weekday", "holiday"), 32))),
                Sequential.of(
                        new Dense(64, Activation.RELU, Initializer.HE_UNIFORM),
                        new Dense(16, Activation.TANH),
                        new Dense(3, Activation.SOFTMAX, Initializer.ZEROS)),
                Losses.categoricalCrossEntropy(),
                Optimizers.adam(0.01, 0.8, 0.99, 1e-7),
                new BatchPolicy(16, 10_000),
                Guard.DEFAULT,
                DriftPolicy.watch(new Adwin(0.01)),
                new Views(500, 0.99),
                -42);
        String login = "org.apache.kafka.common.security.plain.PlainLoginModule required password=\"s3cret\";";
        Pipeline expected = new Pipeline(
                "electricity",
                learner,
                new EventMapping("/region", "/meta/id", "/ts", "/class", "/w", "/inputs"),
                new KafkaSettings(
                        "broker:9092, other:9093",
                        Map.of(
                                "security.protocol", "SASL_SSL",
                                "sasl.mechanism", "PLAIN",
                                "sasl.jaas.config", login,
                                "client.dns.lookup", "use_all_dns_ips",
                                "sasl.login.refresh.window.factor", "1e-1")),
                PipelineTopics.of("electricity")
                        .with(Topic.EVENTS, "prices")
                        .with(Topic.PREDICTIONS, "prices-predicted")
                        .with(Topic.METRICS, "prices-metrics")
                        .with(Topic.DRIFT, "prices-drift")
                        .with(Topic.MODELS, "prices-models")
                        .with(Topic.DEAD_LETTERS, "prices-dead")
                        .with(Topic.LEDGER, "prices-ledger")
                        .with(Topic.FEATURES, "prices-features")
                        .with(Topic.LABELS, "prices-labels")
                        .with(Topic.SCORES, "prices-scores")
                        .with(Topic.MODEL_HISTORY, "prices-history")
                        .with(Topic.COMMANDS, "prices-commands")
                        .with(Topic.COMMAND_ACKS, "prices-acks")
                        .with(Topic.PROMOTIONS, "prices-promoted")
                        .partitioned(12)
                        .replicated(3)
                        .existing(),
                new Reading(Start.COMMITTED, Reading.Ordering.NONE, Reading.DataLoss.SKIP),
                new DeliverySettings(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(10),
                        "electricity-blue",
                        TransactionNaming.POOLING,
                        DeliverySettings.Guarantee.EXACTLY_ONCE,
                        DeliverySettings.Unproven.ACCEPT),
                "file:///var/lib/freshet",
                3,
                new StateSettings(StateSettings.Backend.ROCKSDB, 50, 512),
                new EventRules(5_000, 3_600_000, EventRules.Late.SCORE),
                null,
                new PublishRules(500, 7_200_000, false, QualityGate.NO_CHANGE),
                new ScoreRules(ScoreRules.UntilModel.PRIOR, 60_000, 50, ScoreRules.Then.DEAD_LETTER),
                null,
                new CommandRules(200),
                new Selection(
                        List.of(
                                new Challenger(
                                        "quick",
                                        learner.toBuilder()
                                                .optimizer(Optimizers.sgd(0.5))
                                                .seed(7)
                                                .build()),
                                new Challenger(
                                        "wide",
                                        learner.toBuilder()
                                                .network(Sequential.of(
                                                        new Dense(128, Activation.RELU),
                                                        new Dense(3, Activation.SOFTMAX)))
                                                .batch(new BatchPolicy(8, 0))
                                                .guard(new Guard(
                                                        10, Guard.DEFAULT.lossSpike(), Guard.DEFAULT.backOff()))
                                                .build())),
                        new ConfidenceSequence(0.01, 6, 0.001, 2)));

        assertThat(Sample.parse(Sample.full())).isEqualTo(expected);
    }

    @Test
    void whatAFileLeavesOutHasTheDocumentedDefault() {
        Pipeline pipeline = Sample.parse("""
                name: p
                task: {classes: [a, b]}
                features: [{numeric: [x]}]
                model: {network: [{dense: 2, activation: softmax}]}
                """);

        LearnerSpec learner = new LearnerSpec(
                new Task.Classification(List.of("a", "b")),
                new FeatureEncoding(List.of(new Numbers(List.of("x"), Scaling.STANDARD))),
                Sequential.of(new Dense(2, Activation.SOFTMAX)),
                Losses.categoricalCrossEntropy(),
                Optimizers.adam(0.001),
                BatchPolicy.ofSize(32),
                Guard.DEFAULT,
                DriftPolicy.watch(new Adwin(0.002)),
                Views.DEFAULT,
                0);
        assertThat(pipeline)
                .isEqualTo(new Pipeline(
                        "p",
                        learner,
                        EventMapping.CANONICAL,
                        KafkaSettings.of("localhost:9092"),
                        PipelineTopics.of("p"),
                        Reading.DEFAULT,
                        DeliverySettings.defaults("p"),
                        null,
                        0,
                        StateSettings.HEAP));
    }

    @Test
    void aRegressionLearnsByMseUnlessToldOtherwise() {
        LearnerSpec learner = Sample.parse(Sample.regression()).learner();

        assertThat(learner.task()).isEqualTo(new Task.Regression());
        assertThat(learner.loss()).isEqualTo(Losses.meanSquaredError());
        assertThat(learner.optimizer()).isEqualTo(Optimizers.momentum(0.01, 0.5));
        assertThat(learner.drift().detector()).isNull();
    }

    @Test
    void crossEntropyTakesTheFormOfTheLastLayer() {
        assertThat(Sample.parse(Sample.SMALL).learner().loss()).isEqualTo(Losses.binaryCrossEntropy());
        assertThat(Sample.parse(Sample.with("dense: 1, activation: sigmoid", "dense: 2, activation: softmax"))
                        .learner()
                        .loss())
                .isEqualTo(Losses.categoricalCrossEntropy());
    }

    @Test
    void anEventsSectionMapsOnlyWhatItNames() {
        Pipeline pipeline = Sample.parse(Sample.SMALL + "events: {key: region, label: /out/y}\n");

        assertThat(pipeline.events()).isEqualTo(new EventMapping("/region", null, null, "/out/y", null, ""));
    }

    @Test
    void theDemosFileIsAPipeline() {
        Pipeline flights = Sample.parse(Sample.flights());

        assertThat(flights.learner().features().schema().numbers()).containsExactly("distance");
        assertThat(flights.learner().features().schema().categories())
                .containsExactly("hour", "weekday", "destination");
        assertThat(flights.learner().loss()).isEqualTo(Losses.binaryCrossEntropy());
        assertThat(flights.delivery().checkpointInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(flights.events()).isEqualTo(EventMapping.CANONICAL);
    }

    @Test
    void aPipelineTravelsWithTheJob() throws Exception {
        Pipeline pipeline = Sample.parse(Sample.full());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(pipeline);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(pipeline);
        }
    }

    @Test
    void anotherBrokerOrDirectoryChangesNothingElse() {
        Pipeline pipeline = Sample.parse(Sample.SMALL);
        Pipeline moved = pipeline.withKafka(KafkaSettings.of("there:1")).withCheckpointDirectory("/var/c");

        assertThat(moved.kafka().bootstrap()).isEqualTo("there:1");
        assertThat(moved.checkpointDirectory()).isEqualTo("/var/c");
        assertThat(moved.withKafka(pipeline.kafka()).withCheckpointDirectory(null))
                .isEqualTo(pipeline);
    }

    @Test
    void aSecretShowsInNoTextOfThePipeline() {
        Pipeline pipeline = Sample.parse(Sample.full());

        assertThat(pipeline.toString()).doesNotContain("s3cret");
        assertThat(String.join("\n", pipeline.describe())).doesNotContain("s3cret");
    }

    @Test
    void anExceptionHoldsEveryProblemAndPrintsOneALine() {
        assertThatThrownBy(() -> Sample.parse("name: 1\nfeatures: [{numeric: [x]}]\n"))
                .isInstanceOf(PipelineException.class)
                .hasMessage("""
                        pipeline.yaml:1:1 task: is required
                        pipeline.yaml:1:1 model: is required
                        pipeline.yaml:1:7 name: expected a name of 1 to 200 letters, digits, '.', '_' and '-' that begins with a letter or digit, found number 1""".stripIndent());
    }
}
