package dev.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.kafka.DeadLetter;
import dev.freshet.kafka.EnsuredTopic;
import dev.freshet.kafka.EventProducer;
import dev.freshet.kafka.Reading;
import dev.freshet.kafka.Start;
import dev.freshet.kafka.Stop;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.BadEvents;
import dev.freshet.wire.Header;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One bad event among ten good ones, of every row that has a code: row 18 of the faults. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MixedEventsIT {
    private static final String KEY = "NSW";
    private static final String VALID =
            "{\"id\":\"e-1\",\"key\":\"NSW\",\"ts\":1700000000000,\"x\":{\"a\":0.5,\"b\":-2,\"c\":\"Mon\"},\"y\":\"yes\",\"w\":2.5}";
    private static final int GOOD = 10;
    private static final int PARTITIONS = 4;
    private static final int LARGEST = 512 << 10;
    private static final long SEED = 18;

    @TempDir
    Path directory;

    /** A record, whose topic is open yet, and its fate. */
    private record Sent(Outbound record, String expected) {
        static Sent of(byte @Nullable [] key, byte @Nullable [] value, List<Header> headers, String expected) {
            return new Sent(new Outbound("", key, value, Outbound.NOW, headers), expected);
        }
    }

    @Test
    void oneBadAmongTenGoodOnesIsOneLetterOfItsCodeAndNothingElse() throws Exception {
        Pipeline pipeline = TestPipelines.with(
                TestPipelines.of(
                        "mixed", RandomSpecs.network(5, 0.01), TestBroker.settings(), directory, StateSettings.HEAP),
                new Reading(Start.EARLIEST, Reading.Ordering.NONE, Reading.DataLoss.FAIL));
        List<EnsuredTopic> unused = StartUp.check(pipeline);
        List<Sent> bad = bad();
        send(pipeline, bad);

        try (TestCluster.Running job = TestCluster.start(new TrainingJob(pipeline, new Stop.Latest(), 0), 2)) {
            job.await();
            assertThat(job.restarts()).as("restarts").isZero();
        }

        Map<String, Long> letters = new TreeMap<>();
        for (RawRecord raw :
                TopicReader.readAll(pipeline.kafka(), pipeline.topics().deadLetters())) {
            letters.merge(String.valueOf(new DeadLetter(raw).code()), 1L, Long::sum);
        }
        Map<String, Long> expected = new TreeMap<>();
        bad.forEach(sent -> expected.merge(sent.expected(), 1L, Long::sum));
        assertThat(letters).isEqualTo(expected).hasSizeGreaterThan(20);
        assertThat(TopicReader.readAll(pipeline.kafka(), pipeline.topics().predictions()))
                .hasSize(GOOD * bad.size());
    }

    /** In an order that the seed draws, over all partitions. */
    private static void send(Pipeline pipeline, List<Sent> bad) {
        List<Sent> all = new ArrayList<>(bad);
        Sent good = Sent.of(KEY.getBytes(UTF_8), VALID.getBytes(UTF_8), List.of(), BadEvents.ACCEPTED);
        all.addAll(Collections.nCopies(GOOD * bad.size(), good));
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = all.size() - 1; i > 0; i--) {
            Collections.swap(all, i, random.nextInt(i + 1));
        }
        String topic = pipeline.topics().events();
        try (EventProducer producer = new EventProducer(pipeline.kafka())) {
            for (int i = 0; i < all.size(); i++) {
                Outbound record = all.get(i).record();
                producer.send(
                        new Outbound(topic, record.key(), record.value(), Outbound.NOW, record.headers()),
                        i % PARTITIONS);
            }
        }
    }

    private static List<Sent> bad() {
        List<Sent> bad = new ArrayList<>();
        for (BadEvents.Case each : BadEvents.rows1To30(KEY, VALID, "key", "y", "a", true)) {
            byte[] value = each.value();
            boolean fits = value == null || value.length < LARGEST;
            if (fits && !each.expected().equals(BadEvents.ACCEPTED)) {
                bad.add(Sent.of(each.key(), value, List.of(), each.expected()));
            }
        }
        add(bad, "FEATURES_MISSING", "{\"x\":{}}", "{\"x\":null}", "{}", "{\"x\":{\"a\":null,\"b\":null,\"c\":null}}");
        add(bad, "SHAPE", "{\"x\":[1]}");
        add(bad, "TYPE", "{\"x\":{\"a\":\"1\"}}", "{\"x\":7}");
        add(bad, "LABEL_DOMAIN", "{\"x\":{\"a\":1},\"y\":\"maybe\"}", "{\"x\":{\"a\":1},\"y\":2}");
        add(bad, "WEIGHT_RANGE", "{\"x\":{\"a\":1},\"w\":-1}", "{\"x\":{\"a\":1},\"w\":1e12}");
        add(bad, "TIMESTAMP", "{\"x\":{\"a\":1},\"ts\":1700000000}", "{\"x\":{\"a\":1},\"ts\":\"today\"}");
        add(bad, "TIMESTAMP_FUTURE", "{\"x\":{\"a\":1},\"ts\":9223372036854775807}");
        add(bad, "HEADERS_TOO_LARGE", VALID, Collections.nCopies(1_001, new Header("h", null)));
        add(bad, "HEADERS_TOO_LARGE", VALID, List.of(new Header("h", new byte[100_000])));
        add(bad, "CONTENT_TYPE", VALID, List.of(Header.of("content-type", "application/avro")));
        add(bad, "CONTENT_TYPE", VALID, List.of(Header.of("content-type", "application/cloudevents+json")));
        add(bad, "REPLAY_LIMIT", VALID, List.of(Header.of("freshet.replays", "4")));
        add(
                bad,
                "MALFORMED",
                "{",
                List.of(Header.of("__connect.errors.offset", "1"), Header.of("freshet.error.code", "OK")));
        return bad;
    }

    private static void add(List<Sent> bad, String code, String... values) {
        for (String value : values) {
            add(bad, code, value, List.of());
        }
    }

    private static void add(List<Sent> bad, String code, String value, List<Header> headers) {
        bad.add(Sent.of(KEY.getBytes(UTF_8), value.getBytes(UTF_8), headers, code));
    }
}
