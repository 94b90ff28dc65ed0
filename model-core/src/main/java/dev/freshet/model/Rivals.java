package dev.freshet.model;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The challengers of one key, each with its state and with what its comparison with the champion has come to. */
final class Rivals {
    /** Contender whose model is the champion's now. */
    String champion;
    /** Challenger that a command has promoted, which happens where no batch is open; null for none. */
    @Nullable
    String ordered;
    /** Whether a command has given the champion another model, so that all comparisons begin anew. */
    boolean replaced;

    final String[] names;
    final LearnerState[] states;
    final double[][] comparisons;

    Rivals(String champion, String[] names, LearnerState[] states, double[][] comparisons) {
        this.champion = champion;
        this.names = names;
        this.states = states;
        this.comparisons = comparisons;
    }

    Rivals copy() {
        LearnerState[] copies = new LearnerState[states.length];
        double[][] comparisonsCopy = new double[states.length][];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = states[i].copy();
            comparisonsCopy[i] = comparisons[i].clone();
        }
        Rivals copy = new Rivals(champion, names.clone(), copies, comparisonsCopy);
        copy.ordered = ordered;
        return copy;
    }

    List<String> names() {
        return Arrays.asList(names);
    }

    /** The place of a challenger, -1 if there is none of that name. */
    int indexOf(String name) {
        return names().indexOf(name);
    }
}
