package dev.freshet.jobs.console;

import dev.freshet.wire.DriftRecord;
import dev.freshet.wire.Label;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.SafeText;
import java.util.Locale;

/**
 * Progressive validation as users of Vowpal Wabbit know it: a row at the 1st, 2nd, 4th, 8th, … labelled example, each
 * prediction made before its label was learned from.
 */
public final class ProgressTable {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Terminal terminal;
    private final RunningScore score;
    private final boolean regression;
    private long nextRow = 1;
    private long drifts;
    private long driftsAtLastRow;
    private long firstNanos;

    public ProgressTable(Terminal terminal, RunningScore score, boolean regression) {
        this.terminal = terminal;
        this.score = score;
        this.regression = regression;
    }

    public void header() {
        String measure = regression ? "rmse" : "accuracy";
        terminal.line(terminal.bold(row(
                "average", "since", "example", "", "current", "current", regression ? "" : "window", "no-change", "",
                "events")));
        terminal.line(terminal.bold(row(
                "loss", "last", "counter", "key", "label", "prediction", measure, measure, "drift", "/second")));
    }

    /** @param nanos when it was read, in {@link System#nanoTime} */
    public void add(Prediction prediction, long nanos) {
        if (score.predictions() == 0) {
            firstNanos = nanos;
        }
        score.add(prediction);
        if (score.labelled() == nextRow) {
            nextRow *= 2;
            print(nanos);
        }
    }

    public void add(DriftRecord drift) {
        if (drift.level().equals("drift")) {
            drifts++;
        }
    }

    public long drifts() {
        return drifts;
    }

    private void print(long nanos) {
        Prediction latest = score.latest();
        if (latest == null || latest.y() == null) {
            return;
        }
        long newDrifts = drifts - driftsAtLastRow;
        driftsAtLastRow = drifts;
        double seconds = (nanos - firstNanos) / NANOS_PER_SECOND;
        String mark = newDrifts == 0 ? "" : "!" + newDrifts;
        String line = row(
                number(score.averageLoss()),
                number(score.lossSinceLastRow()),
                String.valueOf(score.labelled()),
                SafeText.of(latest.key(), 10),
                SafeText.of(text(latest.y()), 12),
                prediction(latest),
                fraction(score.windowScore()),
                fraction(score.windowNoChange()),
                mark,
                seconds < 0.1 ? "" : String.format(Locale.ROOT, "%,d", Math.round(score.predictions() / seconds)));
        terminal.line(mark.isEmpty() ? line : line.replace(mark, terminal.alarm(mark)));
    }

    private static String prediction(Prediction prediction) {
        float[] proba = prediction.proba();
        if (proba == null) {
            return SafeText.of(text(prediction.yhat()), 18);
        }
        float best = 0;
        for (float p : proba) {
            best = Math.max(best, p);
        }
        return SafeText.of(text(prediction.yhat()), 12) + String.format(Locale.ROOT, " %.2f", best);
    }

    private static String text(Label label) {
        return label instanceof Label.OfClass named
                ? named.name()
                : String.format(Locale.ROOT, "%.6g", ((Label.OfNumber) label).value());
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6f", value);
    }

    private static String fraction(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String row(String... cells) {
        return String.format(Locale.ROOT, "%-9s %-9s %9s  %-10s %-12s %-18s %8s %9s %6s %10s", (Object[]) cells)
                .stripTrailing();
    }
}
