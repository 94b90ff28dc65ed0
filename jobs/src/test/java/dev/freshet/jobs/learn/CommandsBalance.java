package dev.freshet.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.Outbound;
import java.util.List;
import java.util.Objects;

/** What the ledger's rows say of a run with commands. */
final class CommandsBalance {
    private CommandsBalance() {}

    static void check(List<LedgerRow> rows, List<Outbound> outputs) {
        LedgerRow.Fates fates = LedgerRow.Fates.NONE;
        long consumed = 0;
        for (LedgerRow row : rows) {
            fates = fates.plus(Objects.requireNonNull(row.fates()));
            consumed += row.records();
        }
        long judged = CommandedLearningTest.acks(outputs).stream()
                .map(ack -> ack.src().offset())
                .distinct()
                .count();
        assertThat(consumed).as("consumed").isEqualTo(fates.answered());
        assertThat(fates.predicted())
                .as("predicted")
                .isEqualTo(fates.trained() + fates.refused() + fates.unlabelled() + fates.open());
        assertThat(fates.commands()).as("commands").isEqualTo(judged);
        assertThat(fates.predicted())
                .isEqualTo(Outputs.of(outputs, "predictions").size());
    }
}
