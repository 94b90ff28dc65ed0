package dev.freshet.model.eval;

import java.util.function.IntToDoubleFunction;

/** How much each of n events counts in a view, by definition. */
final class Weights {

    private Weights() {}

    static double[] of(View view, Views views, int n) {
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            weights[i] = switch (view) {
                case CUMULATIVE -> 1;
                case WINDOW -> i >= n - views.window() ? 1 : 0;
                case FADING -> Math.pow(views.fading(), n - 1 - i);
            };
        }
        return weights;
    }

    static double mean(double[] weights, IntToDoubleFunction value) {
        double sum = 0;
        double all = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                sum += weights[i] * value.applyAsDouble(i);
                all += weights[i];
            }
        }
        return sum / all;
    }
}
