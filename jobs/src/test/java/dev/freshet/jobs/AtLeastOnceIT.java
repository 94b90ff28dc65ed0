package dev.freshet.jobs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.learn.LearningOperator;
import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.DeliverySettings.Guarantee;
import dev.freshet.kafka.DeliverySettings.TransactionNaming;
import dev.freshet.kafka.Stop;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.RawRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a reader of outputs that are delivered at least once can rely on. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AtLeastOnceIT {
    private static final int WAVE = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    @Test
    void afterAFailureNothingIsLostAndWhatComesAgainHasTheSameIdAndTheSameBytes() throws Exception {
        Pipeline pipeline = pipeline();
        GeneratedEvents events = new GeneratedEvents(1);
        try (TestCluster.Running job =
                TestCluster.start(new TrainingJob(pipeline, new Stop.Never(), WAVE + WAVE / 2), 2)) {
            events.send(pipeline.kafka(), pipeline.topics().events(), WAVE);
            // Seen although no checkpoint is complete: the first comes after a day.
            awaitAnswers(pipeline, job, WAVE);
            events.send(pipeline.kafka(), pipeline.topics().events(), WAVE);
            awaitAnswers(pipeline, job, 3 * WAVE);
            assertThat(job.restarts()).as("restarts").isEqualTo(1);
            job.drain(directory.toUri().toString());
        }

        Map<String, String> byId = new TreeMap<>();
        int repeats = 0;
        for (RawRecord answer :
                TopicReader.readAll(pipeline.kafka(), pipeline.topics().predictions())) {
            String before = byId.putIfAbsent(id(answer), text(answer));
            assertThat(text(answer)).isEqualTo(before == null ? text(answer) : before);
            repeats += before == null ? 0 : 1;
        }
        assertThat(repeats).as("repeats").isGreaterThanOrEqualTo(WAVE);
        Replayed expected = Replayed.byOracle(pipeline);
        assertThat(byId).hasSize(2 * WAVE);
        assertThat(new HashSet<>(byId.values())).isEqualTo(all(expected.predictions()));
        assertThat(all(Replayed.byJob(pipeline).models())).isEqualTo(all(expected.models()));
    }

    private static Set<String> all(Map<String, List<String>> lists) {
        Set<String> all = new HashSet<>();
        lists.values().forEach(all::addAll);
        return all;
    }

    private static String id(RawRecord record) {
        return record.headers().stream()
                .filter(header -> header.name().equals(LearningOperator.ID_HEADER))
                .map(header -> new String(Objects.requireNonNull(header.value()), UTF_8))
                .findFirst()
                .orElseThrow();
    }

    private static String text(RawRecord record) {
        return new String(Objects.requireNonNull(record.value()), ISO_8859_1);
    }

    private Pipeline pipeline() {
        Pipeline pipeline = TestPipelines.of(
                "least", RandomSpecs.network(5, 0.01), TestBroker.settings(), directory, StateSettings.HEAP);
        Pipeline atLeastOnce = TestPipelines.with(
                pipeline,
                new DeliverySettings(
                        Duration.ofDays(1),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(1),
                        pipeline.name(),
                        TransactionNaming.INCREMENTING,
                        Guarantee.AT_LEAST_ONCE,
                        DeliverySettings.Unproven.REFUSE));
        assertThat(StartUp.check(atLeastOnce)).isNotEmpty();
        return atLeastOnce;
    }

    private static void awaitAnswers(Pipeline pipeline, TestCluster.Running job, int answers) {
        long[] seen = {0};
        try (TopicReader reader =
                new TopicReader(pipeline.kafka(), List.of(pipeline.topics().predictions()))) {
            await().atMost(PATIENCE).until(() -> {
                assertThat(job.ended()).as("the job has ended").isFalse();
                reader.poll(Duration.ofMillis(100), answer -> seen[0]++);
                return seen[0] >= answers;
            });
        }
    }
}
