package dev.freshet.model.eval;

/** The state of an evaluation: a row per series, then one of the baselines. */
final class Rows {

    private Rows() {}

    static double[][] init(Views views, int series, int baseline) {
        double[][] state = new double[series + 1][];
        for (int i = 0; i < series; i++) {
            state[i] = views.init();
        }
        state[series] = new double[baseline];
        return state;
    }

    static void add(Views views, double[][] state, int series, double value) {
        state[series] = views.add(state[series], value);
    }

    /** Whether every row has its length, every series the same count, and no number is other than finite. */
    static boolean valid(Views views, double[][] state, int series, int baseline) {
        if (state.length != series + 1 || state[series].length != baseline) {
            return false;
        }
        for (int i = 0; i < series; i++) {
            if (!views.validState(state[i]) || views.count(state[i]) != views.count(state[0])) {
                return false;
            }
        }
        for (double x : state[series]) {
            if (!Double.isFinite(x)) {
                return false;
            }
        }
        return true;
    }

    static boolean whole(double x) {
        return x >= 0 && x == Math.rint(x);
    }
}
