package dev.freshet.jobs.verify;

import dev.freshet.jobs.console.Terminal;
import java.util.List;
import java.util.Locale;

/**
 * What became of the features that the scoring jobs of a pipeline consumed.
 *
 * @param waiting features that wait for their model
 * @param kept whether the topics still hold all that was written to them
 * @param problems all that does not add up, a line each
 */
public record ScoreReport(long consumed, long answered, long dead, long waiting, boolean kept, List<String> problems) {
    public ScoreReport {
        problems = List.copyOf(problems);
    }

    /** Whether everything adds up. */
    public boolean balanced() {
        return problems.isEmpty();
    }

    /** Prints it. */
    public void print(Terminal terminal) {
        terminal.line(terminal.bold("scoring"));
        entry(
                terminal,
                "features",
                String.format(
                        Locale.ROOT,
                        "%,d consumed = %,d answered + %,d dead + %,d waiting",
                        consumed,
                        answered,
                        dead,
                        waiting));
        problems.forEach(problem -> entry(terminal, "wrong", problem));
        if (!kept) {
            entry(terminal, "not checked", "what is older than the topics reach back");
        }
        entry(terminal, "ledger", balanced() ? terminal.good("balanced") : terminal.alarm("DOES NOT BALANCE"));
    }

    private static void entry(Terminal terminal, String name, String text) {
        terminal.line(String.format("  %-18s %s", name, text));
    }
}
