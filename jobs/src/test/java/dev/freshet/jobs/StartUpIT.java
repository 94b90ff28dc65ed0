package dev.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.kafka.BrokerUnreachableException;
import dev.freshet.kafka.EnsuredTopic;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.KafkaSetupException;
import dev.freshet.kafka.TopicSpec;
import dev.freshet.kafka.Topics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StartUpIT {

    @Test
    void aTransactionTimeoutAboveTheBrokersLimitIsRefusedWithBothNumbers() {
        Pipeline pipeline = delivered(Duration.ofMinutes(1), Duration.ofMinutes(16));

        assertThatThrownBy(() -> start(pipeline))
                .isInstanceOf(StartUpException.class)
                .hasMessage("transaction timeout must be <= the broker's transaction.max.timeout.ms = 900000 ms:"
                        + " got 960000 ms; lower it to 900000 ms");
    }

    @Test
    void aTransactionTimeoutThatCannotOutliveARestartIsRefusedWithBothNumbers() {
        Pipeline pipeline = delivered(Duration.ofMinutes(2), Duration.ofMinutes(9));

        assertThatThrownBy(() -> start(pipeline))
                .isInstanceOf(StartUpException.class)
                .hasMessageContaining(
                        "must be >= 3 x (checkpoint interval + checkpoint timeout + restart budget)" + " = 540600 ms")
                .hasMessageContaining("got 540000 ms");
    }

    @Test
    void aStartThatIsRefusedCreatesNoTopic() throws Exception {
        Pipeline pipeline = delivered(Duration.ofMinutes(1), Duration.ofMinutes(16));
        assertThatThrownBy(() -> start(pipeline)).isInstanceOf(StartUpException.class);

        try (Admin admin = admin()) {
            assertThat(admin.listTopics().names().get())
                    .doesNotContain(pipeline.topics().events());
        }
    }

    @Test
    void aBrokerThatDoesNotAnswerIsNamed() throws Exception {
        String nobody = "127.0.0.1:" + freePort();
        Pipeline pipeline = pipeline().withKafka(KafkaSettings.of(nobody));

        assertThatThrownBy(() -> start(pipeline))
                .isInstanceOf(BrokerUnreachableException.class)
                .hasMessageContaining("Kafka at " + nobody + " does not answer")
                .hasMessageContaining("check kafka.bootstrap");
    }

    @Test
    void topicsThatAreMissingAreCreatedWithTheirLimits() throws Exception {
        Pipeline pipeline = pipeline();
        PipelineTopics topics = pipeline.topics();

        assertThat(StartUp.check(pipeline))
                .extracting(EnsuredTopic::name)
                .containsExactly(
                        topics.events(),
                        topics.predictions(),
                        topics.metrics(),
                        topics.drift(),
                        topics.models(),
                        topics.modelHistory(),
                        topics.deadLetters(),
                        topics.ledger());
        assertThat(StartUp.check(pipeline)).noneMatch(EnsuredTopic::created);
        assertThat(config(topics.events()))
                .containsEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1048576")
                .containsEntry(TopicConfig.MAX_DECOMPRESSED_MESSAGE_BYTES_CONFIG, "8388608")
                .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "delete");
        assertThat(config(topics.models()))
                .containsEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "8388608")
                .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "compact");
        assertThat(config(topics.deadLetters())).containsEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "2097152");
    }

    @Test
    void aTopicFromBeforeThatIsTooSmallForADeadLetterIsRefusedWithTheCommandThatRaisesIt() {
        Pipeline pipeline = pipeline();
        String small = pipeline.topics().deadLetters();
        Topics.ensure(pipeline.kafka(), List.of(TopicSpec.of(small, 1)));

        assertThatThrownBy(() -> start(pipeline))
                .isInstanceOf(StartUpException.class)
                .hasMessageContaining("topic " + small + " must take records of 2097152 bytes")
                .hasMessageContaining("its max.message.bytes is 1048576")
                .hasMessageContaining("--entity-name " + small + " --add-config max.message.bytes=2097152");
    }

    @Test
    void topicsThatAreMissingAreNamedWithTheirCommandsWhereNoneMayBeCreated() {
        Pipeline pipeline = pipeline();
        PipelineTopics t = pipeline.topics();
        Pipeline asking =
                TestPipelines.with(pipeline, t.partitioned(4).replicated(1).existing());

        assertThatThrownBy(() -> start(asking))
                .isInstanceOf(KafkaSetupException.class)
                .hasMessageContaining("kafka-topics.sh --bootstrap-server "
                        + asking.kafka().bootstrap() + " --create --topic " + t.events()
                        + " --partitions 4 --replication-factor 1")
                .hasMessageContaining("--topic " + t.models() + " --partitions 4 --replication-factor 1"
                        + " --config cleanup.policy=compact --config max.message.bytes=8388608");
    }

    private static void start(Pipeline pipeline) {
        List<EnsuredTopic> unused = StartUp.check(pipeline);
    }

    private static Pipeline pipeline() {
        return TestPipelines.of(
                "start", RandomSpecs.network(3, 0.01), TestBroker.settings(), Path.of("target"), StateSettings.HEAP);
    }

    private static Pipeline delivered(Duration restartBudget, Duration transactionTimeout) {
        Pipeline pipeline = pipeline();
        return TestPipelines.with(pipeline, TestPipelines.delivery(pipeline.name(), restartBudget, transactionTimeout));
    }

    private static Map<String, String> config(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<String, String> all = new HashMap<>();
        try (Admin admin = admin()) {
            admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .values()
                    .forEach(found -> found.entries().forEach(entry -> all.put(entry.name(), entry.value())));
        }
        return all;
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", TestBroker.settings().bootstrap()));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
