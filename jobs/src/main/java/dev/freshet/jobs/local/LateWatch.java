package dev.freshet.jobs.local;

import dev.freshet.jobs.console.ProgressTable;
import dev.freshet.jobs.console.Served;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.wire.JsonLabelDecoder;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.MetricsRecord;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.RawRecord;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the topics tell of labels that come later: each answer is judged when its label has come; for one thread. */
final class LateWatch {
    private final ProgressTable table;
    private final JsonLabelDecoder labels;
    private final Served served;
    private final Map<String, MetricsRecord.Delays> delays = new HashMap<>();
    private LedgerRow.Fates fates = LedgerRow.Fates.NONE;

    LateWatch(Pipeline pipeline, ProgressTable table) {
        this.table = table;
        labels = new JsonLabelDecoder(pipeline.events(), pipeline.learner().task());
        served = new Served(pipeline.learner(), pipeline.learnerSource().open().evaluation());
    }

    void prediction(Prediction prediction) {
        judge(served.add(prediction));
    }

    /** What is no label becomes a dead letter, which is counted elsewhere. */
    void label(RawRecord record) {
        if (labels.decode(record) instanceof LateLabel label) {
            judge(served.add(label));
        }
    }

    private void judge(@Nullable Prediction judged) {
        if (judged != null) {
            table.judge(judged);
        }
    }

    void row(LedgerRow row) {
        LedgerRow.Fates more = row.fates();
        if (row.role() == LedgerRow.Role.LEARN && more != null) {
            fates = fates.plus(more);
            table.waiting(fates.waiting());
        }
    }

    void metrics(MetricsRecord record) {
        if (record.delays() != null) {
            delays.put(record.key(), record.delays());
        }
    }

    /** Features that are no prediction and labels that are no dead letter, but have their fate. */
    long settled() {
        return fates.duplicates() + fates.labels().joined() + fates.labels().duplicates();
    }

    LedgerRow.Fates fates() {
        return fates;
    }

    /** Of all keys, as far as their newest metrics say. */
    MetricsRecord.Delays delays() {
        return MetricsRecord.Delays.sum(delays.values());
    }
}
