package dev.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.learn.LearnerSource;
import dev.freshet.jobs.learn.LearningOperator;
import dev.freshet.jobs.learn.OutputTopics;
import dev.freshet.jobs.types.RecordTypeInfo;
import dev.freshet.kafka.DeadLetters;
import dev.freshet.model.DriftPolicy;
import dev.freshet.model.Example;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.eval.Views;
import dev.freshet.model.optim.Optimizers;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.Outbound;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small model for each of very many keys, on RocksDB with checkpoints, in Flink's runtime without Kafka: prints throughput,
 * state and heap for each tenth of the events, and holds that the heap does not grow with the keys.
 */
@Tag("many-keys")
class ManyKeysTest {
    private static final long KEYS = Long.getLong("keys", 1_000_000);
    private static final long EVENTS = Long.getLong("events", 5_000_000);
    private static final int INPUTS = 8;
    private static final AtomicLong SENT = new AtomicLong();

    @TempDir
    Path directory;

    /** A key at random, whose label depends on its inputs. */
    private static final class Draw implements MapFunction<Long, Decoded> {
        private static final long serialVersionUID = 1L;

        @Override
        public Decoded map(Long i) {
            long key = Long.remainderUnsigned(mix(i), KEYS);
            double[] x = new double[INPUTS];
            for (int j = 0; j < INPUTS; j++) {
                x[j] = (mix(i * INPUTS + j) >> 40) * 0x1p-23;
            }
            SENT.incrementAndGet();
            double label = x[0] + 0.3 * x[1] > 0 ? 1 : 0;
            return new Event("key-" + key, "", Example.of(i, label, x));
        }

        private static long mix(long z) {
            long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L + 0x9e3779b97f4a7c15L;
            long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
            return b ^ (b >>> 31);
        }
    }

    @Test
    void theHeapDoesNotGrowWithTheKeys() throws Exception {
        System.out.printf("%,d keys, %,d events, %d inputs, logistic regression, batches of 4%n", KEYS, EVENTS, INPUTS);
        System.out.println("| events | per second | state on disk, MiB | heap after collection, MiB |");
        System.out.println("|---|---|---|---|");
        JobClient job = start();
        double first = 0;
        double heap = 0;
        long begun = System.nanoTime();
        for (int tenth = 1; tenth <= 10; tenth++) {
            await(job, EVENTS / 10 * tenth);
            heap = heapMebibytes();
            first = tenth == 2 ? heap : first;
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | %,.0f | %,.0f | %.0f |%n",
                    SENT.get(),
                    SENT.get() / seconds,
                    size(directory) / 1048576.0,
                    heap);
        }
        var unused = job.getJobExecutionResult().get();

        assertThat(heap).as("heap at the end, against %s at a fifth", first).isLessThan(1.3 * first + 32);
    }

    private JobClient start() throws Exception {
        Configuration flink = new Configuration();
        flink.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
        flink.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory.resolve("checkpoints").toUri().toString());
        flink.setString(
                "state.backend.rocksdb.localdir",
                Files.createDirectory(directory.resolve("rocksdb")).toString());
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
        LocalStreamEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
        env.getConfig().enableObjectReuse();
        LearnerSpec spec = LearnerSpec.classification("no", "yes")
                .features(new Numbers(
                        IntStream.range(0, INPUTS).mapToObj(i -> "x" + i).toList(), Scaling.STANDARD))
                .optimizer(Optimizers.sgd(0.1))
                .batch(4)
                .drift(DriftPolicy.NONE)
                .metrics(Views.NONE)
                .build();
        env.fromSequence(0, EVENTS - 1)
                .map(new Draw())
                .returns(RecordTypeInfo.DECODED)
                .keyBy(new RoutingKey(), Types.STRING)
                .transform(
                        "learn",
                        RecordTypeInfo.OUTBOUND,
                        new LearningOperator(
                                LearnerSource.of(spec),
                                new OutputTopics(
                                        "events",
                                        "predictions",
                                        "metrics",
                                        "drift",
                                        "models",
                                        "history",
                                        "ledger",
                                        null,
                                        "commands",
                                        "acks",
                                        "promotions"),
                                DeadLetters.of("many-keys", "dead-letters"),
                                1_000))
                .sinkTo(new DiscardingSink<Outbound>());
        return env.executeAsync();
    }

    private static void await(JobClient job, long events) {
        Awaitility.await()
                .atMost(Duration.ofHours(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> SENT.get() >= events || job.getJobExecutionResult().isDone());
    }

    private static double heapMebibytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
    }

    private static long size(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.mapToLong(ManyKeysTest::length).sum();
        } catch (UncheckedIOException e) {
            return -1;
        }
    }

    /** RocksDB deletes files while they are counted. */
    private static long length(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
