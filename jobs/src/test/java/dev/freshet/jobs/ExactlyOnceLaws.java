package dev.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.Stop;
import dev.freshet.kafka.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of the whole job on any Kafka, whatever fails. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ExactlyOnceLaws {
    private static final int WAVE = 10_000;
    private static final int FAIL_AFTER = WAVE + WAVE / 2;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    /** The brokers to hold the laws on. */
    abstract KafkaSettings kafka();

    @ParameterizedTest
    @EnumSource(StateSettings.Backend.class)
    void aJobThatFailsAndRecoversAnswersEachEventOnceAndLearnsTheSameBytes(StateSettings.Backend backend)
            throws Exception {
        Pipeline pipeline = pipeline(new StateSettings(backend, 7));
        GeneratedEvents events = new GeneratedEvents(1);
        try (TestCluster.Running job = TestCluster.start(new TrainingJob(pipeline, new Stop.Never(), FAIL_AFTER), 2)) {
            events.send(kafka(), pipeline.topics().events(), WAVE);
            // An answer that is committed says that a checkpoint is complete.
            awaitAnswers(pipeline, job, WAVE);
            events.send(kafka(), pipeline.topics().events(), WAVE);
            awaitAnswers(pipeline, job, 2 * WAVE);
            assertThat(job.restarts()).as("restarts").isEqualTo(1);
            assertThat(FailOnce.seen(pipeline)).as("records processed").isGreaterThan(2 * WAVE);
            job.drain(directory.toUri().toString());
        }

        assertSame(Replayed.byJob(pipeline), Replayed.byOracle(pipeline));
    }

    @ParameterizedTest
    @EnumSource(StateSettings.Backend.class)
    void oneSubtaskAndThreeComeToTheSameBytes(StateSettings.Backend backend) throws Exception {
        Pipeline one = pipeline(new StateSettings(backend, 1000));
        new GeneratedEvents(2).send(kafka(), one.topics().events(), WAVE);
        Pipeline three = TestPipelines.reading(one.topics().events(), pipeline(one.state()));
        run(one, 1);
        run(three, 3);

        assertSame(Replayed.byJob(one), Replayed.byOracle(one));
        assertSame(Replayed.byJob(three), Replayed.byOracle(three));
        assertThat(Replayed.byJob(three).models()).isEqualTo(Replayed.byJob(one).models());
    }

    @ParameterizedTest
    @EnumSource(StateSettings.Backend.class)
    void aJobThatStopsAndContinuesWithMoreSubtasksOnTheOtherBackendComesToTheSameBytes(StateSettings.Backend backend)
            throws Exception {
        Pipeline first = pipeline(new StateSettings(backend, 7));
        GeneratedEvents events = new GeneratedEvents(3);
        String savepoint;
        try (TestCluster.Running job = TestCluster.start(new TrainingJob(first, new Stop.Never(), 0), 2)) {
            events.send(kafka(), first.topics().events(), WAVE);
            awaitAnswers(first, job, 1);
            savepoint = job.stop(directory.toUri().toString());
        }
        assertThat(reasons(first)).as("no input has ended").contains("steps").doesNotContain("end");
        events.send(kafka(), first.topics().events(), WAVE);
        Pipeline second = TestPipelines.with(first, new StateSettings(other(backend), 7));
        try (TestCluster.Running job =
                TestCluster.startFrom(savepoint, new TrainingJob(second, new Stop.Never(), 0), 3)) {
            awaitAnswers(second, job, 2 * WAVE);
            job.drain(directory.toUri().toString());
        }

        assertSame(Replayed.byJob(second), Replayed.byOracle(second));
    }

    /** Why models were published. */
    private static Set<String> reasons(Pipeline pipeline) {
        return TopicReader.readAll(pipeline.kafka(), pipeline.topics().models()).stream()
                .flatMap(model -> model.headers().stream())
                .filter(header -> header.name().equals("reason"))
                .map(header -> new String(Objects.requireNonNull(header.value()), UTF_8))
                .collect(Collectors.toSet());
    }

    private static StateSettings.Backend other(StateSettings.Backend backend) {
        return backend == StateSettings.Backend.HEAP ? StateSettings.Backend.ROCKSDB : StateSettings.Backend.HEAP;
    }

    private Pipeline pipeline(StateSettings state) {
        Pipeline pipeline = TestPipelines.of("once", RandomSpecs.network(5, 0.01), kafka(), directory, state);
        assertThat(StartUp.check(pipeline)).allMatch(topic -> topic.partitions() == 4);
        return pipeline;
    }

    private static void run(Pipeline pipeline, int parallelism) throws Exception {
        try (TestCluster.Running job =
                TestCluster.start(new TrainingJob(pipeline, new Stop.Latest(), 0), parallelism)) {
            job.await();
        }
    }

    private static void awaitAnswers(Pipeline pipeline, TestCluster.Running job, int events) {
        long[] answers = {0};
        try (TopicReader reader =
                new TopicReader(pipeline.kafka(), List.of(pipeline.topics().predictions()))) {
            await().atMost(PATIENCE).until(() -> {
                assertThat(job.ended()).as("the job has ended").isFalse();
                reader.poll(Duration.ofMillis(100), answer -> answers[0]++);
                return answers[0] >= events;
            });
        }
    }

    private static void assertSame(Replayed actual, Replayed expected) {
        assertThat(expected.rejections()).isEmpty();
        assertThat(actual.predictions()).isEqualTo(expected.predictions());
        assertThat(actual.models()).isEqualTo(expected.models());
    }
}
