package dev.freshet.jobs.verify;

import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.SafeText;
import java.util.Comparator;

/**
 * A step of the job whose subtasks write rows: there is one that decodes for each input topic, and one that learns.
 *
 * @param source the topic that it decodes; empty where the rows name none
 */
record Step(LedgerRow.Role role, String source) implements Comparable<Step> {
    private static final Comparator<Step> ORDER =
            Comparator.comparing(Step::role).thenComparing(Step::source);

    static Step of(LedgerRow row) {
        return new Step(row.role(), row.source());
    }

    @Override
    public int compareTo(Step other) {
        return ORDER.compare(this, other);
    }

    /** As a finding names one of its subtasks, or all of them. */
    String name(String subtask) {
        return role.word() + " subtask" + subtask + (source.isEmpty() ? "" : " of topic " + SafeText.of(source));
    }
}
