package dev.freshet.kafka;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Whose the transactions of a prefix are. Two jobs that share one abort and fence each other's transactions. The owner is the
 * member of a consumer group that bears the prefix's name: the broker itself notices when an owner is gone, so that neither
 * a clock nor a record that a crashed run left behind can deceive.
 *
 * @param prefix begins the transactional ids
 * @param job who wants them, in words
 */
public record TransactionOwner(String prefix, String job) implements Serializable {
    /** After which the broker takes an owner that says nothing for gone. */
    static final Duration SESSION = Duration.ofSeconds(10);

    /** An owner that has crashed is gone by then. */
    private static final Duration PATIENCE = SESSION.plusSeconds(4);

    private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();
    private static final String GROUP = "freshet-owner-";

    /** The group whose member is the owner. */
    public String group() {
        return GROUP + prefix;
    }

    /**
     * Returns when nobody owns the transactions; waits for the broker to give up an owner that has crashed.
     *
     * @throws KafkaSetupException if another job runs that does
     */
    public void requireFree(KafkaSettings kafka) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (AdminSession admin = AdminSession.open(kafka)) {
            for (List<MemberDescription> owners = members(admin); !owners.isEmpty(); owners = members(admin)) {
                if (System.nanoTime() > deadline) {
                    throw taken(kafka, owners.get(0));
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Who owns the transactions just now, a crashed owner until the broker has given it up; empty for nobody. */
    public Optional<String> owner(KafkaSettings kafka) {
        try (AdminSession admin = AdminSession.open(kafka)) {
            return members(admin).stream().map(MemberDescription::clientId).findFirst();
        }
    }

    /** Makes {@code this} job the owner, until what it returns is closed. */
    OwnedTransactions claim(KafkaSettings kafka, String topic) {
        return OwnedTransactions.claim(this, kafka, topic);
    }

    /** The owners: one, or none. */
    List<MemberDescription> members(AdminSession admin) {
        try {
            var found =
                    admin.ask(a -> a.describeConsumerGroups(List.of(group())).all());
            return found.values().stream().flatMap(g -> g.members().stream()).toList();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return List.of();
            }
            throw admin.failure("describe group " + group(), e.getCause());
        }
    }

    KafkaSetupException taken(KafkaSettings kafka, MemberDescription other) {
        return new KafkaSetupException(
                "Kafka at " + kafka.bootstrap() + ": transactional id prefix \"" + prefix
                        + "\" is in use by a running job (" + other.clientId() + " at " + other.host()
                        + "): stop that one, or give this one a prefix of its own with delivery.transactional-id-prefix",
                null);
    }
}
