package dev.freshet.kafka;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The times that exactly-once delivery hangs on. A checkpoint's records stay in an open transaction until the next
 * checkpoint is complete, or until the job has come back and completed one; a broker that loses patience before that
 * throws them away, and Flink only logs it.
 *
 * @param restartBudget how long the job may take to come back after a failure
 * @param transactionTimeout how long the broker waits for a commit
 * @param unproven what to do about a commit of which nothing tells any more whether it was made
 * @param transactionalIdPrefix names this job's transactions; no two jobs of a cluster may share it
 */
public record DeliverySettings(
        Duration checkpointInterval,
        Duration checkpointTimeout,
        Duration restartBudget,
        Duration transactionTimeout,
        String transactionalIdPrefix,
        TransactionNaming naming,
        Guarantee guarantee,
        Unproven unproven)
        implements Serializable {
    private static final int SAFETY = 3;

    /** A name of more than 32,766 bytes never reaches the broker: the producer waits until it gives up (measured). */
    static final int MAX_PREFIX_BYTES = 32_000;

    /** What holds of the outputs after a failure. */
    public enum Guarantee {
        /** Each is there once; a reader of committed records sees them with the next checkpoint. */
        EXACTLY_ONCE,
        /** Each is there, some again with the same bytes and the same id in a header; a reader sees them at once. */
        AT_LEAST_ONCE
    }

    /**
     * What a job does when it comes back from a checkpoint whose commits the broker refuses, and the ledger topic no longer
     * goes back to them. A commit that is known to be lost ends the job under either.
     */
    public enum Unproven {
        /** It ends. */
        REFUSE,
        /** It goes on, and its log says what may be lost. */
        ACCEPT
    }

    /** Exactly once. */
    public DeliverySettings(
            Duration checkpointInterval,
            Duration checkpointTimeout,
            Duration restartBudget,
            Duration transactionTimeout,
            String transactionalIdPrefix,
            TransactionNaming naming) {
        this(
                checkpointInterval,
                checkpointTimeout,
                restartBudget,
                transactionTimeout,
                transactionalIdPrefix,
                naming,
                Guarantee.EXACTLY_ONCE,
                Unproven.REFUSE);
    }

    /** How the sink names its transactions. */
    public enum TransactionNaming {
        /** A new name for each checkpoint. */
        INCREMENTING,
        /** Names are used again, which spares the broker's memory; needs the right to describe producers. */
        POOLING
    }

    /** Fits a broker's limit of 15 minutes: every 5 s, at most 60 s, 120 s to come back, transactions of 12 min. */
    public static DeliverySettings defaults(String transactionalIdPrefix) {
        return new DeliverySettings(
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                Duration.ofMinutes(12),
                transactionalIdPrefix,
                TransactionNaming.INCREMENTING);
    }

    /** The shortest transaction timeout under which no record is lost: thrice all that may come between two commits. */
    public Duration shortestTransactionTimeout() {
        return checkpointInterval.plus(checkpointTimeout).plus(restartBudget).multipliedBy(SAFETY);
    }

    /**
     * What forbids the guarantee with these settings.
     *
     * @param brokerMaxMillis {@link BrokerLimits#transactionMaxMillis}
     * @return one line per problem, none if all is well
     */
    public List<String> check(long brokerMaxMillis) {
        List<String> problems = new ArrayList<>();
        requirePositive(problems, "checkpoint interval", checkpointInterval);
        requirePositive(problems, "checkpoint timeout", checkpointTimeout);
        requirePositive(problems, "restart budget", restartBudget);
        if (guarantee == Guarantee.EXACTLY_ONCE) {
            checkTransactions(brokerMaxMillis, problems);
        }
        return List.copyOf(problems);
    }

    private void checkTransactions(long brokerMaxMillis, List<String> problems) {
        long shortest = shortestTransactionTimeout().toMillis();
        long timeout = transactionTimeout.toMillis();
        if (timeout < shortest) {
            problems.add("transaction timeout must be >= " + SAFETY
                    + " x (checkpoint interval + checkpoint timeout + restart budget) = " + shortest
                    + " ms, or records can"
                    + " be lost: got " + timeout + " ms; raise it to " + shortest + " ms, or lower one of the three");
        }
        if (timeout > brokerMaxMillis) {
            problems.add("transaction timeout must be <= the broker's transaction.max.timeout.ms = " + brokerMaxMillis
                    + " ms: got " + timeout + " ms; "
                    + (shortest <= brokerMaxMillis
                            ? "lower it to " + brokerMaxMillis + " ms"
                            : "raise the broker's limit to " + Math.max(timeout, shortest) + " ms"));
        }
        int bytes = transactionalIdPrefix.getBytes(StandardCharsets.UTF_8).length;
        if (transactionalIdPrefix.isBlank()) {
            problems.add("transactional id prefix must be there, one of its own for each job: got \""
                    + transactionalIdPrefix + "\"");
        } else if (bytes > MAX_PREFIX_BYTES) {
            problems.add("transactional id prefix must be <= " + MAX_PREFIX_BYTES + " bytes in UTF-8: got " + bytes
                    + "; shorten it");
        }
    }

    private static void requirePositive(List<String> problems, String what, Duration time) {
        if (time.toMillis() < 1) {
            problems.add(what + " must be > 0 ms: got " + time.toMillis() + " ms");
        }
    }
}
