package dev.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.jobs.verify.Verification;
import dev.freshet.kafka.Stop;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Header;
import dev.freshet.wire.JsonLedger;
import dev.freshet.wire.LedgerRow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a job does when its input has ended. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndIT {
    private static final int EVENTS = 500;
    private static final int SUBTASKS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    /** Flink ends a task's input anew when the job comes back from the checkpoint that committed the end. */
    @Test
    void aFailureRightBehindTheCheckpointThatCommittedTheEndPublishesNothingTwice() throws Exception {
        Pipeline pipeline = TestPipelines.of(
                "end", RandomSpecs.network(3, 0.01), TestBroker.settings(), directory, StateSettings.HEAP);
        var unused = StartUp.check(pipeline);
        new GeneratedEvents(1).send(pipeline.kafka(), pipeline.topics().events(), EVENTS);
        TrainingJob job = new TrainingJob(pipeline, new Stop.Latest(), 0);

        try (TestCluster.Running running = TestCluster.start(
                env -> job.build(env, decoded -> failingBehindTheEnd(decoded, pipeline), job.outputs()), SUBTASKS)) {
            running.await();
            assertThat(running.restarts()).isEqualTo(1);
        }

        assertThat(publishedAtTheEnd(pipeline))
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .hasSameElementsAs(Replayed.byOracle(pipeline).models().keySet());
        assertThat(lastMetrics(pipeline)).isNotEmpty().doesNotHaveDuplicates();
        assertThat(Replayed.byJob(pipeline).models())
                .isEqualTo(Replayed.byOracle(pipeline).models());
        assertThat(new Verification(pipeline, Clock.systemUTC()).run(true).problems())
                .isEmpty();
    }

    private static List<String> publishedAtTheEnd(Pipeline pipeline) {
        return TopicReader.readAll(pipeline.kafka(), pipeline.topics().models()).stream()
                .filter(record -> record.headers().contains(Header.of("reason", "end")))
                .map(record -> new String(Objects.requireNonNull(record.key()), StandardCharsets.UTF_8))
                .toList();
    }

    /** The keys of the records that tell a model's last metrics. */
    private static List<String> lastMetrics(Pipeline pipeline) {
        return TopicReader.readAll(pipeline.kafka(), pipeline.topics().metrics()).stream()
                .filter(record -> new String(Objects.requireNonNull(record.value()), StandardCharsets.UTF_8)
                        .contains("\"final\""))
                .map(record -> new String(Objects.requireNonNull(record.key()), StandardCharsets.UTF_8))
                .toList();
    }

    private static DataStream<Decoded> failingBehindTheEnd(DataStream<Decoded> decoded, Pipeline pipeline) {
        decoded.transform("fail behind the end", Types.VOID, new FailBehindTheEnd(pipeline))
                .setParallelism(1)
                .disableChaining()
                .sinkTo(new DiscardingSink<>());
        return decoded;
    }

    /** Ends when every learning subtask has ended, and fails once when that is in a checkpoint. */
    private static final class FailBehindTheEnd extends AbstractStreamOperator<Void>
            implements OneInputStreamOperator<Decoded, Void> {
        private static final long serialVersionUID = 1L;
        private static final Set<String> FAILED = ConcurrentHashMap.newKeySet();

        private final Pipeline pipeline;
        private transient boolean ended;

        private FailBehindTheEnd(Pipeline pipeline) {
            this.pipeline = pipeline;
        }

        @Override
        public void processElement(StreamRecord<Decoded> element) {}

        @Override
        public void finish() throws Exception {
            if (!FAILED.contains(pipeline.name())) {
                awaitEndOfLearning();
                ended = true;
            }
            super.finish();
        }

        /** Their last rows lie on the topic before they are committed. */
        private void awaitEndOfLearning() {
            Set<Integer> ended = new HashSet<>();
            try (KafkaConsumer<byte[], byte[]> uncommitted = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", pipeline.kafka().bootstrap()),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                List<TopicPartition> partitions = uncommitted
                        .partitionsFor(pipeline.topics().ledger())
                        .stream()
                        .map(p -> new TopicPartition(p.topic(), p.partition()))
                        .toList();
                uncommitted.assign(partitions);
                uncommitted.seekToBeginning(partitions);
                await().atMost(PATIENCE).until(() -> {
                    for (ConsumerRecord<byte[], byte[]> record : uncommitted.poll(Duration.ofMillis(100))) {
                        LedgerRow row = JsonLedger.read(record.value());
                        if (row.last() && row.role() == LedgerRow.Role.LEARN) {
                            ended.add(row.subtask());
                        }
                    }
                    return ended.size() == SUBTASKS;
                });
            }
        }

        @Override
        public void notifyCheckpointComplete(long checkpoint) throws Exception {
            super.notifyCheckpointComplete(checkpoint);
            if (ended && FAILED.add(pipeline.name())) {
                throw new IllegalStateException("injected failure behind checkpoint " + checkpoint);
            }
        }
    }
}
