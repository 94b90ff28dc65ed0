package dev.freshet.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.kafka.DeliverySettings.TransactionNaming;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExactlyOnceIT {
    private static final int WAVE = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(2)
            .setNumberSlotsPerTaskManager(1)
            .build());

    @TempDir
    Path directory;

    private final KafkaSettings settings = TestBroker.settings();

    @ParameterizedTest
    @EnumSource(TransactionNaming.class)
    void aJobThatFailsOnceWritesEachRecordOnceToEachTopic(TransactionNaming naming) throws Exception {
        String in = TestBroker.topic("in", 4);
        String letters = TestBroker.topic("letters", 2);
        String copies = TestBroker.topic("copies", 3);
        DeliverySettings delivery = new DeliverySettings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofMinutes(10),
                in,
                naming);
        assertThat(delivery.check(BrokerLimits.read(settings).transactionMaxMillis()))
                .isEmpty();
        Twice.reset();
        StreamExecutionEnvironment env = environment(delivery);
        env.fromSource(
                        EventSource.of(settings, in, in)
                                .build(Records::rejection, new GenericTypeInfo<>(Decoded.class)),
                        WatermarkStrategy.noWatermarks(),
                        "events")
                .flatMap(new Twice(DeadLetters.of("pipeline", letters), copies))
                .returns(new GenericTypeInfo<>(Outbound.class))
                .sinkTo(new OutboundSink(settings, delivery, DeliveryGuarantee.EXACTLY_ONCE, List.of(letters, copies))
                        .build());
        JobClient job = env.executeAsync();
        try {
            write(in, 0, WAVE);
            await().atMost(PATIENCE).until(() -> Twice.SEEN.get() >= WAVE);
            int before = Twice.CHECKPOINTS.get();
            await().atMost(PATIENCE).until(() -> Twice.CHECKPOINTS.get() >= before + 4);
            // Right behind a checkpoint, so that there are records to take back; a round trip later they are sent.
            write(in, WAVE, 2 * WAVE);
            await().atMost(PATIENCE).until(() -> Twice.SEEN.get() >= 2 * WAVE);
            Twice.ARMED.set(true);
            write(in, 2 * WAVE, 3 * WAVE);
            await().atMost(PATIENCE).until(() -> !Twice.ARMED.get());

            List<String> all =
                    IntStream.range(0, 3 * WAVE).mapToObj(String::valueOf).toList();
            await().atMost(PATIENCE)
                    .until(() -> TestBroker.values(settings, letters).size() >= all.size());
            await().atMost(PATIENCE)
                    .until(() -> TestBroker.values(settings, copies).size() >= all.size());
            assertThat(TestBroker.values(settings, letters)).containsExactlyInAnyOrderElementsOf(all);
            assertThat(TestBroker.values(settings, copies)).containsExactlyInAnyOrderElementsOf(all);
        } finally {
            job.cancel().get();
        }
    }

    @Test
    void aTransactionWithoutARowOfTheLedgerIsNotCommitted() throws Exception {
        String in = TestBroker.topic("events", 1);
        String out = TestBroker.topic("out", 1);
        String ledger = TestBroker.topic("ledger", 1);
        write(in, 0, 10);
        DeliverySettings delivery = new DeliverySettings(
                Duration.ofMillis(200),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofMinutes(10),
                in,
                TransactionNaming.INCREMENTING);
        StreamExecutionEnvironment env = environment(delivery);
        env.fromSource(
                        EventSource.of(settings, in, in)
                                .stoppingAt(new Stop.Latest())
                                .build(Records::rejection, new GenericTypeInfo<>(Decoded.class)),
                        WatermarkStrategy.noWatermarks(),
                        "events")
                .map(decoded -> Records.outbound(out, "k", "v"))
                .returns(new GenericTypeInfo<>(Outbound.class))
                .sinkTo(new OutboundSink(settings, delivery, DeliveryGuarantee.EXACTLY_ONCE, List.of(out, ledger))
                        .buildWitnessed(DeadLetters.of("pipeline", out), ledger));

        assertThatThrownBy(env::execute)
                .rootCause()
                .hasMessage("a transaction must hold a row of topic " + ledger
                        + ", so that it can be told whether it was committed: got 1 without");
        assertThat(TestBroker.values(settings, out)).isEmpty();
    }

    @Test
    void aBoundedSourceReadsUpToTheEndOfItsStart() throws Exception {
        String in = TestBroker.topic("bounded", 4);
        write(in, 0, WAVE);

        assertThat(read(EventSource.of(settings, in, in).stoppingAt(new Stop.Latest())))
                .hasSize(WAVE);
    }

    @Test
    void aSourceNeverSeesWhatWasAborted() throws Exception {
        String in = TestBroker.topic("aborted", 1);
        TestBroker.writeAbortedThenCommitted(in);

        // Offset 0 was aborted, and 1 is the mark of that.
        assertThat(read(EventSource.of(settings, in, in).stoppingAt(new Stop.Latest())))
                .containsExactly("0:2");
    }

    @Test
    void aSourceStopsBeforeTheOffsetsOfEachPartition() throws Exception {
        String in = TestBroker.topic("bounded", 2);
        write(in, 0, WAVE);
        long inSecond = TopicReader.readAll(settings, in).stream()
                .filter(r -> r.partition() == 1)
                .count();

        List<String> read = read(EventSource.of(settings, in, in).stoppingAt(new Stop.Before(Map.of(0, 7L))));

        assertThat(read).filteredOn(place -> place.startsWith("0:")).hasSize(7);
        assertThat(read).filteredOn(place -> place.startsWith("1:")).hasSize((int) inSecond);
    }

    private List<String> read(EventSource source) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(2);
        return env.fromSource(
                        source.build(Records::rejection, new GenericTypeInfo<>(Decoded.class)),
                        WatermarkStrategy.noWatermarks(),
                        "events")
                .map(d -> ((Rejection) d).raw().partition() + ":"
                        + ((Rejection) d).raw().offset())
                .executeAndCollect(2 * WAVE);
    }

    private StreamExecutionEnvironment environment(DeliverySettings delivery) {
        Configuration configuration = new Configuration();
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.toUri().toString());
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
        // What is chained is handed on as it is, so the test needs no serializers.
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(2);
        env.enableCheckpointing(delivery.checkpointInterval().toMillis(), CheckpointingMode.EXACTLY_ONCE);
        return env;
    }

    private void write(String topic, int from, int to) {
        try (EventProducer producer = new EventProducer(settings)) {
            for (int i = from; i < to; i++) {
                producer.send(Records.outbound(topic, "k" + i % 50, String.valueOf(i)));
            }
        }
    }

    /** A dead letter and a copy of each record; fails once when armed. */
    private static final class Twice extends RichFlatMapFunction<Decoded, Outbound> implements CheckpointListener {
        private static final long serialVersionUID = 1L;
        static final AtomicInteger SEEN = new AtomicInteger();
        static final AtomicInteger CHECKPOINTS = new AtomicInteger();
        static final AtomicBoolean ARMED = new AtomicBoolean();

        private final DeadLetters letters;
        private final String copies;

        Twice(DeadLetters letters, String copies) {
            this.letters = letters;
            this.copies = copies;
        }

        static void reset() {
            SEEN.set(0);
            CHECKPOINTS.set(0);
            ARMED.set(false);
        }

        @Override
        public void flatMap(Decoded decoded, Collector<Outbound> out) {
            Rejection rejection = (Rejection) decoded;
            RawRecord raw = rejection.raw();
            out.collect(letters.letter(rejection, DeadLetters.Stage.DECODE));
            SEEN.incrementAndGet();
            if (ARMED.compareAndSet(true, false)) {
                throw new IllegalStateException("injected failure between the two records of offset " + raw.offset());
            }
            out.collect(new Outbound(copies, raw.key(), raw.value(), raw.timestamp(), raw.headers()));
        }

        @Override
        public void notifyCheckpointComplete(long id) {
            CHECKPOINTS.incrementAndGet();
        }
    }
}
