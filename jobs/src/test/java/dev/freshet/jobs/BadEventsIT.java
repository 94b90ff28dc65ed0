package dev.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.console.FinalModels;
import dev.freshet.jobs.console.Ledger;
import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.kafka.DeadLetters;
import dev.freshet.kafka.EnsuredTopic;
import dev.freshet.kafka.Reading;
import dev.freshet.kafka.Start;
import dev.freshet.kafka.Stop;
import dev.freshet.kafka.TopicReader;
import dev.freshet.kafka.TopicSpec;
import dev.freshet.kafka.Topics;
import dev.freshet.model.Learner;
import dev.freshet.model.encode.Scaling;
import dev.freshet.wire.BadEvents;
import dev.freshet.wire.RawRecord;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows 1 to 30 of the table of bad inputs, good events between them, through the whole job. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BadEventsIT {
    private static final String KEY = "NSW";
    private static final String VALID =
            "{\"id\":\"e-1\",\"key\":\"NSW\",\"ts\":1700000000000,\"x\":{\"a\":0.5,\"b\":-2,\"c\":\"Mon\"},\"y\":\"yes\",\"w\":2.5}";

    /** All records lie there, so that a key's events have one order whatever became of the record's key. */
    private static final int PARTITION = 2;

    /** The largest row has 20 MB, which takes a topic of a higher limit than a pipeline creates. */
    private static final int LARGEST = 32 << 20;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(Scaling.class)
    void eachBadEventEndsInADeadLetterAndNeverStopsTheJob(Scaling scaling) throws Exception {
        Pipeline pipeline = TestPipelines.with(
                TestPipelines.of(
                        "bad",
                        RandomSpecs.network(5, 0.01, scaling),
                        TestBroker.settings(),
                        directory,
                        StateSettings.HEAP),
                new Reading(Start.EARLIEST, Reading.Ordering.NONE, Reading.DataLoss.FAIL));
        List<EnsuredTopic> unused = Topics.ensure(
                pipeline.kafka(),
                List.of(TopicSpec.of(pipeline.topics().events(), 4).upTo(LARGEST)));
        assertThat(StartUp.check(pipeline)).first().matches(events -> !events.created(), "was there before");
        Map<Long, BadEvents.Case> cases =
                send(pipeline, BadEvents.rows1To30(KEY, VALID, "key", "y", "a", scaling != Scaling.NONE));

        try (TestCluster.Running job = TestCluster.start(new TrainingJob(pipeline, new Stop.Latest(), 0), 2)) {
            job.await();
            assertThat(job.restarts()).as("restarts").isZero();
        }

        Replayed actual = Replayed.byJob(pipeline);
        assertThat(actual.predictions()).isEqualTo(Replayed.byOracle(pipeline).predictions());
        List<RawRecord> letters =
                TopicReader.readAll(pipeline.kafka(), pipeline.topics().deadLetters());
        assertLetters(pipeline, letters, cases);
        assertBalanced(pipeline, 2L * cases.size(), actual, letters.size());
    }

    /** Each case at an even offset, a good event behind each; the cases by their offset. */
    private static Map<Long, BadEvents.Case> send(Pipeline pipeline, List<BadEvents.Case> cases) {
        Map<Long, BadEvents.Case> sent = new HashMap<>();
        try (LargeRecords records =
                new LargeRecords(pipeline.kafka(), pipeline.topics().events(), PARTITION, LARGEST)) {
            for (BadEvents.Case each : cases) {
                sent.put(records.send(each.key(), each.value()), each);
                long unused = records.send(KEY.getBytes(UTF_8), VALID.getBytes(UTF_8));
            }
        }
        return sent;
    }

    private static void assertLetters(Pipeline pipeline, List<RawRecord> letters, Map<Long, BadEvents.Case> cases) {
        Map<Long, String> expected = cases.entrySet().stream()
                .filter(e -> !e.getValue().expected().equals(BadEvents.ACCEPTED))
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().expected()));
        assertThat(letters).hasSize(expected.size());
        Map<Long, String> actual = new HashMap<>();
        for (RawRecord letter : letters) {
            Map<String, String> headers = headers(letter);
            long offset = Long.parseLong(headers.getOrDefault("__connect.errors.offset", "-1"));
            actual.put(offset, headers.getOrDefault("freshet.error.code", "none"));
            assertThat(headers)
                    .containsEntry("__connect.errors.topic", pipeline.topics().events())
                    .containsEntry("__connect.errors.partition", String.valueOf(PARTITION));
            assertOriginal(letter, headers, Objects.requireNonNull(cases.get(offset)));
        }
        assertThat(actual).isEqualTo(expected);
    }

    /** Key and value as they were; of a value too long for a letter, its beginning and its length. */
    private static void assertOriginal(RawRecord letter, Map<String, String> headers, BadEvents.Case bad) {
        assertThat(letter.key()).as(bad.toString()).isEqualTo(bad.key());
        byte[] value = letter.value();
        byte[] original = bad.value();
        String length = headers.get("freshet.error.truncated");
        if (length == null || value == null || original == null) {
            assertThat(value).as(bad.toString()).isEqualTo(original);
        } else {
            assertThat(original.length).isGreaterThan(DeadLetters.DEFAULT_MAX_BYTES - (16 << 10));
            assertThat(value).isEqualTo(Arrays.copyOf(original, value.length)).hasSizeGreaterThan(1 << 20);
            assertThat(Long.parseLong(length)).isGreaterThanOrEqualTo(original.length);
        }
    }

    private static Map<String, String> headers(RawRecord letter) {
        return letter.headers().stream()
                .collect(Collectors.toMap(
                        header -> header.name(), header -> new String(Objects.requireNonNull(header.value()), UTF_8)));
    }

    private static void assertBalanced(Pipeline pipeline, long consumed, Replayed actual, long dead) {
        FinalModels models = new FinalModels(new Learner(pipeline.learner()));
        for (RawRecord model :
                TopicReader.readAll(pipeline.kafka(), pipeline.topics().models())) {
            models.add(Objects.requireNonNull(model.key()), Objects.requireNonNull(model.value()));
        }
        long answers =
                actual.predictions().values().stream().mapToLong(List::size).sum();
        long repeats = answers - actual.predictions().size();
        assertThat(new Ledger(consumed, answers, repeats, dead, models.totals()).problems())
                .isEmpty();
    }
}
