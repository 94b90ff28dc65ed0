package dev.freshet.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/**
 * A transaction that has written and not ended. Until it does, readers of what is committed stop before its first record.
 *
 * @param age since its first record
 * @param timeout after which the broker aborts it
 */
public record OpenTransaction(String id, Duration age, Duration timeout, Set<String> topics) {

    /**
     * Those that have written to one of {@code topics}, the oldest first.
     *
     * @param nowMillis the time from which their age counts, in epoch milliseconds UTC
     * @throws KafkaSetupException if the brokers do not answer, or this user may not ask
     */
    public static List<OpenTransaction> on(KafkaSettings settings, Collection<String> topics, long nowMillis) {
        ListTransactionsOptions unfinished = new ListTransactionsOptions()
                .filterStates(EnumSet.of(
                        TransactionState.ONGOING, TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT));
        try (AdminSession admin = AdminSession.open(settings)) {
            Collection<TransactionListing> listed = admin.get(
                    "list transactions (it takes DESCRIBE on their transactional ids)",
                    a -> a.listTransactions(unfinished).all());
            List<OpenTransaction> open = new ArrayList<>();
            for (TransactionListing listing : listed) {
                describe(admin, listing.transactionalId(), topics, nowMillis, open);
            }
            open.sort(Comparator.comparing(OpenTransaction::age).reversed());
            return open;
        }
    }

    private static void describe(
            AdminSession admin, String id, Collection<String> topics, long nowMillis, List<OpenTransaction> open) {
        try {
            TransactionDescription found =
                    admin.ask(a -> a.describeTransactions(List.of(id)).description(id));
            Set<String> written =
                    found.topicPartitions().stream().map(TopicPartition::topic).collect(Collectors.toSet());
            if (written.stream().anyMatch(topics::contains)) {
                long start = found.transactionStartTimeMs().orElse(nowMillis);
                open.add(new OpenTransaction(
                        id,
                        Duration.ofMillis(Math.max(0, nowMillis - start)),
                        Duration.ofMillis(found.transactionTimeoutMs()),
                        written));
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TransactionalIdNotFoundException)) {
                throw admin.failure("describe transaction " + id, e.getCause());
            }
        }
    }
}
