package dev.freshet.jobs;

import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.DeliverySettings.Guarantee;
import dev.freshet.kafka.DeliverySettings.TransactionNaming;
import dev.freshet.kafka.EventProducer;
import dev.freshet.kafka.TopicReader;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * From produce to consume at 5,000 events/s: the scoring job against the same job without models, in turn, at least once. The
 * time counts from when an event was to be sent, so that one which waits behind others is not left out.
 */
final class Latency {
    private static final int RATE = 5_000;
    private static final int WARM_UP_SECONDS = 15;
    private static final int KEYS = 50;
    private static final LearnerSpec SPEC = RandomSpecs.network(64, 0.01);
    private static final long PERIOD_NANOS = 1_000_000_000L / RATE;

    private Latency() {}

    /** @param arguments seconds that are measured per round, 30 unless given; rounds, 3 unless given */
    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path directory = Files.createTempDirectory(Path.of("target"), "latency-");
        Histogram pass = histogram();
        Histogram score = histogram();
        System.out.printf(
                "%d events/s, %d keys, buffer timeout %d ms, linger 5 ms (job) and 0 ms (bench)%n",
                RATE, KEYS, ScoringJob.BUFFER_MILLIS);
        for (int round = 0; round < rounds; round++) {
            Pipeline passing = pipeline("pass", directory);
            run(passing, new PassThrough(passing)::build, pass, seconds);
            Pipeline scoring = pipeline("score", directory);
            publish(scoring);
            run(scoring, ScoringJob.catchingUp(scoring)::build, score, seconds);
            System.out.printf("load average %.1f%n", load());
        }
        print("pass-through", pass);
        print("scoring", score);
        System.exit(0);
    }

    private static void run(
            Pipeline pipeline, Consumer<StreamExecutionEnvironment> job, Histogram histogram, int seconds)
            throws Exception {
        int count = RATE * (WARM_UP_SECONDS + seconds);
        int first = RATE * WARM_UP_SECONDS;
        AtomicLongArray intended = new AtomicLongArray(count);
        try (TestCluster.Running running = TestCluster.start(job, 1);
                TopicReader reader = new TopicReader(
                        pipeline.kafka(), List.of(pipeline.topics().scores()))) {
            Thread sender = new Thread(() -> send(pipeline, intended), "sender");
            sender.start();
            int[] seen = {0};
            while (seen[0] < count) {
                if (running.ended()) {
                    running.await();
                }
                int unused = reader.poll(Duration.ofMillis(50), record -> {
                    long now = System.nanoTime();
                    int id = id(record);
                    if (id >= first) {
                        histogram.recordValue(now - intended.get(id));
                    }
                    seen[0]++;
                });
            }
            sender.join();
        }
    }

    private static void send(Pipeline pipeline, AtomicLongArray intended) {
        Properties properties = new Properties();
        properties.setProperty(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, pipeline.kafka().bootstrap());
        properties.setProperty(ProducerConfig.LINGER_MS_CONFIG, "0");
        GeneratedEvents events = new GeneratedEvents(1);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            long begin = System.nanoTime();
            for (int i = 0; i < intended.length(); i++) {
                Outbound event = events.next(pipeline.topics().features());
                long due = begin + i * PERIOD_NANOS;
                intended.set(i, due);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                var unused = producer.send(new ProducerRecord<>(event.topic(), event.key(), event.value()));
            }
        }
    }

    /** Both jobs' records begin with {@code {"id":"e-17"}. */
    private static int id(RawRecord record) {
        byte[] value = Objects.requireNonNull(record.value());
        int id = 0;
        for (int i = "{\"id\":\"e-".length(); value[i] != '"'; i++) {
            id = 10 * id + value[i] - '0';
        }
        return id;
    }

    /** Of each key, as it begins. */
    private static void publish(Pipeline pipeline) {
        Learner learner = new Learner(SPEC);
        SnapshotCodec codec = new SnapshotCodec(learner);
        try (EventProducer producer = new EventProducer(pipeline.kafka())) {
            for (int i = 0; i < KEYS; i++) {
                String key = "station " + i;
                producer.send(new Outbound(
                        pipeline.topics().models(),
                        key.getBytes(StandardCharsets.UTF_8),
                        codec.encode(learner.init(key)),
                        Outbound.NOW,
                        List.of()));
            }
        }
    }

    private static Pipeline pipeline(String what, Path directory) {
        Pipeline pipeline = TestPipelines.of(what, SPEC, TestBroker.settings(), directory, StateSettings.HEAP);
        Pipeline atLeastOnce = pipeline.withDelivery(new DeliverySettings(
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofMinutes(10),
                pipeline.name(),
                TransactionNaming.INCREMENTING,
                Guarantee.AT_LEAST_ONCE));
        var unused = StartUp.checkScoring(atLeastOnce);
        return atLeastOnce;
    }

    private static Histogram histogram() {
        return new Histogram(Duration.ofMinutes(10).toNanos(), 3);
    }

    private static void print(String what, Histogram h) {
        System.out.printf(
                "%-13s %,9d events   p50 %6.1f ms   p90 %6.1f ms   p99 %6.1f ms   p99.9 %6.1f ms   max %6.1f ms%n",
                what,
                h.getTotalCount(),
                h.getValueAtPercentile(50) / 1e6,
                h.getValueAtPercentile(90) / 1e6,
                h.getValueAtPercentile(99) / 1e6,
                h.getValueAtPercentile(99.9) / 1e6,
                h.getMaxValue() / 1e6);
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
