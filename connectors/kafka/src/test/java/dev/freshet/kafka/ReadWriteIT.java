package dev.freshet.kafka;

import static dev.freshet.kafka.Records.outbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.wire.Header;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadWriteIT {
    private final KafkaSettings settings = TestBroker.settings();

    @Test
    void aRecordComesBackAsItWasSent() {
        String topic = TestBroker.topic("round", 1);
        List<Header> headers = List.of(Header.of("a", "1"), new Header("a", null));
        try (EventProducer producer = new EventProducer(settings)) {
            producer.send(new Outbound(topic, new byte[] {1}, null, Records.TIME, headers));
        }

        RawRecord read = TopicReader.readAll(settings, topic).get(0);

        assertThat(read.key()).containsExactly(1);
        assertThat(read.value()).isNull();
        assertThat(read.timestamp()).isEqualTo(Records.TIME);
        assertThat(read.headers()).isEqualTo(headers);
        assertThat(read.offset()).isZero();
    }

    @Test
    void aTopicIsReadPartitionByPartition() {
        String topic = TestBroker.topic("order", 4);
        try (EventProducer producer = new EventProducer(settings)) {
            for (int i = 0; i < 1_000; i++) {
                producer.send(outbound(topic, "k" + i % 40, String.valueOf(i)));
            }
        }

        List<RawRecord> all = TopicReader.readAll(settings, topic);

        assertThat(all).hasSize(1_000);
        for (int i = 1; i < all.size(); i++) {
            RawRecord before = all.get(i - 1);
            RawRecord record = all.get(i);
            assertThat(record.partition() > before.partition()
                            || (record.partition() == before.partition() && record.offset() == before.offset() + 1))
                    .isTrue();
        }
    }

    @Test
    void aReaderContinuesFromAnOffsetAndFollows() {
        String topic = TestBroker.topic("follow", 1);
        List<String> read = new ArrayList<>();
        try (EventProducer producer = new EventProducer(settings);
                TopicReader reader = new TopicReader(settings, List.of(topic)).from(topic, 0, 2)) {
            for (int i = 0; i < 4; i++) {
                producer.send(outbound(topic, "k", String.valueOf(i)));
            }
            producer.flush();
            reader.toEnd(r -> read.add(TestBroker.value(r)));
            assertThat(read).containsExactly("2", "3");

            producer.send(outbound(topic, "k", "4"));
            producer.flush();
            while (read.size() < 3) {
                int unused = reader.poll(Duration.ofMillis(100), r -> read.add(TestBroker.value(r)));
            }
            assertThat(read).containsExactly("2", "3", "4");
        }
    }

    @Test
    void aReaderThatGoesToTheEndAgainAndAgainWhileOthersWriteMissesNothing() throws Exception {
        String topic = TestBroker.topic("growing", 4);
        int[] read = {0};
        try (EventProducer producer = new EventProducer(settings);
                TopicReader reader = new TopicReader(settings, List.of(topic))) {
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 300_000; i++) {
                    producer.send(outbound(topic, "k" + i % 40, String.valueOf(i)));
                }
                producer.flush();
            });
            while (!writing.isDone()) {
                reader.toEnd(r -> read[0]++);
            }
            writing.join();
            reader.toEnd(r -> read[0]++);
        }

        assertThat(read[0]).isEqualTo(300_000);
    }

    @Test
    void aReaderThatSkipsSeesOnlyWhatComesAfter() {
        String topic = TestBroker.topic("skip", 1);
        List<String> read = new ArrayList<>();
        try (EventProducer producer = new EventProducer(settings);
                TopicReader reader = new TopicReader(settings, List.of(topic))) {
            producer.send(outbound(topic, "k", "before"));
            producer.flush();
            reader.skipToEnd();
            producer.send(outbound(topic, "k", "after"));
            producer.flush();

            reader.toEnd(r -> read.add(TestBroker.value(r)));
        }

        assertThat(read).containsExactly("after");
    }

    @Test
    void whatWasAbortedIsNeverRead() {
        String topic = TestBroker.topic("aborted", 1);
        TestBroker.writeAbortedThenCommitted(topic);

        assertThat(TestBroker.values(settings, topic)).containsExactly("committed");
    }

    @Test
    void aTopicThatIsMissingIsToldToItsReader() {
        assertThatThrownBy(() -> TopicReader.readAll(settings, "no-such-topic"))
                .isInstanceOf(KafkaSetupException.class)
                .hasMessageContaining("no-such-topic");
    }

    @Test
    void aHostThatDoesNotExistIsToldToReaderAndWriter() {
        KafkaSettings nowhere = KafkaSettings.of("no-such-host.invalid:9092");

        assertThatThrownBy(() -> TopicReader.readAll(nowhere, "t"))
                .isInstanceOf(KafkaSetupException.class)
                .hasMessageContaining("no-such-host.invalid:9092");
        assertThatThrownBy(() -> new EventProducer(nowhere))
                .isInstanceOf(KafkaSetupException.class)
                .hasMessageContaining("no-such-host.invalid:9092");
    }

    @Test
    void aRecordThatTheBrokerRefusesIsCountedAndToldAtTheEnd() {
        String topic = TestBroker.name("small");
        List<EnsuredTopic> unused =
                Topics.ensure(settings, List.of(TopicSpec.of(topic, 1).upTo(1024)));
        EventProducer producer = new EventProducer(settings);
        producer.send(outbound(topic, "k", "fits"));
        producer.flush();
        producer.send(new Outbound(topic, null, noise(5_000), Records.TIME, List.of()));
        producer.flush();

        assertThat(producer.acknowledged()).isOne();
        assertThat(producer.failed()).isOne();
        assertThatThrownBy(producer::close)
                .isInstanceOf(KafkaSetupException.class)
                .hasMessageContaining("did not take 1 of 2 records")
                .hasMessageContaining("RecordTooLarge");
    }

    @Test
    void aBombThatUnpacksToMoreThanEightTimesTheLimitIsRefused() throws Exception {
        String small = TestBroker.topic("small", 1);
        String large = TestBroker.name("large");
        List<EnsuredTopic> unused =
                Topics.ensure(settings, List.of(TopicSpec.of(large, 1).upTo(8 << 20)));
        byte[] zeros = new byte[40 << 20];
        Properties properties = ProducerSettings.of(settings);
        properties.setProperty("compression.type", "zstd");
        properties.setProperty("max.request.size", String.valueOf(64 << 20));
        try (KafkaProducer<byte[], byte[]> bomber =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            var taken = bomber.send(ProducerRecords.of(new Outbound(large, null, zeros, Records.TIME, List.of())));
            var refused = bomber.send(ProducerRecords.of(new Outbound(small, null, zeros, Records.TIME, List.of())));

            assertThat(taken.get().offset()).isZero();
            assertThatThrownBy(refused::get).hasMessageContaining("InvalidRecordException");
        }
    }

    private static byte[] noise(int length) {
        byte[] all = new byte[length];
        new Random(7).nextBytes(all);
        return all;
    }
}
