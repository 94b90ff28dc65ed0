package dev.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.kafka.Reading;
import dev.freshet.kafka.Start;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From which savepoints and checkpoints a job goes on, and from which it is refused. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SavepointCheckIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    @Test
    void onlyWhatMayBeLostOrCannotBeDividedIsRefusedWithBothNumbers() throws Exception {
        Pipeline pipeline = TestPipelines.of(
                "saved", RandomSpecs.network(3, 0.01), TestBroker.settings(), directory, StateSettings.HEAP);
        assertThat(StartUp.check(pipeline)).isNotEmpty();
        String savepoint;
        try (TestCluster.Running job = TestCluster.start(TrainingJob.of(pipeline), 1)) {
            await().atMost(PATIENCE).until(() -> !checkpoints().isEmpty());
            savepoint = job.stop(directory.toUri().toString());
        }
        // Those of a job that has finished are deleted, those of one that was cancelled are not.
        await().atMost(PATIENCE).until(() -> checkpoints().isEmpty());
        try (TestCluster.Running job = TestCluster.startFrom(savepoint, TrainingJob.of(pipeline), 1)) {
            await().atMost(PATIENCE).until(() -> checkpoints().size() >= 3);
            assertThat(job.ended()).isFalse();
        }
        await().atMost(PATIENCE).until(() -> checkpoints().size() == 3);
        String checkpoint =
                Objects.requireNonNull(checkpoints().get(0).getParent()).toUri().toString();

        assertThatCode(() -> SavepointCheck.check(pipeline, savepoint)).doesNotThrowAnyException();
        assertThatCode(() -> SavepointCheck.check(pipeline, checkpoint)).doesNotThrowAnyException();
        assertThatThrownBy(() -> SavepointCheck.check(
                        TestPipelines.with(pipeline, new StateSettings(StateSettings.Backend.HEAP, 7, 256)), savepoint))
                .isInstanceOf(StartUpException.class)
                .hasMessageContaining("state.max-parallelism must be 128")
                .hasMessageContaining("got 256");

        makeOld(savepoint);
        makeOld(checkpoint);
        assertThatCode(() -> SavepointCheck.check(pipeline, savepoint))
                .as("what ended its job has committed all")
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> SavepointCheck.check(pipeline, checkpoint))
                .isInstanceOf(StartUpException.class)
                .hasMessageContaining("was written at " + yesterday().toString().substring(0, 19))
                .hasMessageContaining("aborts transactions after 600 s")
                .hasMessageContaining("kafka.on-data-loss: skip");
        Pipeline accepting =
                TestPipelines.with(pipeline, new Reading(Start.EARLIEST, Reading.Ordering.KEY, Reading.DataLoss.SKIP));
        assertThatCode(() -> SavepointCheck.check(accepting, checkpoint)).doesNotThrowAnyException();
    }

    private static void makeOld(String saved) throws IOException {
        Path unused = Files.setLastModifiedTime(Path.of(URI.create(saved)).resolve("_metadata"), yesterday());
    }

    /** The periodic ones that are there, as complete ones are. */
    private List<Path> checkpoints() throws IOException {
        Path all = directory.resolve("checkpoints");
        if (!Files.exists(all)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(all)) {
            return tree.filter(file -> file.toString().matches(".*/chk-[0-9]+/_metadata"))
                    .toList();
        } catch (java.io.UncheckedIOException e) {
            return List.of();
        }
    }

    private static FileTime yesterday() {
        return FileTime.from(Instant.now().minus(Duration.ofDays(1)));
    }
}
