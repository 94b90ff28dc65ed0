package dev.freshet.kafka;

import dev.freshet.wire.JsonLedger;
import dev.freshet.wire.LedgerRow;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Outputs that the job counted as written are not on their topics, and never will be. */
public final class LostCommitException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private LostCommitException(String message) {
        super(message);
    }

    /**
     * A transaction that was not committed.
     *
     * @param refusal what the broker said
     * @param nowMillis when it said so
     */
    record Loss(Witness witness, String refusal, long nowMillis) {

        private String text(Duration timeout) {
            LedgerRow row = JsonLedger.read(witness.value());
            String ranges = row.inputs().stream().map(LedgerRow.Input::place).collect(Collectors.joining(", "));
            long age = nowMillis - witness.writtenMillis();
            return row.place() + ": the outputs of " + (ranges.isEmpty() ? "no record" : ranges)
                    + ", written at " + Instant.ofEpochMilli(witness.writtenMillis()) + ", refused "
                    + age + " ms later at " + Instant.ofEpochMilli(nowMillis) + " (" + refusal + ")"
                    + (age > timeout.toMillis()
                            ? "; the broker aborts a transaction after " + timeout.toMillis() + " ms"
                            : "");
        }
    }

    /** @param reaches whether the ledger goes back to the transactions' time; if not, they may have been committed */
    static LostCommitException of(List<Loss> losses, boolean reaches, Duration timeout) {
        String what = losses.stream().map(loss -> loss.text(timeout)).collect(Collectors.joining("; "));
        return new LostCommitException(
                reaches
                        ? "outputs are lost: a transaction was never committed. " + what
                                + ". To write them again, start from an earlier checkpoint with --from; set"
                                + " delivery.transaction-timeout to more than any restart takes"
                        : "it cannot be shown that outputs are not lost: the ledger topic no longer goes back to the"
                                + " checkpoint. " + what
                                + ". Start from a newer one and keep the ledger topic longer; to go on with what is there, set"
                                + " delivery.unproven-commits: accept");
    }
}
