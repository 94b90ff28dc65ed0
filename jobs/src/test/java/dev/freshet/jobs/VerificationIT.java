package dev.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.learn.EventRules;
import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.learn.StateRules;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.jobs.pipeline.Topic;
import dev.freshet.jobs.verify.Verification;
import dev.freshet.jobs.verify.VerifyReport;
import dev.freshet.kafka.EnsuredTopic;
import dev.freshet.kafka.EventProducer;
import dev.freshet.kafka.Stop;
import dev.freshet.kafka.TopicReader;
import dev.freshet.kafka.TopicSpec;
import dev.freshet.kafka.Topics;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.JsonOutputReader;
import dev.freshet.wire.JsonOutputs;
import dev.freshet.wire.ModelRef;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Source;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code freshet verify} says of a job whose topics are whole, and of the same topics with a loss in them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VerificationIT {
    private static final int EVENTS = 4_000;
    private static final int REJECTED = 3;

    @TempDir
    Path directory;

    private @Nullable Pipeline done;

    /** One run for all tests that read only: a failure and a recovery in the midst of it. */
    private Pipeline recovered() throws Exception {
        if (done == null) {
            Pipeline pipeline = filled("verified", 11);
            try (TestCluster.Running job =
                    TestCluster.start(new TrainingJob(pipeline, new Stop.Latest(), EVENTS / 2), 2)) {
                job.await();
                assertThat(job.restarts()).as("restarts").isEqualTo(1);
            }
            done = pipeline;
        }
        return done;
    }

    @Test
    void aRunThatFailedAndRecoveredBalancesAndEveryModelLearnedWhatItShould() throws Exception {
        VerifyReport report = verify(recovered(), true);

        assertThat(report.problems()).isEmpty();
        assertThat(report.balanced()).isTrue();
    }

    @Test
    void aCommittedRangeThatIsGoneFromThePredictionsIsNamedAtItsPlace() throws Exception {
        Pipeline whole = recovered();
        VerifyReport report =
                verify(withPredictions(whole, p -> isBetween(p, 1, 100, 131) ? List.of() : List.of(p)), false);

        assertThat(report.problems())
                .hasSize(2)
                .anyMatch(
                        line -> line.contains(", partition 1, offsets 100 to 131 (32 records): consumed, and neither"))
                .anyMatch(line -> line.startsWith("predicted "));
    }

    @Test
    void aBatchThatIsAnsweredTwiceIsNamedAtItsPlace() throws Exception {
        VerifyReport report =
                verify(withPredictions(recovered(), p -> isBetween(p, 2, 50, 52) ? List.of(p, p) : List.of(p)), false);

        assertThat(report.problems())
                .anyMatch(line -> line.endsWith(", partition 2, offset 50: answered before, and another prediction"))
                .anyMatch(line -> line.endsWith(", partition 2, offset 52: answered before, and another prediction"));
    }

    /** As if the model of one key had been stepped twice by one batch. */
    @Test
    void aBatchThatIsLearnedTwiceIsNamedAtItsPlace() throws Exception {
        VerifyReport report = verify(
                withPredictions(
                        recovered(),
                        p -> List.of(p.key().equals("station 7") && p.model().step() >= 1 ? stepped(p) : p)),
                true);

        assertThat(report.problems())
                .anyMatch(line -> line.startsWith("key station 7 at partition ")
                        && line.endsWith("step 2 follows step 0: a batch raises it by one"))
                .anyMatch(line -> line.startsWith("key station 7: the same events through the plain core end at step"))
                .hasSize(2);
    }

    @Test
    void aRecordThatTheDecodeStepDropsIsNamedAtItsPlace() throws Exception {
        Pipeline pipeline = filled("skips", 12);
        TrainingJob job = new TrainingJob(pipeline, new Stop.Latest(), 0);
        try (TestCluster.Running running = TestCluster.start(
                env -> job.build(env, decoded -> decoded.filter(new Skip(3, 77)), job.outputs()), 2)) {
            running.await();
        }

        assertThat(verify(pipeline, false).problems())
                .containsExactly("topic " + pipeline.topics().events()
                        + ", partition 3, offset 77: consumed, and neither predicted nor a dead letter");
    }

    @Test
    void aSavepointAndAJobThatGoesOnWithMoreSubtasksBalance() throws Exception {
        Pipeline pipeline = filled("continued", 13);
        String savepoint;
        try (TestCluster.Running job = TestCluster.start(new TrainingJob(pipeline, new Stop.Never(), 0), 1)) {
            await().atMost(Duration.ofSeconds(90)).until(() -> answers(pipeline) > 0);
            savepoint = job.stop(directory.toUri().toString());
        }
        assertThat(verify(pipeline, false).problems()).isEmpty();
        new GeneratedEvents(14).send(pipeline.kafka(), pipeline.topics().events(), EVENTS);
        try (TestCluster.Running job =
                TestCluster.startFrom(savepoint, new TrainingJob(pipeline, new Stop.Never(), 0), 3)) {
            await().atMost(Duration.ofSeconds(90)).until(() -> answers(pipeline) == 2 * EVENTS);
            job.drain(directory.toUri().toString());
        }

        assertThat(verify(pipeline, true).problems()).isEmpty();
    }

    /** Marks of transactions have offsets of their own, and what was aborted has some, too. */
    @Test
    void offsetsThatHoldNoRecordAreNoGap() throws Exception {
        Pipeline pipeline = empty("controls");
        GeneratedEvents events = new GeneratedEvents(17);
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                pipeline.kafka().bootstrap(),
                "transactional.id",
                "producer of " + pipeline.name());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            for (int transaction = 0; transaction < 6; transaction++) {
                producer.beginTransaction();
                for (int i = 0; i < EVENTS / 20; i++) {
                    Outbound event = events.next(pipeline.topics().events());
                    var unused = producer.send(new ProducerRecord<>(event.topic(), event.key(), event.value()));
                }
                producer.flush();
                if (transaction % 2 == 0) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
        }
        try (TestCluster.Running job = TestCluster.start(new TrainingJob(pipeline, new Stop.Latest(), 0), 2)) {
            job.await();
        }

        assertThat(answers(pipeline)).isEqualTo(3 * EVENTS / 20);
        assertThat(verify(pipeline, true).problems()).isEmpty();
    }

    /** One event in five comes 400 too late, one in seven a second time. */
    @Test
    void eventsThatAreTooLateOrComeTwiceBalanceAndNoDuplicateHidesALoss() throws Exception {
        Pipeline pipeline = empty("unruly").withRules(new EventRules(100_000, 200, EventRules.Late.SCORE));
        sendUnruly(pipeline);
        try (TestCluster.Running job = TestCluster.start(new TrainingJob(pipeline, new Stop.Latest(), 0), 2)) {
            job.await();
        }
        assertThat(verify(pipeline, true).problems()).isEmpty();

        long duplicate =
                TopicReader.ends(pipeline.kafka(), pipeline.topics().events()).getOrDefault(1, 0L) - 1;
        Pipeline moved = withPredictions(
                pipeline,
                p -> List.of(
                        isBetween(p, 1, 100, 100) ? at(p, new Source(p.src().topic(), 1, duplicate)) : p));

        assertThat(verify(moved, false).problems())
                .contains("topic " + pipeline.topics().events()
                        + ", partition 1, offset 100: consumed, and neither predicted nor a dead letter")
                .anyMatch(line -> line.startsWith("duplicates "));
    }

    /** Every key is idle for a day twice, with examples that wait for their batch. */
    @Test
    void keysThatBeganAnewBalanceAndEveryModelLearnedWhatItShould() throws Exception {
        Pipeline pipeline = TestPipelines.with(
                empty("idle"),
                new StateSettings(
                        StateSettings.Backend.HEAP,
                        7,
                        StateSettings.MAX_PARALLELISM,
                        new StateRules(
                                StateRules.ShapeChange.REFUSE,
                                Duration.ofHours(1).toMillis())));
        GeneratedEvents events = new GeneratedEvents(16);
        for (int i = 0; i < 3; i++) {
            events.send(pipeline.kafka(), pipeline.topics().events(), EVENTS / 8);
            events.later(Duration.ofDays(1).toMillis());
        }
        try (TestCluster.Running job = TestCluster.start(new TrainingJob(pipeline, new Stop.Latest(), 0), 2)) {
            job.await();
        }

        assertThat(verify(pipeline, true).problems()).isEmpty();
        assertThat(verify(TestPipelines.with(pipeline, StateSettings.HEAP), true)
                        .problems())
                .anyMatch(line -> line.contains("step 0 follows step "))
                .anyMatch(line -> line.contains("the same events through the plain core end at step"));
    }

    private static void sendUnruly(Pipeline pipeline) {
        GeneratedEvents generated = new GeneratedEvents(15);
        List<Outbound> events = new ArrayList<>();
        List<Outbound> back = new ArrayList<>();
        for (int i = 0; i < EVENTS / 2; i++) {
            Outbound event = generated.next(pipeline.topics().events());
            (i % 5 == 0 ? back : events).add(event);
            if (back.size() > 80) {
                events.add(back.remove(0));
            }
        }
        events.addAll(back);
        List<Outbound> again = new ArrayList<>();
        for (int i = 0; i < events.size(); i += 7) {
            again.add(events.get(i));
        }
        events.addAll(again);
        try (EventProducer producer = new EventProducer(pipeline.kafka())) {
            events.forEach(producer::send);
        }
    }

    private static Prediction at(Prediction p, Source place) {
        return new Prediction(p.id(), p.key(), p.ts(), p.yhat(), p.proba(), p.y(), p.loss(), p.model(), place);
    }

    private static int answers(Pipeline pipeline) {
        return TopicReader.readAll(pipeline.kafka(), pipeline.topics().predictions())
                .size();
    }

    private static VerifyReport verify(Pipeline pipeline, boolean replay) {
        return new Verification(pipeline, Clock.systemUTC()).run(replay);
    }

    private Pipeline empty(String name) {
        Pipeline pipeline = TestPipelines.of(
                name,
                RandomSpecs.network(5, 0.01),
                TestBroker.settings(),
                directory,
                new StateSettings(StateSettings.Backend.HEAP, 7));
        List<EnsuredTopic> unused = StartUp.check(pipeline);
        return pipeline;
    }

    private Pipeline filled(String name, long seed) {
        Pipeline pipeline = empty(name);
        new GeneratedEvents(seed).send(pipeline.kafka(), pipeline.topics().events(), EVENTS);
        try (EventProducer producer = new EventProducer(pipeline.kafka())) {
            for (int i = 0; i < REJECTED; i++) {
                byte[] key = ("k" + i).getBytes(UTF_8);
                producer.send(
                        new Outbound(pipeline.topics().events(), key, "{".getBytes(UTF_8), Outbound.NOW, List.of()));
            }
        }
        return pipeline;
    }

    /** The same pipeline with a copy of its predictions, each of them changed. */
    private static Pipeline withPredictions(Pipeline p, Function<Prediction, List<Prediction>> change) {
        PipelineTopics t = p.topics();
        String copy = t.predictions() + "-" + UUID.randomUUID();
        List<EnsuredTopic> unused = Topics.ensure(p.kafka(), List.of(TopicSpec.of(copy, 4)));
        JsonOutputs json = new JsonOutputs();
        try (EventProducer producer = new EventProducer(p.kafka())) {
            for (RawRecord raw : TopicReader.readAll(p.kafka(), t.predictions())) {
                for (Prediction each : change.apply(JsonOutputReader.prediction(Objects.requireNonNull(raw.value())))) {
                    producer.send(new Outbound(copy, raw.key(), json.prediction(each), Outbound.NOW, List.of()));
                }
            }
        }
        return TestPipelines.with(p, t.with(Topic.PREDICTIONS, copy));
    }

    private static boolean isBetween(Prediction p, int partition, long from, long to) {
        return p.src().partition() == partition
                && p.src().offset() >= from
                && p.src().offset() <= to;
    }

    private static Prediction stepped(Prediction p) {
        ModelRef m = p.model();
        return new Prediction(
                p.id(),
                p.key(),
                p.ts(),
                p.yhat(),
                p.proba(),
                p.y(),
                p.loss(),
                new ModelRef(m.step() + 1, m.fingerprint(), m.spec()),
                p.src());
    }

    /** A source that loses one record. */
    private record Skip(int partition, long offset) implements FilterFunction<Decoded> {
        @Override
        public boolean filter(Decoded decoded) {
            return !(decoded instanceof Event event
                    && event.example().partition() == partition
                    && event.example().offset() == offset);
        }
    }
}
