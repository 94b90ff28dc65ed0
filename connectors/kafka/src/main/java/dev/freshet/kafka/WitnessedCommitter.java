package dev.freshet.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.internal.KafkaCommitter;
import org.apache.flink.connector.kafka.sink.internal.TransactionFinished;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits, and where the broker says that a transaction can no longer be, asks the ledger whether it was. After a recovery
 * that is the normal answer: the commit had reached the broker before the failure. Where it was not, its records are gone
 * while the source's offsets and the models went on; then the job ends and no restart hides it.
 */
final class WitnessedCommitter implements Committer<WitnessedCommit> {
    private static final Logger LOG = LoggerFactory.getLogger(WitnessedCommitter.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaCommitter committer;
    private final WitnessSearch search;
    private final Duration transactionTimeout;
    private final DeliverySettings.Unproven unproven;

    WitnessedCommitter(
            KafkaCommitter committer,
            WitnessSearch search,
            Duration transactionTimeout,
            DeliverySettings.Unproven unproven) {
        this.unproven = unproven;
        this.committer = committer;
        this.search = search;
        this.transactionTimeout = transactionTimeout;
    }

    @Override
    public void commit(Collection<CommitRequest<WitnessedCommit>> requests) throws IOException, InterruptedException {
        List<Attempt> attempts = new ArrayList<>();
        for (CommitRequest<WitnessedCommit> request : withoutCommitted(requests)) {
            attempts.add(new Attempt(request));
        }
        committer.commit(List.copyOf(attempts));
        List<Attempt> refused =
                attempts.stream().filter(each -> each.refusal != null).toList();
        if (!refused.isEmpty()) {
            decide(refused);
        }
    }

    /** Of the transactions of a checkpoint that the job came back from, most were committed before it failed. */
    private Collection<CommitRequest<WitnessedCommit>> withoutCommitted(
            Collection<CommitRequest<WitnessedCommit>> requests) throws IOException {
        List<Witness> restored = requests.stream()
                .map(CommitRequest::getCommittable)
                .filter(commit -> commit.transaction().getProducer().isEmpty())
                .map(WitnessedCommit::witness)
                .filter(Objects::nonNull)
                .toList();
        if (restored.isEmpty()) {
            return requests;
        }
        Collection<Witness> present = ask(restored, Duration.ZERO).present();
        List<CommitRequest<WitnessedCommit>> left = new ArrayList<>();
        for (CommitRequest<WitnessedCommit> request : requests) {
            WitnessedCommit commit = request.getCommittable();
            if (commit.witness() != null && present.contains(commit.witness())) {
                committed(request);
            } else {
                left.add(request);
            }
        }
        return left;
    }

    private void committed(CommitRequest<WitnessedCommit> request) {
        String id = request.getCommittable().transaction().getTransactionalId();
        LOG.info("transaction {} was committed before the job came back: its row is on topic {}", id, search.ledger());
        // The name may be used again, by a producer that begins anew.
        committer.getBackchannel().send(TransactionFinished.erroneously(id));
        request.signalAlreadyCommitted();
    }

    private WitnessSearch.Result ask(List<Witness> witnesses, Duration patience) throws IOException {
        try {
            return search.search(witnesses, patience);
        } catch (KafkaException e) {
            throw new IOException(
                    "topic " + search.ledger() + " cannot be asked whether a transaction was committed: "
                            + e.getMessage(),
                    e);
        }
    }

    private void decide(List<Attempt> refused) throws IOException {
        List<Witness> witnesses = refused.stream()
                .map(each -> each.request.getCommittable().witness())
                .filter(Objects::nonNull)
                .toList();
        WitnessSearch.Result found = ask(witnesses, PATIENCE);
        List<LostCommitException.Loss> lost = new ArrayList<>();
        for (Attempt attempt : refused) {
            Witness witness = attempt.request.getCommittable().witness();
            if (witness == null) {
                LOG.warn(
                        "whether transaction {} was committed cannot be shown: its checkpoint is of a version without a"
                                + " ledger",
                        attempt.id());
                attempt.request.signalFailedWithKnownReason(Objects.requireNonNull(attempt.refusal));
            } else if (found.present().contains(witness)) {
                LOG.info(
                        "transaction {} had been committed before: its row is on topic {}",
                        attempt.id(),
                        search.ledger());
                attempt.request.signalAlreadyCommitted();
            } else {
                lost.add(attempt.loss(witness));
            }
        }
        if (lost.isEmpty()) {
            return;
        }
        if (!found.complete()) {
            throw new IOException("topic " + search.ledger()
                    + " does not say yet whether a transaction was committed: one before it is open. " + lost.get(0));
        }
        LostCommitException loss = LostCommitException.of(lost, found.reaches(), transactionTimeout);
        if (found.reaches() || unproven == DeliverySettings.Unproven.REFUSE) {
            throw new SuppressRestartsException(loss);
        }
        LOG.warn("accepted, as delivery.unproven-commits says: {}", loss.getMessage());
        for (Attempt attempt : refused) {
            Witness witness = attempt.request.getCommittable().witness();
            if (witness != null && !found.present().contains(witness)) {
                attempt.request.signalAlreadyCommitted();
            }
        }
    }

    /** The connector's view of a request; keeps to itself that the broker will never take it. */
    private static final class Attempt implements CommitRequest<KafkaCommittable> {
        private final CommitRequest<WitnessedCommit> request;
        private @Nullable Throwable refusal;

        private Attempt(CommitRequest<WitnessedCommit> request) {
            this.request = request;
        }

        private String id() {
            return getCommittable().getTransactionalId();
        }

        private LostCommitException.Loss loss(Witness witness) {
            return new LostCommitException.Loss(witness, String.valueOf(refusal), System.currentTimeMillis());
        }

        @Override
        public KafkaCommittable getCommittable() {
            return request.getCommittable().transaction();
        }

        @Override
        public int getNumberOfRetries() {
            return request.getNumberOfRetries();
        }

        @Override
        public void signalFailedWithKnownReason(Throwable cause) {
            refusal = cause;
        }

        /** An id that the broker has forgotten for its age counts as refused, too; all else restarts the job. */
        @Override
        public void signalFailedWithUnknownReason(Throwable cause) {
            if (cause instanceof InvalidPidMappingException) {
                refusal = cause;
            } else {
                request.signalFailedWithUnknownReason(cause);
            }
        }

        @Override
        public void retryLater() {
            request.retryLater();
        }

        @Override
        public void updateAndRetryLater(KafkaCommittable transaction) {
            request.updateAndRetryLater(
                    new WitnessedCommit(transaction, request.getCommittable().witness()));
        }

        @Override
        public void signalAlreadyCommitted() {
            request.signalAlreadyCommitted();
        }
    }

    @Override
    public void close() throws IOException {
        committer.close();
    }
}
