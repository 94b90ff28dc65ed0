package dev.freshet.model;

import java.util.List;

/**
 * What each input added to one prediction's score: the last layer's output before its activation, so log-odds, a
 * logarithm of a mean, or the number itself. {@code score} = {@code base} + Σ contributions + {@code gap}.
 *
 * @param target class whose score it is; 0 for a regression
 * @param base score of an event whose encoded inputs are all 0; of one layer, the bias
 * @param contributions in the order of the spec's inputs, one each
 * @param gap what the contributions leave unexplained: rounding alone of one layer, else at most a thousandth of their
 *     sizes' sum and a millionth of score and base, unless {@link Explainer#MOST_STEPS} were
 *     not enough, as for an input so large that a unit's whole rise lies between two of them
 */
public record Explanation(int target, double score, double base, List<Contribution> contributions, double gap) {

    public Explanation {
        contributions = List.copyOf(contributions);
    }

    /**
     * What one input added.
     *
     * @param input its name, as {@link dev.freshet.model.encode.SourceEncoder} has it
     */
    public record Contribution(String input, double value) {}
}
