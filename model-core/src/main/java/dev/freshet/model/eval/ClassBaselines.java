package dev.freshet.model.eval;

/**
 * What the baselines of a classification know, and the weight with which the next event enters the fading view:
 *
 * <pre>
 *  0 … n-1           n            n + 1           n + 2
 * +-----------------+------------+---------------+---------------------+
 * | labels by class | last label | most frequent | next event's weight |
 * +-----------------+------------+---------------+---------------------+
 * </pre>
 */
final class ClassBaselines {
    private static final double MAX_WEIGHT = 1e100;

    private ClassBaselines() {}

    static double[] init(int classes) {
        double[] state = new double[length(classes)];
        state[classes + 2] = 1;
        return state;
    }

    static int length(int classes) {
        return classes + 3;
    }

    static double last(int classes, double[] state) {
        return state[classes];
    }

    static double mostFrequent(int classes, double[] state) {
        return state[classes + 1];
    }

    static double weight(int classes, double[] state) {
        return state[classes + 2];
    }

    static void learn(int classes, double[] state, int k) {
        double count = ++state[k];
        int most = (int) state[classes + 1];
        if (count > state[most] || (count == state[most] && k < most)) {
            state[classes + 1] = k;
        }
        state[classes] = k;
    }

    /** Lets the next event weigh 1/α times the last; where that grows too large, {@code tally} is scaled instead. */
    static void fade(int classes, double[] state, double[] tally, double fading) {
        double weight = weight(classes, state);
        double next = weight / fading;
        if (next > MAX_WEIGHT) {
            for (int i = 0; i < tally.length; i++) {
                tally[i] *= fading / weight;
            }
            next = 1;
        }
        state[classes + 2] = next;
    }

    /** Whether {@code state} and the fading tally's total fit the labels that were counted. */
    static boolean valid(int classes, double[] state, Confusion counted, double fadingTotal) {
        if (state.length != length(classes)) {
            return false;
        }
        double most = 0;
        for (int k = 0; k < classes; k++) {
            if (state[k] != counted.labels(k)) {
                return false;
            }
            most = Math.max(most, state[k]);
        }
        double weight = weight(classes, state);
        return isClass(classes, last(classes, state))
                && isClass(classes, mostFrequent(classes, state))
                && state[(int) mostFrequent(classes, state)] == most
                && weight >= 1
                && weight <= MAX_WEIGHT
                && fadingTotal <= counted.total() * MAX_WEIGHT;
    }

    static boolean isClass(int classes, double label) {
        return label >= 0 && label < classes && label == Math.rint(label);
    }
}
