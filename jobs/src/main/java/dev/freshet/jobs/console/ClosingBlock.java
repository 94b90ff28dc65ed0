package dev.freshet.jobs.console;

import dev.freshet.model.Task;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The last lines of a bounded run: totals, baselines, fates and the digest of all models. */
public final class ClosingBlock {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Terminal terminal;

    public ClosingBlock(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Prints it.
     *
     * @param deadByCode dead letters by their code
     * @param drifts alarms
     * @param elapsed from the first event sent to the last prediction read
     */
    public void print(
            Task task, Ledger ledger, FinalModels models, Map<String, Long> deadByCode, long drifts, Duration elapsed) {
        Totals totals = ledger.states();
        terminal.line("");
        terminal.line(terminal.bold("finished"));
        double seconds = elapsed.toNanos() / NANOS_PER_SECOND;
        entry(
                "events",
                count(ledger.consumed())
                        + (seconds > 0
                                ? String.format(
                                        Locale.ROOT,
                                        " in %.1f s (%,.0f per second)",
                                        seconds,
                                        ledger.consumed() / seconds)
                                : ""));
        scores(task, totals, models);
        entry("drift alarms", count(drifts));
        entry("dead letters", count(ledger.dead()) + (deadByCode.isEmpty() ? "" : " " + deadByCode));
        ledger(ledger);
        digest(models);
    }

    /** Prints what the models themselves tell: of all that they ever saw, in this run and in those before it. */
    public void print(Task task, FinalModels models) {
        Totals totals = models.totals();
        terminal.line("");
        terminal.line(terminal.bold("finished"));
        scores(task, totals, models);
        fates("fates", totals);
        digest(models);
    }

    private void scores(Task task, Totals totals, FinalModels models) {
        entry("model keys", count(models.keys()));
        if (totals.labelled() > 0) {
            if (task instanceof Task.Classification) {
                classification(totals);
            } else {
                regression(totals);
            }
        }
    }

    private void digest(FinalModels models) {
        terminal.line("  sha256 of models");
        terminal.line("  " + models.sha256());
    }

    private void classification(Totals totals) {
        entry("average log loss", digits(totals.value("logLoss")));
        entry("  best constant", digits(totals.bestConstant()) + " in hindsight");
        entry("accuracy", digits(totals.value("accuracy")));
        entry("  no-change", digits(totals.value("noChangeAccuracy")));
        entry("  majority", digits(totals.value("majorityAccuracy")));
        entry("kappa-temporal", digits(totals.value("kappaTemporal")));
    }

    private void regression(Totals totals) {
        entry("mean absolute error", digits(totals.value("mae")));
        entry("  no-change", digits(totals.value("noChangeAbsoluteError")));
        entry("  mean", digits(totals.value("meanBaselineAbsoluteError")));
        entry("rmse", digits(totals.value("rmse")));
        entry("  no-change", digits(Math.sqrt(totals.value("noChangeSquaredError"))));
        entry("  mean", digits(Math.sqrt(totals.value("meanBaselineSquaredError"))));
    }

    private void ledger(Ledger ledger) {
        entry(
                "fates",
                count(ledger.consumed()) + " consumed = " + count(ledger.answered()) + " predicted + "
                        + count(ledger.dead()) + " dead");
        fates("", ledger.states());
        List<String> problems = ledger.problems();
        entry("ledger", problems.isEmpty() ? terminal.good("balanced") : terminal.alarm("DOES NOT BALANCE"));
        problems.forEach(problem -> entry("", problem));
    }

    private void fates(String name, Totals states) {
        entry(
                name,
                count(states.predicted()) + " predicted = " + count(states.trained()) + " trained + "
                        + count(states.refused()) + " refused");
        entry("", "  + " + count(states.unlabelled()) + " unlabelled + " + count(states.open()) + " in open batches");
    }

    private void entry(String name, String value) {
        terminal.line(String.format(Locale.ROOT, "  %-20s %s", name, value));
    }

    private static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** All digits that a double has, so that two runs can be compared to the last. */
    private static String digits(double value) {
        return Double.isNaN(value) ? "undefined" : Double.toString(value);
    }
}
