package dev.freshet.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.LearnerSpec;
import dev.freshet.wire.JsonOutputReader;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.MetricsRecord;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import dev.freshet.wire.Tally;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LedgerOfLearningTest {
    private static final LearnerSpec SPEC = RandomSpecs.network(5, 0.01);

    @Test
    void theRowsOfAllSubtasksAddUpToWhatTheModelsCount() {
        Seeds.each(20, random -> {
            RandomEvents events = new RandomEvents(random, SPEC, 7);
            int parallelism = 1 + random.nextInt(3);
            try (Subtasks subtasks = Subtasks.start(SPEC, Backend.HEAP, parallelism)) {
                for (int checkpoint = 1; checkpoint <= 4; checkpoint++) {
                    subtasks.process(events.next(random.nextInt(60)));
                    subtasks.beforeBarrier(checkpoint);
                }
                subtasks.finish();
                subtasks.beforeBarrier(6);

                List<LedgerRow> rows = subtasks.rows();
                assertThat(rows).hasSize(5 * parallelism);
                LedgerRow.Fates sum = rows.stream()
                        .map(row -> Objects.requireNonNull(row.fates()))
                        .reduce(LedgerRow.Fates.NONE, LedgerRow.Fates::plus);
                assertThat(sum).isEqualTo(ofModels(subtasks.outputs()));
                assertThat(rows.stream().mapToLong(LedgerRow::records).sum()).isEqualTo(sum.predicted());
                assertThat(sum.predicted()).isEqualTo(sum.trained() + sum.refused() + sum.unlabelled() + sum.open());
            }
        });
    }

    private static LedgerRow.Fates ofModels(List<Outbound> outputs) {
        LedgerRow.Fates sum = LedgerRow.Fates.NONE;
        for (Outbound output : Outputs.of(outputs, Subtasks.TOPICS.metrics())) {
            MetricsRecord m = JsonOutputReader.metrics(Objects.requireNonNull(output.value()));
            if (m.scope().equals("final")) {
                MetricsRecord.Counts c = m.counts();
                sum = sum.plus(new LedgerRow.Fates(
                        c.predicted(), 0, 0, 0, c.trained(), c.refused(), c.unlabelled(), c.open(), m.step()));
            }
        }
        return sum;
    }

    @Test
    void eachRowBeginsWhereTheOneBeforeEndedAndTheLastSaysSo() throws Exception {
        try (Subtasks subtasks = Subtasks.start(SPEC, Backend.HEAP, 1)) {
            subtasks.beforeBarrier(3);
            subtasks.beforeBarrier(5);
            subtasks.finish();
            List<LedgerRow> rows = subtasks.rows();

            assertThat(rows).extracting(LedgerRow::checkpoint).containsExactly(3L, 5L, 6L);
            assertThat(rows).extracting(LedgerRow::since).containsExactly(0L, 3L, 5L);
            assertThat(rows).extracting(LedgerRow::last).containsExactly(false, false, true);
            assertThat(rows).extracting(LedgerRow::restored).containsOnly(false);
            assertThat(rows).extracting(LedgerRow::role).containsOnly(LedgerRow.Role.LEARN);
        }
    }

    @Test
    void aRejectionIsCountedAsADeadLetterAtItsPlace() throws Exception {
        try (Subtasks subtasks = Subtasks.start(SPEC, Backend.HEAP, 1)) {
            RawRecord raw = new RawRecord("P.events", 3, 41, 0, null, null, List.of());
            subtasks.process(new Rejection(RejectionCode.MALFORMED, null, "cut off", raw));
            subtasks.beforeBarrier(1);

            LedgerRow row = subtasks.rows().get(0);
            assertThat(row.inputs()).containsExactly(new LedgerRow.Input("P.events", 3, 41, 42, 0, 1));
            assertThat(Objects.requireNonNull(row.fates()).dead()).isEqualTo(1);
        }
    }

    @Test
    void aTallyBecomesARowAsItCame() throws Exception {
        LedgerRow row = new LedgerRow(
                "run",
                7,
                6,
                true,
                false,
                LedgerRow.Role.DECODE,
                1,
                2,
                List.of(new LedgerRow.Input("", 0, 5, 9, 3, 1)),
                null);
        try (Subtasks subtasks = Subtasks.start(SPEC, Backend.HEAP, 2)) {
            subtasks.process(new Tally(row));

            assertThat(subtasks.rows()).containsExactly(row);
            assertThat(subtasks.outputs()).isEmpty();
        }
    }
}
