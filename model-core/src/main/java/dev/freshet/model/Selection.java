package dev.freshet.model;

import dev.freshet.model.eval.Views;
import dev.freshet.model.select.ConfidenceSequence;
import dev.freshet.model.select.SelectionRule;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which models learn beside the champion, and when one of them takes its place. In each key all of them see the same examples;
 * the champion's predictions are the key's.
 *
 * @param challengers 1 to {@link #MOST}, of different names
 * @param rule by which losses are compared; a {@link ConfidenceSequence} shares its α among all challengers
 */
public record Selection(List<Challenger> challengers, SelectionRule rule) implements Serializable {
    /** What the model is called that a key begins with. */
    public static final String CHAMPION = "model";

    /** Challengers at most. */
    public static final int MOST = 8;

    public Selection {
        challengers = List.copyOf(challengers);
        if (challengers.isEmpty() || challengers.size() > MOST) {
            throw new IllegalArgumentException(
                    "challengers must be 1 to " + MOST + " beside the model: got " + challengers.size());
        }
        Set<String> names = new HashSet<>();
        for (Challenger challenger : challengers) {
            if (!names.add(challenger.name())) {
                throw new IllegalArgumentException(
                        "challengers must have different names: got " + challenger.name() + " twice");
            }
        }
        rule = rule instanceof ConfidenceSequence sequence ? sequence.among(challengers.size()) : rule;
    }

    /** By a confidence sequence as it stands by default. */
    public Selection(List<Challenger> challengers) {
        this(challengers, new ConfidenceSequence());
    }

    /**
     * Requires that every challenger can be compared with {@code champion} and take its place.
     *
     * @throws IllegalArgumentException if its task, features, drift policy or metrics are others
     */
    void requireComparable(LearnerSpec champion) {
        for (Challenger challenger : challengers) {
            String other = difference(champion, challenger.spec());
            if (other != null) {
                throw new IllegalArgumentException("challenger " + challenger.name() + " must have the model's " + other
                        + ", so that both answer the same question on the same examples: got another");
            }
        }
    }

    private static @Nullable String difference(LearnerSpec champion, LearnerSpec other) {
        if (!champion.task().equals(other.task())) {
            return "task";
        }
        if (!champion.features().equals(other.features())) {
            return "features";
        }
        Views metrics = other.metrics();
        if (!champion.metrics().equals(metrics)) {
            return "metrics";
        }
        return champion.drift().equals(other.drift()) ? null : "drift";
    }

    /** Tells the comparisons of one rule from those of another. */
    long ruleHash() {
        long hash = rule.name().hashCode();
        for (double setting : rule.settings()) {
            hash = Draws.bits(hash, Double.doubleToLongBits(setting));
        }
        return hash;
    }
}
