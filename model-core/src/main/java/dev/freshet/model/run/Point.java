package dev.freshet.model.run;

import java.util.Map;

/**
 * One point of a learning curve, at the end of a window of labelled examples.
 *
 * @param examples labelled ones so far
 * @param cumulative the metrics of all of them, baselines beside
 * @param window the metrics of the newest window
 * @param progressiveLoss mean log loss or squared error of the window's predictions, each made before its label was known
 * @param trainingLoss the same of the same examples, scored again by the model as it stands at the window's end; NaN if
 *     not asked for
 * @param frozen whether learning had stopped before this point
 */
public record Point(
        long examples,
        Map<String, Double> cumulative,
        Map<String, Double> window,
        double progressiveLoss,
        double trainingLoss,
        boolean frozen) {

    /** Progressive minus training loss: how much better the model does on what it has just learned from. */
    public double gap() {
        return progressiveLoss - trainingLoss;
    }
}
