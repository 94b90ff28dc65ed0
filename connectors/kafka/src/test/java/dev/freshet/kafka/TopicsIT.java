package dev.freshet.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.kafka.TopicSpec.Cleanup;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TopicsIT {
    @TempDir
    Path directory;

    /** The producer waits for its topic and has several small batches under way: the case that loses (KAFKA-15591). */
    @RepeatedTest(20)
    void noRecordIsLostThatIsSentAsSoonAsItsTopicIsEnsured() {
        Properties properties = ProducerSettings.of(TestBroker.settings());
        properties.setProperty("linger.ms", "1");
        properties.setProperty("batch.size", "2000");
        properties.setProperty("compression.type", "none");
        properties.setProperty("request.timeout.ms", "3000");
        properties.setProperty("delivery.timeout.ms", "4000");
        AtomicInteger failed = new AtomicInteger();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            String topic = TestBroker.topic("at-once", 4);
            for (int i = 0; i < 2_000; i++) {
                var unused =
                        producer.send(new ProducerRecord<>(topic, i % 4, null, new byte[100]), (place, failure) -> {
                            if (failure != null) {
                                failed.incrementAndGet();
                            }
                        });
            }
            producer.flush();
        }

        assertThat(failed).hasValue(0);
    }

    @Test
    void whatWasMissingIsCreatedAndWhatWasThereIsLeftAsItIs() {
        String there = TestBroker.topic("there", 3);
        String missing = TestBroker.name("missing");

        List<EnsuredTopic> found =
                Topics.ensure(TestBroker.settings(), List.of(TopicSpec.of(there, 5), TopicSpec.of(missing, 2)));

        assertThat(found)
                .containsExactly(
                        new EnsuredTopic(there, 3, false, 1 << 20), new EnsuredTopic(missing, 2, true, 1 << 20));
    }

    @Test
    void aTopicHasTheLimitsOfItsSpec() {
        TopicSpec spec = new TopicSpec(
                TestBroker.name("limits"), 1, TopicSpec.BROKER_DEFAULT, Cleanup.COMPACT, Duration.ofHours(1), 4096);

        List<EnsuredTopic> unused = Topics.ensure(TestBroker.settings(), List.of(spec));

        assertThat(configs(spec.name())).containsAllEntriesOf(spec.configs(true));
    }

    @Test
    void aMissingTopicThatMayNotBeCreatedIsToldWithTheCommandThatCreatesIt() {
        TopicSpec spec = TopicSpec.of(TestBroker.name("missing"), 4);

        assertThatThrownBy(() -> Topics.require(TestBroker.settings(), List.of(spec)))
                .isInstanceOf(KafkaSetupException.class)
                .hasMessageContaining("topics are missing, create them with")
                .hasMessageContaining(spec.createCommand(TestBroker.get().bootstrap()));
    }

    @Test
    void whatKafkaRefusesIsToldInKafkasWords() {
        TopicSpec spec = TopicSpec.of(TestBroker.name("copies"), 1).replicated(3);

        assertThatThrownBy(() -> Topics.ensure(TestBroker.settings(), List.of(spec)))
                .isInstanceOf(KafkaSetupException.class)
                .hasMessageContaining("cannot create topic " + spec.name())
                .hasMessageContaining("eplication factor");
    }

    @Test
    @Timeout(value = 15, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anAddressWhereNothingListensIsToldWithinFifteenSeconds() throws Exception {
        int port;
        try (ServerSocket socket = loopback()) {
            port = socket.getLocalPort();
        }

        assertThatThrownBy(() -> BrokerLimits.read(KafkaSettings.of("127.0.0.1:" + port)))
                .isInstanceOf(BrokerUnreachableException.class)
                .hasMessageContaining("127.0.0.1:" + port + " does not answer")
                .hasMessageContaining("Connection refused")
                .hasMessageContaining("check kafka.bootstrap");
    }

    @Test
    void somethingThatListensButIsNoBrokerIsToldFromAWrongAddress() throws Exception {
        try (ServerSocket mute = loopback()) {
            assertThatThrownBy(() -> ask(KafkaSettings.of("127.0.0.1:" + mute.getLocalPort())))
                    .isInstanceOf(BrokerUnreachableException.class)
                    .hasMessageContaining("accepts connections")
                    .hasMessageContaining("security.protocol");
        }
    }

    @Test
    void tlsToAPlaintextPortIsToldWithThePropertyToCheck() {
        assertThatThrownBy(
                        () -> ask(new KafkaSettings(TestBroker.get().bootstrap(), Map.of("security.protocol", "SSL"))))
                .isInstanceOf(KafkaSetupException.class)
                .hasMessageContaining("security.protocol");
    }

    @Test
    @Timeout(value = 15, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aHostThatDoesNotExistIsTold() {
        assertThatThrownBy(() -> BrokerLimits.read(KafkaSettings.of("no-such-host.invalid:9092")))
                .isInstanceOf(KafkaSetupException.class)
                .hasMessageContaining("no-such-host.invalid:9092");
    }

    @Test
    void theBrokersOwnLimitsAreRead() {
        try (EmbeddedBroker broker = EmbeddedBroker.in(directory)
                .property("transaction.max.timeout.ms", "123456")
                .start()) {
            assertThat(BrokerLimits.read(broker.settings())).isEqualTo(new BrokerLimits(123_456, 2));
        }
    }

    @Test
    void theDefaultsFitABrokerAsItComes() {
        BrokerLimits limits = BrokerLimits.read(TestBroker.settings());

        assertThat(DeliverySettings.defaults("job").check(limits.transactionMaxMillis()))
                .isEmpty();
    }

    /** With less patience than users have. */
    private static void ask(KafkaSettings settings) {
        try (AdminSession admin = AdminSession.open(settings, 2_000)) {
            var unused = admin.get("list the brokers", a -> a.describeCluster().nodes());
        }
    }

    private static ServerSocket loopback() throws Exception {
        return new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    private static Map<String, String> configs(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (AdminSession admin = AdminSession.open(TestBroker.settings())) {
            Config config = admin.get(
                            "describe",
                            a -> a.describeConfigs(List.of(resource)).all())
                    .getOrDefault(resource, new Config(List.of()));
            return config.entries().stream()
                    .filter(e -> e.value() != null)
                    .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
        }
    }
}
