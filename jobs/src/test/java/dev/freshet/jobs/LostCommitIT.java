package dev.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;
import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.jobs.verify.Verification;
import dev.freshet.jobs.verify.VerifyReport;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.DeliverySettings.TransactionNaming;
import dev.freshet.kafka.EmbeddedBroker;
import dev.freshet.kafka.EnsuredTopic;
import dev.freshet.kafka.GroupOffsets;
import dev.freshet.kafka.LostCommitException;
import dev.freshet.kafka.OpenTransaction;
import dev.freshet.kafka.Stop;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.Decoded;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a job whose checkpoint takes longer than its transactions live, without the guard at its start. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostCommitIT {
    private static final int EVENTS = 500;
    /** Long enough for any other checkpoint on a busy machine. */
    private static final Duration SHORT = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static EmbeddedBroker broker;

    @TempDir
    Path directory;

    @BeforeAll
    static void startBroker(@TempDir Path data) {
        broker = EmbeddedBroker.in(data)
                .property("transaction.abort.timed.out.transaction.cleanup.interval.ms", "200")
                .start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    /** The fault that all this is about: Flink logs the refused commit, and the job goes on without the records. */
    @Test
    void theConnectorAloneLosesACheckpointsOutputsWhileTheJobKeepsRunning() throws Exception {
        Pipeline pipeline = pipeline("silent", TransactionNaming.INCREMENTING, SHORT);
        TrainingJob job = new TrainingJob(pipeline, new Stop.Never(), 0);
        try (TestCluster.Running running = TestCluster.start(
                env -> job.build(env, decoded -> slow(decoded, pipeline), job.unwatchedOutputs()), 1)) {
            await().atMost(PATIENCE).until(() -> consumed(pipeline) == EVENTS);
            new GeneratedEvents(2).send(pipeline.kafka(), pipeline.topics().events(), EVENTS);
            await().atMost(PATIENCE).until(() -> consumed(pipeline) == 2 * EVENTS);

            assertThat(running.ended()).isFalse();
            assertThat(running.restarts()).isZero();
            String unused = running.stop(directory.toUri().toString());
        }
        assertThat(TopicReader.readAll(pipeline.kafka(), pipeline.topics().predictions()))
                .hasSizeLessThan(2 * EVENTS);
        VerifyReport report = new Verification(pipeline, Clock.systemUTC()).run(false);
        assertThat(report.problems())
                .anyMatch(line -> line.contains("the row of learn subtask 0 is missing"))
                .anyMatch(line -> line.startsWith("topic " + pipeline.topics().events() + ", partition ")
                        && line.endsWith("consumed, and neither predicted nor a dead letter"))
                .noneMatch(line -> line.startsWith("key "));
    }

    @ParameterizedTest
    @EnumSource(TransactionNaming.class)
    void aLostCommitEndsTheJobWithoutARestartAndNamesCheckpointAndOffsets(TransactionNaming naming) throws Exception {
        Pipeline pipeline = pipeline("loud", naming, SHORT);
        TrainingJob job = new TrainingJob(pipeline, new Stop.Never(), 0);
        try (TestCluster.Running running =
                TestCluster.start(env -> job.build(env, decoded -> slow(decoded, pipeline), job.outputs()), 1)) {
            Exception failure = catchException(running::await);

            assertThat(running.restarts()).isZero();
            assertThat(ExceptionUtils.findThrowable(failure, LostCommitException.class))
                    .get()
                    .extracting(Throwable::getMessage)
                    .asString()
                    .startsWith("outputs are lost: a transaction was never committed. run ")
                    .containsPattern(
                            "checkpoint [0-9]+, learn subtask 0 of 1: the outputs of topic \\S+, partition [0-3] offsets [0-9]+ to")
                    .contains("written at ")
                    .contains("the broker aborts a transaction after 3000 ms")
                    .contains("start from an earlier checkpoint with --from");
        }
    }

    /** The normal answer after a recovery: the broker refuses what it has committed already, and the ledger shows it. */
    @Test
    void aCommitThatWasThereBeforeTheRecoveryIsNotTakenForLost() throws Exception {
        Pipeline pipeline = pipeline("again", TransactionNaming.INCREMENTING, Duration.ofMinutes(10));
        try (TestCluster.Running running =
                TestCluster.start(new TrainingJob(pipeline, new Stop.Never(), EVENTS + EVENTS / 2), 2)) {
            await().atMost(PATIENCE).until(() -> consumed(pipeline) == EVENTS);
            new GeneratedEvents(2).send(pipeline.kafka(), pipeline.topics().events(), EVENTS);
            await().atMost(PATIENCE).until(() -> consumed(pipeline) == 2 * EVENTS);
            assertThat(running.restarts()).isEqualTo(1);
            running.drain(directory.toUri().toString());
        }

        assertThat(new Verification(pipeline, Clock.systemUTC()).run(true).problems())
                .isEmpty();
    }

    /** How far checkpoints have come, by the offsets that the source commits with them. */
    private static long consumed(Pipeline pipeline) {
        return GroupOffsets.of(
                        pipeline.kafka(),
                        TrainingJob.group(pipeline),
                        pipeline.topics().events())
                .values()
                .stream()
                .mapToLong(offset -> offset)
                .sum();
    }

    /** One subtask more, whose part of the first checkpoint that holds events is done when the broker has lost patience. */
    private static DataStream<Decoded> slow(DataStream<Decoded> decoded, Pipeline pipeline) {
        decoded.map(new Slow(pipeline)).returns(Types.LONG).disableChaining().sinkTo(new DiscardingSink<>());
        return decoded;
    }

    private Pipeline pipeline(String name, TransactionNaming naming, Duration transactionTimeout) {
        Pipeline pipeline = TestPipelines.of(
                name,
                RandomSpecs.network(5, 0.01),
                broker.settings(),
                directory,
                new StateSettings(StateSettings.Backend.HEAP, 7));
        List<EnsuredTopic> unused = StartUp.check(pipeline);
        new GeneratedEvents(1).send(pipeline.kafka(), pipeline.topics().events(), EVENTS);
        DeliverySettings d = TestPipelines.delivery(pipeline.name(), Duration.ofSeconds(60), transactionTimeout);
        return TestPipelines.with(
                pipeline,
                new DeliverySettings(
                        d.checkpointInterval(),
                        d.checkpointTimeout(),
                        d.restartBudget(),
                        d.transactionTimeout(),
                        d.transactionalIdPrefix(),
                        naming));
    }

    private static final class Slow implements MapFunction<Decoded, Long>, CheckpointedFunction {
        private static final long serialVersionUID = 1L;

        private final Pipeline pipeline;
        private long seen;

        private Slow(Pipeline pipeline) {
            this.pipeline = pipeline;
        }

        @Override
        public Long map(Decoded decoded) {
            return ++seen;
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            if (seen >= EVENTS && seen < 2 * EVENTS) {
                await().atMost(PATIENCE).until(this::wasOpen);
                await().atMost(PATIENCE).until(() -> open().isEmpty());
                seen = 2 * EVENTS;
            }
        }

        private boolean wasOpen() {
            return !open().isEmpty();
        }

        private List<OpenTransaction> open() {
            return OpenTransaction.on(
                    pipeline.kafka(),
                    List.of(pipeline.topics().ledger(), pipeline.topics().predictions()),
                    Clock.systemUTC().millis());
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {}
    }
}
