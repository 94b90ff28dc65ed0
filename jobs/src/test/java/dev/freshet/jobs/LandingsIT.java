package dev.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.control.Control;
import dev.freshet.jobs.learn.CommandRules;
import dev.freshet.jobs.learn.LabelRules;
import dev.freshet.jobs.learn.PublishRules;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineFile;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.jobs.replay.FlightRows;
import dev.freshet.jobs.score.ScoreRules;
import dev.freshet.jobs.verify.ScoreReport;
import dev.freshet.jobs.verify.ScoreVerification;
import dev.freshet.jobs.verify.Verification;
import dev.freshet.jobs.verify.VerifyReport;
import dev.freshet.kafka.Stop;
import dev.freshet.kafka.TopicReader;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.PlannedAction;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.Command;
import dev.freshet.wire.CommandAck;
import dev.freshet.wire.Header;
import dev.freshet.wire.JsonLedger;
import dev.freshet.wire.JsonOutputReader;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.RawRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Flights that are answered as they depart and learned from as they land, by two jobs side by side. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LandingsIT {
    private static final int WAVE = 1_200;
    private static final Set<String> AIRPORTS = Set.of("ATL", "DFW", "LAX", "ORD", "PHX");
    private static final String ROLLED_BACK = "ATL";
    private static final long EARLY = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    void modelsChangeHandsWhileBothJobsRunOneIsRolledBackBothFailOnceAndAllOfItBalances() throws Exception {
        Pipeline pipeline = pipeline();
        assertThat(StartUp.check(pipeline)).isNotEmpty();
        assertThat(StartUp.checkScoring(pipeline)).isNotEmpty();
        int failure = WAVE + WAVE / 2;
        long departed;
        try (Departures flights = new Departures(pipeline, AIRPORTS);
                TestCluster.Running training =
                        TestCluster.start(new TrainingJob(pipeline, new Stop.Never(), failure), 2);
                TestCluster.Running scoring =
                        TestCluster.start(new ScoringJob(pipeline, Map.of(), failure)::build, 1)) {
            for (int wave = 1; wave <= 2; wave++) {
                flights.send(WAVE);
                awaitAnswers(pipeline, flights, training, scoring);
            }
            rollBack(pipeline, training);
            flights.send(WAVE);
            awaitAnswers(pipeline, flights, training, scoring);
            assertThat(acknowledged(pipeline)).isEqualTo(CommandAck.Status.DONE);
            Set<Long> behind = fingerprints(behindTheRollback(pipeline));
            await().atMost(PATIENCE).untilAsserted(() -> {
                flights.send(50);
                awaitAnswers(pipeline, flights, training, scoring);
                assertThat(scores(pipeline, ROLLED_BACK))
                        .as("an answer by a model behind the rollback")
                        .anyMatch(score -> behind.contains(score.model().fingerprint()));
            });
            departed = flights.departed();
            assertThat(training.restarts()).as("restarts of the training").isEqualTo(1);
            assertThat(scoring.restarts()).as("restarts of the scoring").isEqualTo(1);
            String unused = scoring.stop(directory.toUri().toString());
            training.drain(directory.toUri().toString());
        }

        VerifyReport trained = new Verification(pipeline, Clock.systemUTC()).run(true);
        assertThat(trained.problems()).isEmpty();
        assertThat(trained.compared()).as("models compared byte for byte").isEqualTo(AIRPORTS.size());
        assertThat(new ScoreVerification(pipeline).run())
                .hasValue(new ScoreReport(departed, departed, 0, 0, true, List.of()));
        assertThat(behindTheRollback(pipeline).get(0).parameters())
                .as("the weights of then")
                .isEqualTo(history(pipeline, ROLLED_BACK).stream()
                        .filter(state -> state.step() == EARLY)
                        .findFirst()
                        .orElseThrow()
                        .parameters());
        for (String airport : AIRPORTS) {
            newModelsTakeEffectAndEachIsOneThatWasPublished(pipeline, airport);
        }
    }

    private Pipeline pipeline() throws IOException {
        try (InputStream yaml = FlightRows.class.getResourceAsStream("/dev/freshet/demo/flights.yaml")) {
            String text = new String(Objects.requireNonNull(yaml).readAllBytes(), UTF_8);
            LearnerSpec flights =
                    PipelineFile.parse("flights.yaml", text, Map.of()).learner();
            return TestPipelines.of("landings", flights, TestBroker.settings(), directory, StateSettings.HEAP)
                    .withLabels(LabelRules.DEFAULT)
                    .withCommands(CommandRules.DEFAULT)
                    .withPublish(new PublishRules(10, 0, false))
                    .withScoring(ScoreRules.DEFAULT);
        }
    }

    /** Until all departures are answered by both jobs and all landings have their fate. */
    private static void awaitAnswers(
            Pipeline pipeline, Departures flights, TestCluster.Running training, TestCluster.Running scoring) {
        training.awaitAnswers(pipeline, Math.toIntExact(flights.departed()));
        long[] settled = {0};
        awaitRecord(pipeline, pipeline.topics().ledger(), training, row -> {
            settled[0] += settled(row);
            return settled[0] == flights.landed();
        });
        awaitCount(pipeline, pipeline.topics().scores(), flights.departed(), scoring);
    }

    private static long settled(RawRecord row) {
        LedgerRow.Fates fates =
                JsonLedger.read(Objects.requireNonNull(row.value())).fates();
        return fates == null ? 0 : fates.labels().taken() - fates.labels().waiting();
    }

    private static void awaitCount(Pipeline pipeline, String topic, long count, TestCluster.Running job) {
        long[] seen = {0};
        awaitRecord(pipeline, topic, job, record -> ++seen[0] >= count);
    }

    /** Reads a topic from its beginning until a record satisfies. */
    private static void awaitRecord(
            Pipeline pipeline, String topic, TestCluster.Running job, Predicate<RawRecord> enough) {
        boolean[] done = {false};
        try (TopicReader reader = new TopicReader(pipeline.kafka(), List.of(topic))) {
            await().atMost(PATIENCE).until(() -> {
                assertThat(job.ended()).as("the job has ended").isFalse();
                int unused = reader.poll(Duration.ofMillis(100), record -> done[0] |= enough.test(record));
                return done[0];
            });
        }
    }

    /** Accepted before the next landing, so that one of those closes the batch at which it acts. */
    private static void rollBack(Pipeline pipeline, TestCluster.Running training) {
        Control control = new Control(pipeline);
        Command.SnapshotPlace then = control.snapshot(ROLLED_BACK, EARLY);
        var unused = control.send("r1", ROLLED_BACK, "rollback", null, then, PlannedAction.NOW, Command.ANY, false);
        awaitCount(pipeline, pipeline.topics().commandAcks(), 1, training);
    }

    private static CommandAck.Status acknowledged(Pipeline pipeline) {
        List<CommandAck> acks = new Control(pipeline).await(ROLLED_BACK, "r1", Map.of(), PATIENCE, ack -> {});
        return acks.get(acks.size() - 1).status();
    }

    /** Models that the rollback led to, the first of which it made. */
    private static List<LearnerState> behindTheRollback(Pipeline pipeline) {
        List<RawRecord> records = records(pipeline, pipeline.topics().modelHistory(), ROLLED_BACK);
        int first = 0;
        while (!header(records.get(first), "reason").equals("command")) {
            first++;
        }
        return history(pipeline, ROLLED_BACK).subList(first, records.size());
    }

    private static Set<Long> fingerprints(List<LearnerState> states) {
        return states.stream().map(LearnerState::fingerprint).collect(Collectors.toSet());
    }

    private static void newModelsTakeEffectAndEachIsOneThatWasPublished(Pipeline pipeline, String airport) {
        List<Prediction> scores = scores(pipeline, airport);
        Set<Long> published = fingerprints(history(pipeline, airport));
        assertThat(scores)
                .as(airport)
                .isNotEmpty()
                .allMatch(score -> score.model().prior()
                        || published.contains(score.model().fingerprint()));
        assertThat(scores.stream().map(score -> score.model().step()).toList())
                .as("each snapshot takes effect for good")
                .isSorted();
        assertThat(scores.stream().map(score -> score.model().fingerprint()).distinct())
                .as("models that answered")
                .hasSizeGreaterThan(1);
    }

    private static List<LearnerState> history(Pipeline pipeline, String airport) {
        SnapshotCodec codec = new SnapshotCodec(new Learner(pipeline.learner()));
        return records(pipeline, pipeline.topics().modelHistory(), airport).stream()
                .map(record -> codec.decode(Objects.requireNonNull(record.value())))
                .toList();
    }

    private static List<Prediction> scores(Pipeline pipeline, String airport) {
        return records(pipeline, pipeline.topics().scores(), airport).stream()
                .map(record -> JsonOutputReader.prediction(Objects.requireNonNull(record.value())))
                .toList();
    }

    private static List<RawRecord> records(Pipeline pipeline, String topic, String key) {
        List<RawRecord> records = new ArrayList<>();
        for (RawRecord record : TopicReader.readAll(pipeline.kafka(), topic)) {
            if (key.equals(new String(Objects.requireNonNull(record.key()), UTF_8))) {
                records.add(record);
            }
        }
        return records;
    }

    private static String header(RawRecord record, String name) {
        for (Header header : record.headers()) {
            byte[] value = header.value();
            if (header.name().equals(name) && value != null) {
                return new String(value, UTF_8);
            }
        }
        return "";
    }
}
