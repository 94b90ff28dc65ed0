package dev.freshet.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom the broker takes for the owner of a prefix. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TransactionOwnerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaSettings kafka = TestBroker.settings();
    private final String topic = TestBroker.topic("owned", 1);
    private final TransactionOwner owner = new TransactionOwner(TestBroker.name("prefix"), "freshet first");

    @Test
    void anOwnerIsSeenWhileItRunsAndNotOnceItHasEnded() {
        assertThat(owner.owner(kafka)).isEmpty();
        OwnedTransactions owned = owner.claim(kafka, topic);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(owner.owner(kafka))
                        .hasValueSatisfying(name -> assertThat(name).startsWith("freshet first/")));
        assertThat(owned.taken()).isNull();

        owned.close();

        assertThat(owner.owner(kafka)).isEmpty();
    }

    @Test
    void anOwnerThatCrashedIsWaitedForAndDoesNotKeepItsSuccessorOut() {
        leaveMemberBehind();
        assertThat(owner.owner(kafka)).as("the broker has not noticed yet").isPresent();

        assertThatCode(() -> owner.requireFree(kafka)).doesNotThrowAnyException();
    }

    @Test
    void ofTwoThatStartTogetherOneStaysAndTheOtherIsTold() {
        try (OwnedTransactions one = owner.claim(kafka, topic);
                OwnedTransactions other = owner.claim(kafka, topic)) {
            await().atMost(PATIENCE).until(() -> one.taken() != null || other.taken() != null);
            await().atMost(PATIENCE).until(() -> owner.owner(kafka).isPresent());

            assertThat(one.taken() == null || other.taken() == null)
                    .as("one stays")
                    .isTrue();
        }
    }

    /** A static member says nothing when it goes, as a process that was killed. */
    private void leaveMemberBehind() {
        Properties properties = new Properties();
        properties.putAll(kafka.client());
        properties.setProperty("group.id", owner.group());
        properties.setProperty("group.instance.id", "crashed");
        properties.setProperty("session.timeout.ms", String.valueOf(TransactionOwner.SESSION.toMillis()));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100));
                return !consumer.assignment().isEmpty();
            });
        }
    }
}
