package dev.freshet.model.drift;

/**
 * How the state of a detector begins; {@link Adwin} alone keeps an older form.
 *
 * <pre>
 *  0        1           2            3            4
 * +--------+-----------+------------+------------+---
 * | level  | episodes  | statistic  | threshold  | …     level 0 none, 1 warning, 2 drift
 * +--------+-----------+------------+------------+---
 * </pre>
 */
final class Alarm {
    static final int LEVEL = 0;
    static final int EPISODES = 1;
    static final int STATISTIC = 2;
    static final int THRESHOLD = 3;
    static final int HEAD = 4;

    /** No sum of 2⁵³ squares of floats is larger; nor is the square of what is smaller infinite. */
    private static final double LARGEST = 1e100;

    private static final double LARGEST_COUNT = 0x1p53;

    private Alarm() {}

    static DriftLevel level(double[] state) {
        double level = state[LEVEL];
        return level == 0 ? DriftLevel.NONE : level == 1 ? DriftLevel.WARNING : DriftLevel.DRIFT;
    }

    /** Whether the last value gave an alarm, so that the next begins again. */
    static boolean sounding(double[] state) {
        return level(state) == DriftLevel.DRIFT;
    }

    static void calm(double[] state) {
        state[LEVEL] = 0;
    }

    /** Sets {@code level} with what led to it, unless the state is there already. */
    static void raise(double[] state, DriftLevel level, double statistic, double threshold) {
        if (level.compareTo(level(state)) > 0) {
            state[LEVEL] = level == DriftLevel.DRIFT ? 2 : 1;
            state[STATISTIC] = statistic;
            state[THRESHOLD] = threshold;
            state[EPISODES] += level == DriftLevel.DRIFT ? 1 : 0;
        }
    }

    /** Sets the level of {@code statistic} afresh. */
    static void judge(double[] state, double statistic, double warning, double drift) {
        calm(state);
        if (statistic > drift) {
            raise(state, DriftLevel.DRIFT, statistic, drift);
        } else if (statistic > warning) {
            raise(state, DriftLevel.WARNING, statistic, warning);
        }
    }

    /** Bounds a number that is not NaN, so that no sum or square of such can be infinite. */
    static double clamp(double value) {
        return Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value));
    }

    /** Bounds an error that is not NaN to [0, 1]. */
    static double unit(double value) {
        return Math.max(0, Math.min(1, value));
    }

    static boolean validHead(double[] state, int length) {
        return state.length == length
                && sane(state)
                && (state[LEVEL] == 0 || state[LEVEL] == 1 || (state[LEVEL] == 2 && state[EPISODES] > 0))
                && count(state[EPISODES]);
    }

    static boolean sane(double[] state) {
        for (double x : state) {
            if (!(Math.abs(x) <= LARGEST)) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code x} can have been reached by counting. */
    static boolean count(double x) {
        return x >= 0 && x <= LARGEST_COUNT && x == Math.rint(x);
    }

    static boolean share(double x) {
        return x >= 0 && x <= 1;
    }
}
