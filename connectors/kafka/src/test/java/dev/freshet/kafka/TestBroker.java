package dev.freshet.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.wire.RawRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** One broker for all tests of this JVM; it ends with the JVM. Each test takes topics of its own. */
final class TestBroker {
    private static @Nullable EmbeddedBroker broker;

    private TestBroker() {}

    static synchronized EmbeddedBroker get() {
        if (broker == null) {
            try {
                // Aborts what timed out at once, so that no test waits ten seconds for it.
                broker = EmbeddedBroker.in(Files.createTempDirectory(Path.of("target"), "broker"))
                        .property("transaction.abort.timed.out.transaction.cleanup.interval.ms", "200")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return broker;
    }

    static KafkaSettings settings() {
        return get().settings();
    }

    /** A name that no other test has. */
    static String name(String what) {
        return what + "-" + UUID.randomUUID();
    }

    static String topic(String what, int partitions) {
        String name = name(what);
        List<EnsuredTopic> unused = Topics.ensure(settings(), List.of(TopicSpec.of(name, partitions)));
        return name;
    }

    /** One transaction that is aborted, then one that is committed. */
    static void writeAbortedThenCommitted(String topic) {
        Properties properties = ProducerSettings.of(settings());
        properties.setProperty("transactional.id", topic);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var unused = producer.send(ProducerRecords.of(Records.outbound(topic, "k", "aborted")));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            unused = producer.send(ProducerRecords.of(Records.outbound(topic, "k", "committed")));
            producer.commitTransaction();
        }
    }

    static List<String> values(KafkaSettings settings, String topic) {
        return TopicReader.readAll(settings, topic).stream()
                .map(TestBroker::value)
                .toList();
    }

    static String value(RawRecord raw) {
        byte[] value = raw.value();
        return value == null ? "null" : new String(value, UTF_8);
    }
}
