package dev.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.learn.LabelRules;
import dev.freshet.jobs.learn.PublishRules;
import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.models.Published;
import dev.freshet.jobs.models.PublishedModels;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.jobs.rebuild.ModelRebuild;
import dev.freshet.jobs.rebuild.Moment;
import dev.freshet.jobs.verify.ScoreVerification;
import dev.freshet.jobs.verify.Verification;
import dev.freshet.jobs.verify.VerifyReport;
import dev.freshet.kafka.DeadLetter;
import dev.freshet.kafka.DeadLetters;
import dev.freshet.kafka.EnsuredTopic;
import dev.freshet.kafka.EventProducer;
import dev.freshet.kafka.Stop;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.JsonLedger;
import dev.freshet.wire.JsonOutputReader;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.MetricsRecord;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import dev.freshet.wire.Source;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Features and their later labels on a real broker. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LateLabelsIT {
    private static final int FEATURES = 3_000;
    private static final long START = 1_700_000_000_000L;
    private static final byte[] MALFORMED = "{".getBytes(UTF_8);

    @TempDir
    Path directory;

    @Test
    void aJobThatFailsInTheMidstOfLateLabelsRecoversAndBothTopicsBalance() throws Exception {
        Pipeline pipeline = TestPipelines.of(
                        "late",
                        RandomSpecs.network(5, 0.01),
                        TestBroker.settings(),
                        directory,
                        new StateSettings(StateSettings.Backend.ROCKSDB, 7))
                .withLabels(new LabelRules(500, 2_000))
                .withPublish(new PublishRules(4, 0, false));
        List<EnsuredTopic> unused = StartUp.check(pipeline);
        int labels = send(pipeline);
        try (TestCluster.Running job =
                TestCluster.start(new TrainingJob(pipeline, new Stop.Latest(), FEATURES / 2), 2)) {
            job.await();
            assertThat(job.restarts()).as("restarts").isEqualTo(1);
        }

        VerifyReport report = new Verification(pipeline, Clock.systemUTC()).run(true);

        assertThat(report.problems()).isEmpty();
        assertThat(report.compared()).as("models compared byte for byte").isEqualTo(20);
        assertThat(print(report))
                .containsPattern("\\+ [0-9,]+ waiting for their label\n")
                .containsPattern("labels +[0-9,]+ consumed = [0-9,]+ joined \\+ [0-9,]+ dead \\+ [0-9,]+ duplicate\n")
                .contains("waiting for their features\n");
        assertThat(read(pipeline, pipeline.topics().predictions())).hasSize(FEATURES);
        assertThat(read(pipeline, pipeline.topics().deadLetters()))
                .extracting(record -> new DeadLetter(record).code())
                .contains("LABEL_CONFLICT", "LABEL_ORPHAN", "MALFORMED");
        long joined = read(pipeline, pipeline.topics().metrics()).stream()
                .map(record -> JsonOutputReader.metrics(Objects.requireNonNull(record.value())))
                .filter(metrics -> metrics.scope().equals("final"))
                .map(MetricsRecord::delays)
                .mapToLong(delays -> Objects.requireNonNull(delays).count())
                .sum();
        assertThat(joined).isBetween(labels / 2L, (long) labels);
        Published last = new PublishedModels(pipeline)
                .history("station 7").stream()
                        .filter(each -> "steps".equals(each.header("reason")))
                        .reduce((a, b) -> b)
                        .orElseThrow();
        Source source = Objects.requireNonNull(last.source());
        assertThat(new ModelRebuild(pipeline, "station 7")
                        .at(new Moment.Behind(source.partition(), source.offset()), last.step() - 1)
                        .published())
                .as("the model rebuilt from an earlier one and the labels since")
                .isEqualTo(last);
        theLettersOfAJobThatScoresTheSameFeaturesAreItsOwn(pipeline);
        whatIsNoPredictionIsNamedAndEndsNoReplay(pipeline);
    }

    private static void whatIsNoPredictionIsNamedAndEndsNoReplay(Pipeline pipeline) {
        try (EventProducer producer = new EventProducer(pipeline.kafka())) {
            producer.send(outbound(pipeline.topics().predictions(), "station 1", "[]"));
        }
        assertThat(new Verification(pipeline, Clock.systemUTC()).run(true).problems())
                .singleElement()
                .asString()
                .startsWith("topic " + pipeline.topics().predictions() + ", partition ");
    }

    /** A record that neither job can read, and one that had no model where it was scored, and was predicted in training. */
    private static void theLettersOfAJobThatScoresTheSameFeaturesAreItsOwn(Pipeline pipeline) {
        assertThat(StartUp.checkScoring(pipeline)).isNotEmpty();
        List<RawRecord> features = read(pipeline, pipeline.topics().features());
        RawRecord malformed = features.stream()
                .filter(record -> Arrays.equals(record.value(), MALFORMED))
                .findAny()
                .orElseThrow();
        RawRecord early = features.stream()
                .filter(record -> record.partition() == malformed.partition() && record.offset() == 0)
                .findAny()
                .orElseThrow();
        try (EventProducer producer = new EventProducer(pipeline.kafka())) {
            for (LedgerRow row : scored(malformed)) {
                producer.send(new Outbound(
                        pipeline.topics().ledger(),
                        JsonLedger.key(row),
                        new JsonLedger().row(row),
                        Outbound.NOW,
                        List.of()));
            }
        }
        assertThat(new ScoreVerification(pipeline).run().orElseThrow().problems())
                .as("the letter of the training answers nothing that was scored")
                .containsExactly("1 features were consumed and have no answer, and only 0 of them wait");

        DeadLetters letters = ScoringJob.deadLetters(pipeline);
        try (EventProducer producer = new EventProducer(pipeline.kafka())) {
            producer.send(letters.letter(
                    new Rejection(RejectionCode.MALFORMED, null, "cut", malformed), DeadLetters.Stage.DECODE));
            producer.send(letters.letter(
                    new Rejection(RejectionCode.MODEL_MISSING, null, "none", early), DeadLetters.Stage.SCORE));
        }
        assertThat(new ScoreVerification(pipeline).run().orElseThrow().problems())
                .isEmpty();
        assertThat(new Verification(pipeline, Clock.systemUTC()).run(true).problems())
                .isEmpty();
    }

    /** Rows of a job that scored this record and no other, and ended. */
    private static List<LedgerRow> scored(RawRecord one) {
        long offset = one.offset();
        List<LedgerRow.Input> inputs =
                List.of(new LedgerRow.Input(one.topic(), one.partition(), offset, offset + 1, 0, 1));
        LedgerRow.Fates dead = new LedgerRow.Fates(0, 1, 0, 0, 0, 0, 0, 0, 0);
        return List.of(
                new LedgerRow("scoring", 1, 0, false, true, LedgerRow.Role.SCORE_DECODE, 0, 1, inputs, null),
                new LedgerRow("scoring", 1, 0, false, true, LedgerRow.Role.SCORE, 0, 1, inputs, dead));
    }

    private static String print(VerifyReport report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        report.print(Terminal.of(new PrintStream(bytes, true, UTF_8), Map.of()));
        return bytes.toString(UTF_8);
    }

    /** Labels come 300 ms later, some twice, some never, some in conflict, of features that never were, or as no label. */
    private static int send(Pipeline pipeline) {
        SplittableRandom random = new SplittableRandom(7);
        int labels = 0;
        try (EventProducer producer = new EventProducer(pipeline.kafka())) {
            for (int i = 0; i < FEATURES; i++) {
                String key = "station " + random.nextInt(20);
                double a = random.nextDouble(-2, 2);
                producer.send(outbound(
                        pipeline.topics().features(),
                        key,
                        "{\"id\":\"e-" + i + "\",\"ts\":" + (START + i) + ",\"x\":{\"a\":" + a + ",\"b\":1}}"));
                String named = random.nextInt(50) == 0 ? "none-" + i : "e-" + i;
                int copies = random.nextInt(10) == 0 ? 0 : random.nextInt(20) == 0 ? 2 : 1;
                for (int n = 0; n < copies; n++) {
                    String y = a > 0 == (n == 0) ? "yes" : "no";
                    producer.send(outbound(
                            pipeline.topics().labels(),
                            key,
                            "{\"id\":\"" + named + "\",\"ts\":" + (START + i + 300) + ",\"y\":\"" + y + "\"}"));
                    labels++;
                }
            }
            producer.send(outbound(pipeline.topics().labels(), "station 1", "{"));
            producer.send(outbound(pipeline.topics().features(), "station 1", new String(MALFORMED, UTF_8)));
        }
        return labels + 1;
    }

    private static Outbound outbound(String topic, String key, String json) {
        return new Outbound(topic, key.getBytes(UTF_8), json.getBytes(UTF_8), Outbound.NOW, List.of());
    }

    private static List<RawRecord> read(Pipeline pipeline, String topic) {
        return TopicReader.readAll(pipeline.kafka(), topic);
    }
}
