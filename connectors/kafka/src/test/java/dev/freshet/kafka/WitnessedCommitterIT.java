package dev.freshet.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;
import static org.awaitility.Awaitility.await;

import dev.freshet.wire.JsonLedger;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.Outbound;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.internal.FlinkKafkaInternalProducer;
import org.apache.flink.connector.kafka.sink.internal.KafkaCommitter;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A commit that a checkpoint holds, made when the job comes back from it, perhaps long after. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WitnessedCommitterIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaSettings settings = TestBroker.settings();
    private final String ledger = TestBroker.name("ledger");

    @Test
    void aRestoreOlderThanTheTransactionTimeoutIsRefusedWithBothTimes() throws Exception {
        Restored commit = write(false);
        awaitNoneOpen();

        Exception refused = catchException(() -> commit(commit, DeliverySettings.Unproven.REFUSE));

        assertThat(refused).isInstanceOf(SuppressRestartsException.class);
        assertThat(refused.getCause())
                .isInstanceOf(LostCommitException.class)
                .hasMessageStartingWith(
                        "outputs are lost: a transaction was never committed. run r, checkpoint 7, learn"
                                + " subtask 0 of 1: the outputs of partition 3 offsets 10 to 19, written at ")
                .hasMessageMatching("(?s).*written at \\S+Z, refused [0-9]{4,} ms later at \\S+Z .*")
                .hasMessageContaining("; the broker aborts a transaction after 1000 ms");
        assertThat(commit.done).isFalse();
    }

    @Test
    void aCommitThatHadBeenMadeIsNotMadeAgain() throws Exception {
        Restored commit = write(true);

        commit(commit, DeliverySettings.Unproven.REFUSE);

        assertThat(commit.done).isTrue();
    }

    @Test
    void whereTheLedgerNoLongerReachesBackTheRestoreIsRefusedAsNotProvableUnlessThatIsAccepted() throws Exception {
        Restored commit = write(false);
        awaitNoneOpen();
        deleteAll();

        Exception refused = catchException(() -> commit(commit, DeliverySettings.Unproven.REFUSE));

        assertThat(refused).isInstanceOf(SuppressRestartsException.class);
        assertThat(refused.getCause())
                .isInstanceOf(LostCommitException.class)
                .hasMessageStartingWith("it cannot be shown that outputs are not lost: the ledger topic no longer goes")
                .hasMessageContaining("checkpoint 7")
                .hasMessageContaining("delivery.unproven-commits: accept");
        assertThat(commit.done).isFalse();

        commit(commit, DeliverySettings.Unproven.ACCEPT);

        assertThat(commit.done).isTrue();
    }

    @Test
    void whatIsProvedToBeLostIsNeverAccepted() throws Exception {
        Restored commit = write(false);
        awaitNoneOpen();

        assertThat(catchException(() -> commit(commit, DeliverySettings.Unproven.ACCEPT)))
                .isInstanceOf(SuppressRestartsException.class);
    }

    /** A transaction with its row, as a checkpoint holds it; its producer is gone. */
    private Restored write(boolean committed) throws Exception {
        var ensured = Topics.ensure(settings, List.of(TopicSpec.of(ledger, 1)));
        assertThat(ensured).hasSize(1);
        LedgerRow row = new LedgerRow(
                "r",
                7,
                6,
                false,
                false,
                LedgerRow.Role.LEARN,
                0,
                1,
                List.of(new LedgerRow.Input("", 3, 10, 20, 10, 0)),
                LedgerRow.Fates.NONE);
        Outbound outbound =
                new Outbound(ledger, JsonLedger.key(row), new JsonLedger().row(row), Outbound.NOW, List.of());
        Witness witness = Witness.of(outbound, System.currentTimeMillis());
        try (var producer = new FlinkKafkaInternalProducer<byte[], byte[]>(properties(), ledger)) {
            producer.initTransactions();
            producer.beginTransaction();
            var unused = producer.send(ProducerRecords.of(outbound));
            producer.flush();
            KafkaCommittable transaction =
                    new KafkaCommittable(producer.getProducerId(), producer.getEpoch(), ledger, null);
            if (committed) {
                producer.commitTransaction();
            } else {
                producer.precommitTransaction();
            }
            return new Restored(new WitnessedCommit(transaction, witness));
        }
    }

    private void commit(Restored request, DeliverySettings.Unproven unproven) throws Exception {
        KafkaCommitter connector =
                new KafkaCommitter(properties(), ledger, 0, 0, false, FlinkKafkaInternalProducer::new);
        try (var committer =
                new WitnessedCommitter(connector, new WitnessSearch(settings, ledger), TIMEOUT, unproven)) {
            committer.commit(List.of(request));
        }
    }

    private void awaitNoneOpen() {
        await().atMost(PATIENCE)
                .until(() -> OpenTransaction.on(settings, List.of(ledger), System.currentTimeMillis())
                        .isEmpty());
    }

    private void deleteAll() throws Exception {
        try (Admin admin = Admin.create(settings.client())) {
            admin.deleteRecords(Map.of(new TopicPartition(ledger, 0), RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get();
        }
    }

    private Properties properties() {
        Properties properties = ProducerSettings.of(settings);
        properties.setProperty("transaction.timeout.ms", String.valueOf(TIMEOUT.toMillis()));
        properties.setProperty("key.serializer", ByteArraySerializer.class.getName());
        properties.setProperty("value.serializer", ByteArraySerializer.class.getName());
        return properties;
    }

    private static final class Restored implements CommitRequest<WitnessedCommit> {
        private final WitnessedCommit commit;
        private boolean done;

        private Restored(WitnessedCommit commit) {
            this.commit = commit;
        }

        @Override
        public WitnessedCommit getCommittable() {
            return commit;
        }

        @Override
        public int getNumberOfRetries() {
            return 0;
        }

        @Override
        public void signalFailedWithKnownReason(Throwable cause) {
            throw new AssertionError("a commit that is refused must be decided: got", cause);
        }

        @Override
        public void signalFailedWithUnknownReason(Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void retryLater() {
            throw new AssertionError("must be decided at once");
        }

        @Override
        public void updateAndRetryLater(WitnessedCommit other) {
            throw new AssertionError("must be decided at once");
        }

        @Override
        public void signalAlreadyCommitted() {
            done = true;
        }
    }
}
