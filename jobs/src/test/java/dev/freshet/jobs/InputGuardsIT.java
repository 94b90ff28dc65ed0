package dev.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.kafka.KafkaSetupException;
import dev.freshet.kafka.Reading;
import dev.freshet.kafka.Start;
import dev.freshet.kafka.TopicReader;
import dev.freshet.kafka.TopicSpec;
import dev.freshet.kafka.Topics;
import dev.freshet.wire.RawRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a job whose input changes under it: it ends loudly, at once and without a restart, or goes on as told. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InputGuardsIT {
    private static final int EVENTS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Reading ANY_ORDER = new Reading(Start.EARLIEST, Reading.Ordering.NONE, Reading.DataLoss.FAIL);
    private static final Reading PAST_LOSS = new Reading(Start.EARLIEST, Reading.Ordering.KEY, Reading.DataLoss.SKIP);

    @TempDir
    Path directory;

    @Test
    void partitionsThatAreAddedToALiveInputEndTheJobWithBothNumbers() throws Exception {
        Pipeline pipeline = pipeline();
        try (TestCluster.Running job = TestCluster.start(TrainingJob.of(pipeline), 2)) {
            send(pipeline, 1);
            job.awaitAnswers(pipeline, EVENTS);
            addPartitions(pipeline, 6);

            failure(job)
                    .rootCause()
                    .hasMessageContaining("topic " + pipeline.topics().events()
                            + " had 4 partitions when this job began to read it and has 6 now")
                    .hasMessageContaining("kafka.ordering: none");
            assertThat(job.restarts()).as("restarts").isZero();
        }
    }

    @Test
    void partitionsThatWereAddedWhileTheJobWasDownAreRefusedBeforeOneRecordOfThemIsRead() throws Exception {
        Pipeline pipeline = pipeline();
        String savepoint = savepoint(pipeline);
        addPartitions(pipeline, 5);
        send(pipeline, 2);

        try (TestCluster.Running job = TestCluster.startFrom(savepoint, TrainingJob.of(pipeline), 2)) {
            failure(job).rootCause().hasMessageContaining("had 4 partitions").hasMessageContaining("has 5 now");
        }
        assertThat(partitionsAnswered(pipeline)).doesNotContain(4);
    }

    @Test
    void withOrderingNonePartitionsThatAreAddedAreReadFromTheirBeginning() throws Exception {
        Pipeline pipeline = TestPipelines.with(pipeline(), ANY_ORDER);
        try (TestCluster.Running job = TestCluster.start(TrainingJob.of(pipeline), 2)) {
            send(pipeline, 1);
            job.awaitAnswers(pipeline, EVENTS);
            addPartitions(pipeline, 5);
            send(pipeline, 2);
            job.awaitAnswers(pipeline, 2 * EVENTS);
        }
        assertThat(partitionsAnswered(pipeline)).contains(4);
    }

    @Test
    void aTopicThatWasDeletedAndCreatedAnewIsRefusedThoughItHasMoreRecordsThanTheOldOne() throws Exception {
        Pipeline pipeline = pipeline();
        String savepoint = savepoint(pipeline);
        recreate(pipeline);
        send(pipeline, 2);
        send(pipeline, 3);

        try (TestCluster.Running job = TestCluster.startFrom(savepoint, TrainingJob.of(pipeline), 1)) {
            failure(job)
                    .rootCause()
                    .hasMessageContaining("has been deleted and created anew since this job began to read it");
            assertThat(job.restarts()).as("restarts").isZero();
        }
    }

    @Test
    void aTopicThatIsDeletedUnderARunningJobEndsIt() throws Exception {
        Pipeline pipeline = pipeline();
        try (TestCluster.Running job = TestCluster.start(TrainingJob.of(pipeline), 1)) {
            send(pipeline, 1);
            job.awaitAnswers(pipeline, EVENTS);
            delete(pipeline);

            failure(job)
                    .rootCause()
                    .hasMessageContaining("topic " + pipeline.topics().events());
        }
    }

    @Test
    void offsetsThatRetentionHasDeletedEndTheJobWithTheLostRange() throws Exception {
        Pipeline pipeline = pipeline();
        String savepoint = savepoint(pipeline);
        send(pipeline, 2);
        Map<Integer, Long> first = deleteAllRecords(pipeline);

        try (TestCluster.Running job = TestCluster.startFrom(savepoint, TrainingJob.of(pipeline), 1)) {
            failure(job)
                    .rootCause()
                    .hasMessageMatching("topic " + pipeline.topics().events() + ", partition (\\d): offsets \\d+ to "
                            + first.values().stream()
                                    .map(o -> String.valueOf(o - 1))
                                    .collect(Collectors.joining("|", "(", ")"))
                            + " \\(\\d+\\) were deleted before this job had read them; raise .*");
            assertThat(job.restarts()).as("restarts").isZero();
        }
    }

    @Test
    void onDataLossSkipGoesOnBehindTheGap() throws Exception {
        Pipeline pipeline = pipeline();
        String savepoint = savepoint(pipeline);
        send(pipeline, 2);
        deleteAllRecords(pipeline);
        send(pipeline, 3);
        Pipeline skipping = TestPipelines.with(pipeline, PAST_LOSS);

        try (TestCluster.Running job = TestCluster.startFrom(savepoint, TrainingJob.of(skipping), 1)) {
            job.awaitAnswers(pipeline, 2 * EVENTS);
        }
    }

    @Test
    void ofTwoJobsWithOnePrefixTheSecondIsRefusedAndTheFirstGoesOn() throws Exception {
        Pipeline first = pipeline();
        Pipeline second = TestPipelines.with(
                pipeline(), TestPipelines.delivery(first.name(), Duration.ofSeconds(60), Duration.ofMinutes(10)));
        try (TestCluster.Running job = TestCluster.start(TrainingJob.of(first), 1)) {
            send(first, 1);
            job.awaitAnswers(first, EVENTS);
            // A job's owner joins, rehearses leaving, and joins again: from then on it stands.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThatThrownBy(() -> {
                                var unused = StartUp.check(second);
                            })
                            .isInstanceOf(KafkaSetupException.class)
                            .hasMessageContaining("transactional id prefix \"" + first.name()
                                    + "\" is in use by a running job (freshet " + first.name() + "/")
                            .hasMessageContaining("delivery.transactional-id-prefix"));
            send(first, 2);
            job.awaitAnswers(first, 2 * EVENTS);
        }
        assertThat(StartUp.check(second)).as("once the first has ended").isNotEmpty();
    }

    @Test
    void fewerPartitionsThanSubtasksStallNothing() throws Exception {
        Pipeline pipeline = bare();
        var unused = Topics.ensure(
                pipeline.kafka(), List.of(TopicSpec.of(pipeline.topics().events(), 1)));
        assertThat(StartUp.check(pipeline)).first().matches(topic -> topic.partitions() == 1);
        try (TestCluster.Running job = TestCluster.start(TrainingJob.of(pipeline), 3)) {
            send(pipeline, 1);
            job.awaitAnswers(pipeline, EVENTS);
            job.drain(directory.toUri().toString());
        }
        assertThat(Replayed.byJob(pipeline).predictions()).hasSize(EVENTS);
    }

    private Pipeline bare() {
        return TestPipelines.of(
                "guard", RandomSpecs.network(3, 0.01), TestBroker.settings(), directory, StateSettings.HEAP);
    }

    private Pipeline pipeline() {
        Pipeline pipeline = bare();
        assertThat(StartUp.check(pipeline)).isNotEmpty();
        return pipeline;
    }

    /** Of a job that has answered one lot of events and was stopped. */
    private String savepoint(Pipeline pipeline) throws Exception {
        try (TestCluster.Running job = TestCluster.start(TrainingJob.of(pipeline), 1)) {
            send(pipeline, 1);
            job.awaitAnswers(pipeline, EVENTS);
            return job.stop(directory.toUri().toString());
        }
    }

    private static void send(Pipeline pipeline, long seed) {
        new GeneratedEvents(seed).send(pipeline.kafka(), pipeline.topics().events(), EVENTS);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> failure(TestCluster.Running job) {
        await().atMost(PATIENCE).until(job::ended);
        return assertThatThrownBy(job::await);
    }

    private static List<Integer> partitionsAnswered(Pipeline pipeline) {
        return Replayed.byJob(pipeline).predictions().keySet().stream()
                .map(place -> Integer.valueOf(place.substring(0, place.indexOf(':'))))
                .distinct()
                .toList();
    }

    private static void addPartitions(Pipeline pipeline, int total) throws Exception {
        String topic = pipeline.topics().events();
        try (Admin admin = admin(pipeline)) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(total)))
                    .all()
                    .get();
        }
        var unused = Topics.ensure(pipeline.kafka(), List.of(TopicSpec.of(topic, total)));
    }

    private static void delete(Pipeline pipeline) throws Exception {
        try (Admin admin = admin(pipeline)) {
            admin.deleteTopics(List.of(pipeline.topics().events())).all().get();
        }
    }

    private static void recreate(Pipeline pipeline) throws Exception {
        String topic = pipeline.topics().events();
        delete(pipeline);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> Topics.ensure(pipeline.kafka(), List.of(TopicSpec.of(topic, 4)))
                        .get(0)
                        .created());
    }

    /** As retention does; the first offset that is left of each partition. */
    private static Map<Integer, Long> deleteAllRecords(Pipeline pipeline) throws Exception {
        String topic = pipeline.topics().events();
        Map<Integer, Long> ends = TopicReader.ends(pipeline.kafka(), topic);
        try (Admin admin = admin(pipeline)) {
            admin.deleteRecords(ends.entrySet().stream()
                            .collect(Collectors.toMap(
                                    end -> new TopicPartition(topic, end.getKey()),
                                    end -> RecordsToDelete.beforeOffset(end.getValue()))))
                    .all()
                    .get();
        }
        for (RawRecord left : TopicReader.readAll(pipeline.kafka(), topic)) {
            throw new AssertionError("is still there: " + left.partition() + ":" + left.offset());
        }
        return ends;
    }

    private static Admin admin(Pipeline pipeline) {
        return Admin.create(Map.of("bootstrap.servers", pipeline.kafka().bootstrap()));
    }
}
