package dev.freshet.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WitnessSearchIT {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long NOW = 1_700_000_000_000L;

    private final KafkaSettings kafka = TestBroker.settings();
    private final String ledger = TestBroker.topic("ledger", 2);
    private final WitnessSearch search = new WitnessSearch(kafka, ledger);

    @Test
    void aRowThatWasCommittedIsFoundAmongOthers() {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.beginTransaction();
            send(producer, "a", NOW);
            send(producer, "b", NOW);
            producer.commitTransaction();
        }

        WitnessSearch.Result found =
                search.search(List.of(witness("b", NOW), witness("c", NOW)), Duration.ofSeconds(1));

        assertThat(found.present()).containsExactly(witness("b", NOW));
        assertThat(found.complete()).isTrue();
        assertThat(found.reaches()).isTrue();
    }

    @Test
    void aTransactionThatIsOpenNowSaysNothingOfAnHourAgo() {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.beginTransaction();
            send(producer, "now", NOW);
            producer.flush();

            WitnessSearch.Result before = search.search(List.of(witness("lost", NOW - HOUR)), Duration.ofSeconds(1));
            WitnessSearch.Result meanwhile = search.search(List.of(witness("now", NOW)), Duration.ofSeconds(1));

            assertThat(before.present()).isEmpty();
            assertThat(before.complete()).isTrue();
            assertThat(meanwhile.complete()).as("it may yet be committed").isFalse();
            producer.abortTransaction();
        }
    }

    @Test
    void aLedgerThatIsGoneProvesNothing() {
        WitnessSearch.Result found =
                new WitnessSearch(kafka, "no-" + ledger).search(List.of(witness("a", NOW)), Duration.ofSeconds(1));

        assertThat(found.present()).isEmpty();
        assertThat(found.reaches()).isFalse();
    }

    private Witness witness(String row, long time) {
        return new Witness(ledger, "k".getBytes(UTF_8), row.getBytes(UTF_8), time);
    }

    private void send(KafkaProducer<byte[], byte[]> producer, String row, long time) {
        var unused = producer.send(new ProducerRecord<>(ledger, null, time, "k".getBytes(UTF_8), row.getBytes(UTF_8)));
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Properties properties = ProducerSettings.of(kafka);
        properties.setProperty("transactional.id", ledger);
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }
}
