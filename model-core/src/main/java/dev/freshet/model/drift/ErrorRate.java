package dev.freshet.model.drift;

/**
 * The error rate since the last change, and the lowest bound that it has had. Behind the head of a state:
 *
 * <pre>
 *  4    5    6        7         8
 * +----+----+--------+---------+---
 * | n  | p  | p min  | s min   | …     s = √(p (1 − p) / n)
 * +----+----+--------+---------+---
 * </pre>
 */
final class ErrorRate {
    static final int N = Alarm.HEAD;
    static final int P = N + 1;
    static final int P_MIN = N + 2;
    static final int S_MIN = N + 3;
    static final int END = N + 4;

    /** Above any p + s: no minimum has been taken. */
    private static final double UNKNOWN = 2;

    private ErrorRate() {}

    static void forget(double[] state) {
        state[N] = 0;
        state[P] = 0;
        forgetLowest(state);
    }

    private static void forgetLowest(double[] state) {
        state[P_MIN] = UNKNOWN;
        state[S_MIN] = 0;
    }

    static void take(double[] state, double error) {
        double n = ++state[N];
        state[P] += (error - state[P]) / n;
    }

    static void keepLowest(double[] state) {
        double s = deviation(state);
        if (state[P] + s < state[P_MIN] + state[S_MIN]) {
            state[P_MIN] = state[P];
            state[S_MIN] = s;
        }
    }

    static double deviation(double[] state) {
        return Math.sqrt(state[P] * (1 - state[P]) / state[N]);
    }

    /** The level of p + s against p min + k · s min. */
    static void judge(double[] state, double warning, double drift) {
        double lowest = state[P_MIN];
        double s = state[S_MIN];
        Alarm.judge(state, state[P] + deviation(state), lowest + warning * s, lowest + drift * s);
    }

    static boolean valid(double[] state) {
        return Alarm.count(state[N])
                && Alarm.share(state[P])
                && state[P_MIN] >= 0
                && state[P_MIN] <= UNKNOWN
                && Alarm.share(state[S_MIN]);
    }
}
