package dev.freshet.jobs.console;

import dev.freshet.wire.LedgerRow;
import java.util.ArrayList;
import java.util.List;

/**
 * Where features and the labels that come later ended up in a bounded run: each record in has one fate, or waits.
 *
 * @param features sent
 * @param labels sent
 * @param answered predictions on their topic
 * @param repeats predictions whose record had been answered before
 * @param dead dead letters on their topic
 * @param fates what the job's own rows add up to
 * @param states what the learner states count
 */
public record LateLedger(
        long features, long labels, long answered, long repeats, long dead, LedgerRow.Fates fates, Totals states) {

    public boolean balanced() {
        return problems().isEmpty();
    }

    /** What does not add up, a line each; none if the ledger balances. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        LedgerRow.Labels of = fates.labels();
        equal(problems, "features sent", features, "features with a fate", fates.answered());
        equal(problems, "labels sent", labels, "labels joined, dead, duplicate or waiting", of.taken());
        equal(problems, "predictions counted", fates.predicted(), "predictions on the topic", answered);
        equal(problems, "dead letters counted", fates.dead() + of.dead(), "dead letters on the topic", dead);
        equal(problems, "records answered more than once", repeats, "allowed", 0);
        long after = fates.trained() + fates.refused() + fates.unlabelled() + fates.open() + fates.waiting();
        equal(problems, "predicted", fates.predicted(), "trained, refused, unlabelled, open or waiting", after);
        equal(
                problems,
                "examples that the models trained on",
                states.trained(),
                "trained by the rows",
                fates.trained());
        return problems;
    }

    private static void equal(List<String> problems, String what, long left, String other, long right) {
        if (left != right) {
            problems.add(what + ": " + left + ", but " + other + ": " + right);
        }
    }
}
