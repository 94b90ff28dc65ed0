package dev.freshet.jobs.console;

import dev.freshet.model.Task;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.MetricsRecord;
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
        finished("events", ledger.consumed(), elapsed);
        scores(task, ledger.states(), models);
        alarms(drifts, ledger.dead(), deadByCode);
        entry(
                "fates",
                count(ledger.consumed()) + " consumed = " + count(ledger.answered()) + " predicted + "
                        + count(ledger.dead()) + " dead");
        fates("", ledger.states());
        problems(ledger.problems());
        digest(models);
    }

    /**
     * Prints it where labels come later than their features.
     *
     * @param delays of all labels that were joined
     * @param elapsed from the first features sent to the last prediction read
     */
    public void print(
            Task task,
            LateLedger ledger,
            MetricsRecord.Delays delays,
            FinalModels models,
            Map<String, Long> deadByCode,
            long drifts,
            Duration elapsed) {
        LedgerRow.Fates fates = ledger.fates();
        LedgerRow.Labels labels = fates.labels();
        finished("features", ledger.features(), elapsed);
        entry(
                "labels",
                count(ledger.labels()) + " = " + count(labels.joined()) + " joined + " + count(labels.duplicates())
                        + " duplicate");
        entry("", "  + " + count(labels.dead()) + " orphaned or in conflict + " + count(labels.waiting()) + " waiting");
        entry("label delay", DelayText.quantiles(delays));
        entry("scores", "of each prediction as it was served");
        scores(task, ledger.states(), models);
        alarms(drifts, ledger.dead(), deadByCode);
        entry(
                "fates",
                count(ledger.features()) + " = " + count(fates.predicted()) + " predicted + "
                        + count(fates.duplicates()) + " duplicate + " + count(fates.dead()) + " dead");
        entry(
                "",
                count(fates.predicted()) + " predicted = " + count(fates.trained()) + " trained + "
                        + count(fates.refused()) + " refused");
        entry("", "  + " + count(fates.unlabelled()) + " unlabelled + " + count(fates.open()) + " in open batches");
        entry("", "  + " + count(fates.waiting()) + " waiting for their label");
        problems(ledger.problems());
        terminal.line("  sha256 of weights");
        terminal.line("  " + models.sha256OfWeights());
    }

    private void finished(String what, long records, Duration elapsed) {
        terminal.line("");
        terminal.line(terminal.bold("finished"));
        double seconds = elapsed.toNanos() / NANOS_PER_SECOND;
        String speed = String.format(Locale.ROOT, " in %.1f s (%,.0f per second)", seconds, records / seconds);
        entry(what, count(records) + (seconds > 0 ? speed : ""));
    }

    private void alarms(long drifts, long dead, Map<String, Long> deadByCode) {
        entry("drift alarms", count(drifts));
        entry("dead letters", count(dead) + (deadByCode.isEmpty() ? "" : " " + deadByCode));
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

    private void problems(List<String> problems) {
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
