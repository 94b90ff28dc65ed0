package dev.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.jobs.score.ScoreRules;
import dev.freshet.jobs.verify.ScoreReport;
import dev.freshet.jobs.verify.ScoreVerification;
import dev.freshet.jobs.verify.Verification;
import dev.freshet.kafka.DeadLetter;
import dev.freshet.kafka.EventProducer;
import dev.freshet.kafka.Stop;
import dev.freshet.kafka.TopicReader;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.Header;
import dev.freshet.wire.JsonOutputReader;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.RawRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The job that scores, on a real broker: beside the one that trains, and alone. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScoringIT {
    private static final LearnerSpec SPEC = RandomSpecs.network(5, 0.05);
    private static final int WAVE = 3_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    void trainingAndScoringSideBySideEachFailOnceAndEveryFeatureIsAnsweredOnceByAPublishedModel() throws Exception {
        Pipeline pipeline = pipeline(ScoreRules.DEFAULT);
        assertThat(StartUp.check(pipeline)).isNotEmpty();
        GeneratedEvents events = new GeneratedEvents(1);
        GeneratedEvents features = new GeneratedEvents(2);
        try (TestCluster.Running training =
                        TestCluster.start(new TrainingJob(pipeline, new Stop.Never(), WAVE + WAVE / 2), 1);
                TestCluster.Running scoring =
                        TestCluster.start(new ScoringJob(pipeline, Map.of(), WAVE + WAVE / 2)::build, 1)) {
            for (int wave = 1; wave <= 3; wave++) {
                events.send(pipeline.kafka(), pipeline.topics().events(), WAVE);
                features.send(pipeline.kafka(), pipeline.topics().features(), WAVE);
                awaitScores(pipeline, wave * WAVE, scoring);
            }
            assertThat(training.restarts()).as("restarts of the training").isEqualTo(1);
            assertThat(scoring.restarts()).as("restarts of the scoring").isEqualTo(1);
            String unused = scoring.stop(directory.toUri().toString());
            training.drain(directory.toUri().toString());
        }

        SortedMap<String, List<Prediction>> scores = scores(pipeline);
        assertThat(scores.values().stream().mapToInt(List::size).sum()).isEqualTo(3 * WAVE);
        Map<String, List<Long>> published = published(pipeline);
        scores.forEach((key, all) -> {
            assertThat(all)
                    .as(key)
                    .isNotEmpty()
                    .allSatisfy(score -> assertThat(published.getOrDefault(key, List.of()))
                            .contains(score.model().fingerprint()));
            assertThat(all.stream().map(score -> score.model().step()).toList())
                    .as("each snapshot takes effect for good")
                    .isSorted();
            assertThat(all.get(all.size() - 1).model().step())
                    .as("new snapshots took effect")
                    .isGreaterThan(all.get(0).model().step());
        });
        assertPlacesOnce(scores, 3 * WAVE);
        assertThat(new ScoreVerification(pipeline).run())
                .hasValueSatisfying(report ->
                        assertThat(report).isEqualTo(new ScoreReport(3 * WAVE, 3 * WAVE, 0, 0, true, List.of())));
        assertThat(new Verification(pipeline, Clock.systemUTC()).run(true).problems())
                .isEmpty();
        anAnswerThatIsThereTwiceIsFound(pipeline);
    }

    private static void anAnswerThatIsThereTwiceIsFound(Pipeline pipeline) {
        String topic = pipeline.topics().scores();
        RawRecord score = TopicReader.readAll(pipeline.kafka(), topic).get(0);
        try (EventProducer producer = new EventProducer(pipeline.kafka())) {
            producer.send(new Outbound(topic, score.key(), score.value(), Outbound.NOW, List.of()));
        }
        assertThat(new ScoreVerification(pipeline).run())
                .hasValueSatisfying(report -> assertThat(report.problems())
                        .hasSize(2)
                        .anyMatch(problem -> problem.contains("answered before, and another prediction")));
    }

    @Test
    void scoringGoesOnWithMoreSubtasksAndTheSameModels() throws Exception {
        Pipeline pipeline = pipeline(ScoreRules.DEFAULT);
        publish(pipeline, 3, 50);
        GeneratedEvents features = new GeneratedEvents(2);
        String savepoint;
        try (TestCluster.Running job = TestCluster.start(ScoringJob.of(pipeline)::build, 1)) {
            features.send(pipeline.kafka(), pipeline.topics().features(), WAVE);
            awaitScores(pipeline, WAVE, job);
            savepoint = job.stop(directory.toUri().toString());
        }
        features.send(pipeline.kafka(), pipeline.topics().features(), WAVE);
        try (TestCluster.Running job = TestCluster.startFrom(savepoint, ScoringJob.of(pipeline)::build, 3)) {
            awaitScores(pipeline, 2 * WAVE, job);
        }

        SortedMap<String, List<Prediction>> scores = scores(pipeline);
        assertPlacesOnce(scores, 2 * WAVE);
        scores.values()
                .forEach(all -> assertThat(all).allMatch(score -> score.model().step() == 3));
    }

    @Test
    void whoCatchesUpAnswersNothingByAnOlderModelThanTheTopicHeldNorAfterARestore() throws Exception {
        // With the prior at once, a feature that overtook its model would show.
        Pipeline pipeline = pipeline(new ScoreRules(ScoreRules.UntilModel.PRIOR, 1, 1, ScoreRules.Then.PRIOR));
        GeneratedEvents features = new GeneratedEvents(2);
        features.send(pipeline.kafka(), pipeline.topics().features(), WAVE);
        for (int step = 1; step <= 20; step++) {
            publish(pipeline, step, 50);
        }
        String savepoint;
        try (TestCluster.Running job = TestCluster.start(ScoringJob.catchingUp(pipeline)::build, 2)) {
            awaitScores(pipeline, WAVE, job);
            savepoint = job.stop(directory.toUri().toString());
        }
        scores(pipeline)
                .values()
                .forEach(all -> assertThat(all).allMatch(score -> score.model().step() == 20));
        features.send(pipeline.kafka(), pipeline.topics().features(), WAVE);
        // Nothing new on the models topic: only the place in the checkpoint can say that it was read.
        try (TestCluster.Running job = TestCluster.startFrom(savepoint, ScoringJob.catchingUp(pipeline)::build, 3)) {
            awaitScores(pipeline, 2 * WAVE, job);
        }

        assertPlacesOnce(scores(pipeline), 2 * WAVE);
        scores(pipeline)
                .values()
                .forEach(all -> assertThat(all).allMatch(score -> score.model().step() == 20));
    }

    @Test
    void withoutAnyModelThePriorAnswersOrALetterTellsAndWhoCatchesUpWaitsForNoEmptyTopic() throws Exception {
        Pipeline pipeline = pipeline(new ScoreRules(ScoreRules.UntilModel.WAIT, 1_000, 5, ScoreRules.Then.DEAD_LETTER));
        GeneratedEvents features = new GeneratedEvents(2);
        features.send(pipeline.kafka(), pipeline.topics().features(), WAVE);
        List<RawRecord> letters = new ArrayList<>();
        try (TestCluster.Running job = TestCluster.start(ScoringJob.catchingUp(pipeline)::build, 2);
                TopicReader reader = new TopicReader(
                        pipeline.kafka(), List.of(pipeline.topics().deadLetters()))) {
            await().atMost(PATIENCE).until(() -> {
                assertThat(job.ended()).as("the job has ended").isFalse();
                int unused = reader.poll(Duration.ofMillis(100), letters::add);
                return letters.size() >= WAVE - 5 * 50;
            });
            String unused = job.stop(directory.toUri().toString());
        }
        assertThat(new ScoreVerification(pipeline).run())
                .hasValueSatisfying(report -> assertThat(report.problems()).isEmpty())
                .hasValueSatisfying(
                        report -> assertThat(report.consumed()).isEqualTo(report.dead() + report.waiting()));
        assertThat(letters)
                .hasSize(WAVE - 5 * 50)
                .allSatisfy(letter -> assertThat(new DeadLetter(letter).code()).isEqualTo("MODEL_MISSING"));

        try (TestCluster.Running job = TestCluster.start(
                ScoringJob.of(pipeline.withScoring(
                        new ScoreRules(ScoreRules.UntilModel.PRIOR, 1, 1, ScoreRules.Then.PRIOR)))::build,
                2)) {
            awaitScores(pipeline, WAVE, job);
            String unused = job.stop(directory.toUri().toString());
        }
        scores(pipeline)
                .values()
                .forEach(all -> assertThat(all)
                        .allMatch(
                                score -> score.model().prior() && score.model().step() == 0));
        assertThat(new ScoreVerification(pipeline).run())
                .as("each job that began anew has answered for itself")
                .hasValueSatisfying(report -> assertThat(report.problems()).isEmpty());
    }

    private Pipeline pipeline(ScoreRules rules) {
        Pipeline pipeline = TestPipelines.of("scoring", SPEC, TestBroker.settings(), directory, StateSettings.HEAP)
                .withScoring(rules);
        assertThat(StartUp.checkScoring(pipeline)).allMatch(topic -> topic.partitions() == 4);
        return pipeline;
    }

    /** A model of that step for each key, as the training job would write it. */
    private static void publish(Pipeline pipeline, int step, int keys) {
        Learner learner = new Learner(SPEC);
        SnapshotCodec codec = new SnapshotCodec(learner);
        GeneratedEvents events = new GeneratedEvents(step);
        var decoder = Replayed.decoder(pipeline);
        Map<String, LearnerState> states = new HashMap<>();
        try (EventProducer producer = new EventProducer(pipeline.kafka())) {
            for (long offset = 0;
                    states.values().stream().filter(s -> s.step() == step).count() < keys;
                    offset++) {
                var event = Replayed.event(decoder, events.next("any"), offset);
                LearnerState state = states.computeIfAbsent(event.key(), learner::init);
                if (state.step() < step) {
                    var unused = learner.observe(state, event.example());
                }
            }
            states.forEach((key, state) -> producer.send(new Outbound(
                    pipeline.topics().models(),
                    key.getBytes(UTF_8),
                    codec.encode(state),
                    Outbound.NOW,
                    List.of(
                            Header.of("spec", HexFormat.of().toHexDigits(learner.specHash())),
                            Header.of("source", "events:0:" + step)))));
        }
    }

    private static void awaitScores(Pipeline pipeline, int count, TestCluster.Running job) {
        long[] seen = {0};
        try (TopicReader reader =
                new TopicReader(pipeline.kafka(), List.of(pipeline.topics().scores()))) {
            await().atMost(PATIENCE).until(() -> {
                assertThat(job.ended()).as("the job has ended").isFalse();
                int unused = reader.poll(Duration.ofMillis(100), score -> seen[0]++);
                return seen[0] >= count;
            });
        }
    }

    private static void assertPlacesOnce(SortedMap<String, List<Prediction>> scores, int count) {
        assertThat(scores.values().stream().flatMap(List::stream).map(Prediction::src))
                .hasSize(count)
                .doesNotHaveDuplicates();
    }

    /** By key, in the order of their topic. */
    private static SortedMap<String, List<Prediction>> scores(Pipeline pipeline) {
        SortedMap<String, List<Prediction>> scores = new TreeMap<>();
        for (RawRecord raw :
                TopicReader.readAll(pipeline.kafka(), pipeline.topics().scores())) {
            Prediction score = JsonOutputReader.prediction(Objects.requireNonNull(raw.value()));
            scores.computeIfAbsent(score.key(), key -> new ArrayList<>()).add(score);
        }
        return scores;
    }

    /** Fingerprints of each key's models that were ever published. */
    private static Map<String, List<Long>> published(Pipeline pipeline) {
        Map<String, List<Long>> published = new HashMap<>();
        SnapshotCodec codec = new SnapshotCodec(new Learner(SPEC));
        for (RawRecord raw :
                TopicReader.readAll(pipeline.kafka(), pipeline.topics().modelHistory())) {
            LearnerState state = codec.decode(Objects.requireNonNull(raw.value()));
            published.computeIfAbsent(state.key(), key -> new ArrayList<>()).add(state.fingerprint());
        }
        return published;
    }
}
