package dev.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.kafka.DeadLetter;
import dev.freshet.kafka.EnsuredTopic;
import dev.freshet.kafka.Stop;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.RawRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a record that its topic does not take: rows 18 and 19 of the faults, row 31 of the bad inputs. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeadLetterTopicIT {
    private static final byte[] KEY = "k".getBytes(UTF_8);

    @TempDir
    Path directory;

    @Test
    void aLetterThatItsTopicCannotTakeStopsTheJobBeforeAnOffsetAndIsThereOnceTheTopicCan() throws Exception {
        Pipeline pipeline = pipeline();
        String letters = pipeline.topics().deadLetters();
        send(pipeline, event("e-1"), "{");
        limit(pipeline, letters, 1 << 9);

        try (TestCluster.Running job = TestCluster.start(new TrainingJob(pipeline, new Stop.Latest(), 0), 1)) {
            await().atMost(Duration.ofSeconds(90)).until(() -> job.restarts() > 0 || job.ended());
            assertThat(TopicReader.readAll(pipeline.kafka(), pipeline.topics().predictions()))
                    .isEmpty();
            assertThat(committed(pipeline)).isEmpty();
            limit(pipeline, letters, 1 << 20);
            job.await();
        }

        assertThat(codes(pipeline)).containsExactly("MALFORMED");
        assertThat(TopicReader.readAll(pipeline.kafka(), pipeline.topics().predictions()))
                .hasSize(1);
    }

    @Test
    void aPredictionLongerThanItsTopicTakesIsALetterInItsPlaceAndTheJobGoesOn() throws Exception {
        Pipeline pipeline = pipeline();
        limit(pipeline, pipeline.topics().predictions(), 1 << 10);
        send(pipeline, event("\u00e9".repeat(250)), event("e-2"));

        try (TestCluster.Running job = TestCluster.start(new TrainingJob(pipeline, new Stop.Latest(), 0), 1)) {
            job.await();
            assertThat(job.restarts()).isZero();
        }

        assertThat(codes(pipeline)).containsExactly("OUTPUT_TOO_LARGE");
        assertThat(TopicReader.readAll(pipeline.kafka(), pipeline.topics().predictions()))
                .hasSize(1);
    }

    private Pipeline pipeline() {
        Pipeline pipeline = TestPipelines.of(
                "letters", RandomSpecs.network(5, 0.01), TestBroker.settings(), directory, StateSettings.HEAP);
        List<EnsuredTopic> unused = StartUp.check(pipeline);
        return pipeline;
    }

    private static String event(String id) {
        return "{\"id\":\"" + id
                + "\",\"key\":\"k\",\"ts\":1700000000000,\"x\":{\"a\":1,\"b\":2,\"c\":\"d\"},\"y\":\"yes\"}";
    }

    private static void send(Pipeline pipeline, String... values) {
        try (LargeRecords records =
                new LargeRecords(pipeline.kafka(), pipeline.topics().events(), 0, 1 << 20)) {
            for (String value : values) {
                long unused = records.send(KEY, value.getBytes(UTF_8));
            }
        }
    }

    private static List<String> codes(Pipeline pipeline) {
        return TopicReader.readAll(pipeline.kafka(), pipeline.topics().deadLetters()).stream()
                .map((RawRecord raw) -> String.valueOf(new DeadLetter(raw).code()))
                .toList();
    }

    private static Admin admin(Pipeline pipeline) {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, pipeline.kafka().bootstrap()));
    }

    private static void limit(Pipeline pipeline, String topic, int bytes) throws Exception {
        try (Admin admin = admin(pipeline)) {
            var unused = admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", String.valueOf(bytes)),
                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static Map<?, ?> committed(Pipeline pipeline) throws Exception {
        try (Admin admin = admin(pipeline)) {
            return admin.listConsumerGroupOffsets(TrainingJob.group(pipeline))
                    .partitionsToOffsetAndMetadata()
                    .get();
        }
    }
}
