package dev.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.doctor.Doctor;
import dev.freshet.jobs.doctor.Finding;
import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.kafka.BrokerLimits;
import dev.freshet.kafka.EmbeddedBroker;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.TopicSpec;
import dev.freshet.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is looked at before a job is started, against a real broker. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DoctorIT {
    @TempDir
    Path directory;

    @Test
    void whereAllIsWellEachLineSaysSo() {
        Pipeline pipeline = pipeline();
        assertThat(StartUp.check(pipeline)).isNotEmpty();

        assertThat(Doctor.examine(pipeline))
                .noneMatch(found -> found.verdict() == Finding.Verdict.FAIL)
                .extracting(Finding::what)
                .contains(
                        "java",
                        "memory",
                        "ports",
                        "checkpoints",
                        "kafka",
                        "protocol",
                        "delivery",
                        "topics",
                        "rights",
                        "owner",
                        "clock");
    }

    @Test
    void itCreatesNoTopicOfThePipeline() {
        Pipeline pipeline = pipeline();

        assertThat(Doctor.examine(pipeline))
                .anyMatch(found -> found.text().equals(pipeline.topics().events() + " is missing; a job creates it"));
        assertThat(Topics.missing(pipeline.kafka(), StartUp.specs(pipeline))).hasSameSizeAs(StartUp.specs(pipeline));
    }

    @Test
    void whatWouldBeRefusedFailsWithTheFix() {
        Pipeline pipeline = TestPipelines.with(
                pipeline(), TestPipelines.delivery("late", Duration.ofMinutes(1), Duration.ofMinutes(16)));
        PipelineTopics t = pipeline.topics();
        var unused = Topics.ensure(pipeline.kafka(), List.of(TopicSpec.of(t.deadLetters(), 1)));
        Pipeline asking =
                TestPipelines.with(pipeline, t.partitioned(4).replicated(1).existing());

        assertThat(Doctor.examine(asking))
                .filteredOn(found -> found.verdict() == Finding.Verdict.FAIL)
                .extracting(Finding::text)
                .anyMatch(text -> text.contains("got 960000 ms; lower it to 900000 ms"))
                .anyMatch(text -> text.contains(t.deadLetters() + " must take records of 2097152 bytes"))
                .anyMatch(text ->
                        text.contains(t.events() + " is missing; run freshet topics create, or kafka-topics.sh"))
                .allMatch(text -> text.lines().count() == 1);
    }

    @Test
    void aTransactionThatNobodyEndsIsListedWithWhatItHoldsUp() {
        Pipeline pipeline = pipeline();
        assertThat(StartUp.check(pipeline)).isNotEmpty();
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "bootstrap.servers", pipeline.kafka().bootstrap(), "transactional.id", pipeline.name() + "-0-7"));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var unused = producer.send(new ProducerRecord<>(pipeline.topics().drift(), 2, null, new byte[1]));
            producer.flush();

            assertThat(Doctor.examine(pipeline))
                    .filteredOn(found -> found.what().equals("transaction"))
                    .singleElement()
                    .extracting(Finding::text)
                    .asString()
                    .contains(
                            pipeline.name() + "-0-7 is open since",
                            "readers of " + pipeline.topics().drift() + " wait");
            producer.abortTransaction();
        }
    }

    @Test
    void brokersWhoseTransactionsMayHangForEverAreToldWithTheCommandThatUpgradesThem() throws Exception {
        try (EmbeddedBroker old = EmbeddedBroker.in(directory.resolve("old")).start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", old.bootstrap()))) {
            FeatureUpdate first = new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
            admin.updateFeatures(Map.of("transaction.version", first), new UpdateFeaturesOptions())
                    .all()
                    .get();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> BrokerLimits.read(old.settings()).transactionVersion() == 1);

            assertThat(Doctor.examine(pipeline(old.settings())))
                    .filteredOn(found -> found.what().equals("protocol"))
                    .singleElement()
                    .satisfies(found -> {
                        assertThat(found.verdict()).isEqualTo(Finding.Verdict.WARN);
                        assertThat(found.text())
                                .contains(
                                        "leave a transaction open for ever: got 1",
                                        "upgrade --feature transaction.version=2")
                                .hasLineCount(1);
                    });
        }
    }

    private Pipeline pipeline() {
        return pipeline(TestBroker.settings());
    }

    private Pipeline pipeline(KafkaSettings kafka) {
        return TestPipelines.of("doctor", RandomSpecs.network(3, 0.01), kafka, directory, StateSettings.HEAP);
    }
}
