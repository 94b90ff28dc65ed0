package dev.freshet.jobs.console;

import java.util.ArrayList;
import java.util.List;

/**
 * Where each record of a bounded run ended up: every record in has one fate, and every prediction's event has one.
 *
 * @param consumed records of the events topic
 * @param answered predictions on their topic
 * @param repeats predictions whose record had been answered before
 * @param dead dead letters on their topic
 * @param states what the learner states count
 */
public record Ledger(long consumed, long answered, long repeats, long dead, Totals states) {

    public boolean balanced() {
        return problems().isEmpty();
    }

    /** What does not add up, a line each; none if the ledger balances. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        require(
                problems,
                consumed == answered + dead,
                "consumed " + consumed + ", but predicted " + answered + " + dead letters " + dead + " = "
                        + (answered + dead));
        require(problems, repeats == 0, repeats + " records were answered more than once");
        require(
                problems,
                states.predicted() == answered,
                "the learner states count " + states.predicted() + " predictions, the topic holds " + answered);
        long fates = states.trained() + states.refused() + states.unlabelled() + states.open();
        require(
                problems,
                states.predicted() == fates,
                "predicted " + states.predicted() + ", but trained "
                        + states.trained() + " + refused " + states.refused() + " + unlabelled " + states.unlabelled()
                        + " + in open batches " + states.open() + " = " + fates);
        return problems;
    }

    private static void require(List<String> problems, boolean condition, String problem) {
        if (!condition) {
            problems.add(problem);
        }
    }
}
