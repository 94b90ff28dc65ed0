package dev.freshet.jobs.console;

import dev.freshet.wire.DriftRecord;
import dev.freshet.wire.Label;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.SafeText;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Progressive validation as users of Vowpal Wabbit know it: a row at the 1st, 2nd, 4th, 8th, … labelled example, each
 * prediction made before its label was learned from. Times are {@link System#nanoTime}.
 */
public final class ProgressTable {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Before this, a speed says more about the start than about the run. */
    private static final double FIRST_SPEED_SECONDS = 0.1;

    private final Terminal terminal;
    private final RunningScore score;
    private final TableLayout layout;
    private long waiting;
    private long nextRow = 1;
    private long drifts;
    private long driftsAtLastRow;
    private long begin;
    private long latest;

    public ProgressTable(Terminal terminal, RunningScore score, boolean regression) {
        this(terminal, score, regression, false);
    }

    /** @param later whether labels come later than their events */
    public ProgressTable(Terminal terminal, RunningScore score, boolean regression, boolean later) {
        this.terminal = terminal;
        this.score = score;
        layout = TableLayout.of(terminal.columns(), regression, later);
    }

    /** Prints the header; from here on events count. */
    public void begin(long nanos) {
        begin = nanos;
        latest = nanos;
        terminal.line(terminal.bold(layout.firstHeader()));
        terminal.line(terminal.bold(layout.secondHeader()));
    }

    /** @param nanos when it was read */
    public void add(Prediction prediction, long nanos) {
        latest = nanos;
        score.add(prediction);
        printIfDue(prediction);
    }

    /** A prediction that was added before, with the label that came for it. */
    public void judge(Prediction prediction) {
        score.judge(prediction);
        printIfDue(prediction);
    }

    private void printIfDue(Prediction prediction) {
        Label y = prediction.y();
        if (y != null && score.labelled() == nextRow) {
            nextRow *= 2;
            print(prediction, y);
        }
    }

    /** How many events wait for their label, as the newest checkpoint has it; makes a column of its own. */
    public void waiting(long events) {
        waiting = events;
    }

    public void add(DriftRecord drift) {
        if (drift.level().equals("drift")) {
            drifts++;
        }
    }

    public long drifts() {
        return drifts;
    }

    /** From the begin to the last prediction read. */
    public Duration elapsed() {
        return Duration.ofNanos(latest - begin);
    }

    private void print(Prediction prediction, Label y) {
        Map<Column, String> cells = new EnumMap<>(Column.class);
        cells.put(Column.AVERAGE_LOSS, number("%.6f", score.averageLoss()));
        cells.put(Column.LOSS_SINCE, number("%.6f", score.lossSinceLastRow()));
        cells.put(Column.COUNTER, String.valueOf(score.labelled()));
        cells.put(Column.KEY, SafeText.of(prediction.key(), layout.width(Column.KEY)));
        cells.put(Column.LABEL, SafeText.of(text(y), layout.width(Column.LABEL)));
        cells.put(Column.PREDICTION, prediction(prediction));
        cells.put(Column.WINDOW, number("%.4f", score.windowScore()));
        cells.put(Column.NO_CHANGE, number("%.4f", score.windowNoChange()));
        cells.put(Column.DRIFT, drifts == driftsAtLastRow ? "" : "!" + (drifts - driftsAtLastRow));
        cells.put(Column.WAITING, String.valueOf(waiting));
        cells.put(Column.SPEED, speed());
        driftsAtLastRow = drifts;
        terminal.line(layout.row(cells, terminal));
    }

    private String speed() {
        double seconds = (latest - begin) / NANOS_PER_SECOND;
        return seconds < FIRST_SPEED_SECONDS ? "" : String.valueOf(Math.round(score.predictions() / seconds));
    }

    private String prediction(Prediction prediction) {
        float[] proba = prediction.proba();
        int width = layout.width(Column.PREDICTION);
        if (proba == null) {
            return SafeText.of(text(prediction.yhat()), width);
        }
        float best = 0;
        for (float p : proba) {
            best = Math.max(best, p);
        }
        String probability = String.format(Locale.ROOT, " %.2f", best);
        return SafeText.of(text(prediction.yhat()), width - probability.length()) + probability;
    }

    private static String text(Label label) {
        return label instanceof Label.OfClass named
                ? named.name()
                : String.format(Locale.ROOT, "%.6g", ((Label.OfNumber) label).value());
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }
}
