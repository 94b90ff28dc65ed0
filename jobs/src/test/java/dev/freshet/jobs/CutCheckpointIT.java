package dev.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.kafka.TopicReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint whose writer died half way. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CutCheckpointIT {
    private static final int EVENTS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    @Test
    void aCheckpointThatIsCutShortIsRefusedBeforeARecordIsReadAndAWholeOneOfTheSameJobIsNot() throws Exception {
        Pipeline pipeline = TestPipelines.of(
                "cut", RandomSpecs.network(3, 0.01), TestBroker.settings(), directory, StateSettings.HEAP);
        var unused = StartUp.check(pipeline);
        GeneratedEvents events = new GeneratedEvents(4);
        events.send(pipeline.kafka(), pipeline.topics().events(), EVENTS);
        Path whole;
        try (TestCluster.Running job = TestCluster.start(TrainingJob.of(pipeline), 2)) {
            awaitAnswers(pipeline, EVENTS);
            whole = Path.of(URI.create(job.stop(directory.toUri().toString())));
        }
        events.send(pipeline.kafka(), pipeline.topics().events(), EVENTS);

        assertThatThrownBy(() -> run(cut(whole), pipeline)).isInstanceOf(Exception.class);
        assertThat(Replayed.byJob(pipeline).predictions()).hasSize(EVENTS);

        try (TestCluster.Running job = TestCluster.startFrom(whole.toUri().toString(), TrainingJob.of(pipeline), 2)) {
            awaitAnswers(pipeline, 2 * EVENTS);
            job.drain(directory.toUri().toString());
        }
        assertThat(Replayed.byJob(pipeline).predictions())
                .isEqualTo(Replayed.byOracle(pipeline).predictions());
        assertThat(Replayed.byJob(pipeline).models())
                .isEqualTo(Replayed.byOracle(pipeline).models());
    }

    private static void run(Path checkpoint, Pipeline pipeline) throws Exception {
        try (TestCluster.Running job =
                TestCluster.startFrom(checkpoint.toUri().toString(), TrainingJob.of(pipeline), 2)) {
            job.await();
        }
    }

    /** Another with half of the bytes. */
    private Path cut(Path whole) throws Exception {
        byte[] metadata = Files.readAllBytes(whole.resolve("_metadata"));
        Path cut = Files.createDirectory(directory.resolve("cut"));
        Files.write(cut.resolve("_metadata"), Arrays.copyOf(metadata, metadata.length / 2));
        return cut;
    }

    private static void awaitAnswers(Pipeline pipeline, int events) {
        long[] answers = {0};
        try (TopicReader reader =
                new TopicReader(pipeline.kafka(), List.of(pipeline.topics().predictions()))) {
            await().atMost(PATIENCE).until(() -> {
                answers[0] += reader.poll(Duration.ofMillis(100), answer -> {});
                return answers[0] >= events;
            });
        }
    }
}
