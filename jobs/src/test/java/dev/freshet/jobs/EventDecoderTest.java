package dev.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.Reading;
import dev.freshet.kafka.Start;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventDecoderTest {
    private final Map<String, Metric> metrics = new HashMap<>();

    @Test
    void whatIsRejectedOrAcceptedWithALossIsCounted() throws Exception {
        EventDecoder decoder = InstantiationUtil.clone(new EventDecoder(
                TestPipelines.of(
                        "decode",
                        RandomSpecs.network(3, 0.01),
                        KafkaSettings.of("localhost:9092"),
                        Path.of("target"),
                        StateSettings.HEAP),
                () -> 1));
        decoder.open(new Recording());

        assertThat(decode(decoder, "{\"key\":\"k\",\"x\":{\"a\":1e-400,\"b\":9007199254740993,\"z\":1},\"y\":\"no\"}"))
                .isInstanceOf(Event.class);
        assertThat(decode(decoder, "{")).isInstanceOf(Rejection.class);
        assertThat(decode(decoder, "[]")).isInstanceOf(Rejection.class);

        Map<String, Long> counts = new HashMap<>();
        metrics.forEach((name, metric) -> counts.put(name, count(metric)));
        assertThat(counts)
                .isEqualTo(Map.of(
                        "rejections", 2L,
                        "underflows", 1L,
                        "roundedIntegers", 1L,
                        "unknownFields", 1L,
                        "missingInputs", 1L));
    }

    @ParameterizedTest
    @CsvSource({"1, KEY, true", "2, KEY, false", "2, NONE, true"})
    void aRecordWithoutAKeyOfItsOwnIsTakenWhereItsOrderIsSureOrGivenUp(
            int partitions, Reading.Ordering ordering, boolean taken) {
        Pipeline pipeline = TestPipelines.with(
                TestPipelines.of(
                        "decode",
                        RandomSpecs.network(3, 0.01),
                        KafkaSettings.of("localhost:9092"),
                        Path.of("target"),
                        StateSettings.HEAP),
                new Reading(Start.EARLIEST, ordering, Reading.DataLoss.FAIL));
        EventDecoder decoder = new EventDecoder(pipeline, () -> partitions);
        decoder.open(new Recording());

        Decoded decoded = decode(decoder, "{\"key\":\"k\",\"x\":{\"a\":1},\"y\":\"no\"}");

        assertThat(decoded instanceof Event).isEqualTo(taken);
        if (decoded instanceof Rejection rejection) {
            assertThat(rejection.code()).isEqualTo(RejectionCode.KEY_MISSING);
            assertThat(rejection.detail()).contains("2 partitions").endsWith("or set kafka.ordering: none");
        }
    }

    private static long count(Metric metric) {
        return metric instanceof Counter counter ? counter.getCount() : (Long) ((Gauge<?>) metric).getValue();
    }

    private static Decoded decode(EventDecoder decoder, String json) {
        return decoder.decode(new RawRecord("events", 0, 0, 1_700_000_000_000L, null, json.getBytes(UTF_8), List.of()));
    }

    /** Keeps what is registered, by its last name. */
    private final class Recording extends UnregisteredMetricsGroup {
        @Override
        public <C extends Counter> C counter(String name, C counter) {
            metrics.put(name, counter);
            return counter;
        }

        @Override
        public Counter counter(String name) {
            return counter(name, new SimpleCounter());
        }

        @Override
        public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
            metrics.put(name, gauge);
            return gauge;
        }

        @Override
        public Recording addGroup(String name) {
            return this;
        }
    }
}
