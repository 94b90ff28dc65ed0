package dev.freshet.jobs.console;

import dev.freshet.model.eval.Views;
import dev.freshet.wire.Label;
import dev.freshet.wire.Prediction;
import java.util.HashMap;
import java.util.Map;

/**
 * Progressive validation over all keys, from predictions in the order in which they come: average loss, a sliding window of
 * hits, the no-change baseline of each key, and which places of the input have been answered, and how often.
 */
public final class RunningScore {
    private final boolean[] hits;
    private final boolean[] noChangeHits;
    private final Map<String, Label> lastLabel = new HashMap<>();
    private final Map<Integer, Places> answered = new HashMap<>();
    private final boolean regression;

    private long predictions;
    private long labelled;
    private long repeats;
    private int windowHits;
    private int windowNoChangeHits;
    private double lossSum;
    private double lossAtLastRow;
    private long labelledAtLastRow;
    private double noChangeLossSum;

    /** @param window labelled events in the sliding window; 0, of a pipeline without metrics, takes the usual one */
    public RunningScore(int window, boolean regression) {
        int events = window == 0 ? Views.DEFAULT.window() : window;
        hits = new boolean[events];
        noChangeHits = new boolean[events];
        this.regression = regression;
    }

    public void add(Prediction prediction) {
        predictions++;
        Places seen = answered.computeIfAbsent(prediction.src().partition(), any -> new Places());
        if (!seen.add(prediction.src().offset())) {
            repeats++;
        }
        if (prediction.y() != null) {
            judge(prediction);
        }
    }

    /** A prediction that was added before and has its label now; one without a label says nothing. */
    public void judge(Prediction prediction) {
        Label y = prediction.y();
        if (y == null) {
            return;
        }
        Label previous = lastLabel.put(prediction.key(), y);
        boolean hit = y.equals(prediction.yhat());
        boolean noChangeHit = y.equals(previous);
        int at = (int) (labelled % hits.length);
        windowHits += (hit ? 1 : 0) - (hits[at] ? 1 : 0);
        windowNoChangeHits += (noChangeHit ? 1 : 0) - (noChangeHits[at] ? 1 : 0);
        hits[at] = hit;
        noChangeHits[at] = noChangeHit;
        lossSum += prediction.loss();
        if (regression) {
            double error = number(y) - (previous == null ? 0 : number(previous));
            noChangeLossSum += error * error;
        }
        labelled++;
    }

    /** Loss since this was last asked; NaN if nothing came since. */
    double lossSinceLastRow() {
        double since = (lossSum - lossAtLastRow) / (labelled - labelledAtLastRow);
        lossAtLastRow = lossSum;
        labelledAtLastRow = labelled;
        return since;
    }

    double averageLoss() {
        return lossSum / labelled;
    }

    /** Share of hits among the last labelled events; for a regression, the root of the average loss. */
    double windowScore() {
        return regression ? Math.sqrt(averageLoss()) : (double) windowHits / windowSize();
    }

    /** The same of the key's previous label. */
    double windowNoChange() {
        return regression ? Math.sqrt(noChangeLossSum / labelled) : (double) windowNoChangeHits / windowSize();
    }

    private long windowSize() {
        return Math.min(labelled, hits.length);
    }

    public long predictions() {
        return predictions;
    }

    public long labelled() {
        return labelled;
    }

    /** Predictions whose place in the input was answered before: 0 under exactly-once. */
    public long repeats() {
        return repeats;
    }

    private static double number(Label label) {
        return label instanceof Label.OfNumber number ? number.value() : Double.NaN;
    }
}
