package dev.freshet.model.select;

import java.io.Serializable;

/**
 * When a challenger may take the champion's place: a rule is settings and maths, what changes is an array of the key's. Both
 * models are judged by their losses on the same examples, each predicted before its label was known.
 */
public sealed interface SelectionRule extends Serializable permits ConfidenceSequence, BestWindow {

    /** As a pipeline file calls it. */
    String name();

    /** All its settings as numbers, a new array: rules of one name and equal settings compare alike. */
    double[] settings();

    /** The state of a comparison that has seen nothing. */
    double[] init();

    /**
     * Takes in what both models lost on one example; a loss that is no number counts as infinite.
     *
     * @return whether the challenger is shown to be better now
     */
    boolean update(double[] state, double championLoss, double challengerLoss);

    /** Whether the challenger is shown to be better, as {@link #update} has said. */
    boolean won(double[] state);

    /** Begins the comparison anew, as after a promotion: of other models than before. */
    void restart(double[] state);

    /** What the comparison has come to. */
    Evidence evidence(double[] state);

    /** Whether {@code state} can have come about. */
    boolean validState(double[] state);
}
