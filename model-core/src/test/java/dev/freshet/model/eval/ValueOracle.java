package dev.freshet.model.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Keeps every event and finds each metric by its definition, anew at every question. */
final class ValueOracle {
    private final Views views;
    private final List<Double> labels = new ArrayList<>();
    private final List<Double> guesses = new ArrayList<>();

    ValueOracle(Views views) {
        this.views = views;
    }

    void add(float prediction, double label) {
        labels.add(label);
        guesses.add((double) prediction);
    }

    double value(String metric, View view) {
        double[] w = Weights.of(view, views, labels.size());
        return switch (metric) {
            case "mae", "absoluteError" -> error(w, 1, guesses::get);
            case "squaredError" -> error(w, 2, guesses::get);
            case "rmse" -> Math.sqrt(error(w, 2, guesses::get));
            case "noChangeAbsoluteError" -> error(w, 1, this::labelBefore);
            case "noChangeSquaredError" -> error(w, 2, this::labelBefore);
            case "meanBaselineAbsoluteError" -> error(w, 1, this::meanBefore);
            case "meanBaselineSquaredError" -> error(w, 2, this::meanBefore);
            case "r2" -> r2(w);
            case "smape" -> Weights.mean(w, this::relativeError);
            default -> throw new IllegalArgumentException("no oracle of " + metric);
        };
    }

    private double error(double[] w, int power, IntToDoubleFunction guess) {
        return Weights.mean(w, i -> Math.pow(Math.abs(guess.applyAsDouble(i) - labels.get(i)), power));
    }

    private double labelBefore(int i) {
        return i == 0 ? 0 : labels.get(i - 1);
    }

    private double meanBefore(int i) {
        return labels.subList(0, i).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }

    private double r2(double[] w) {
        double mean = Weights.mean(w, labels::get);
        double spread = Weights.mean(w, i -> Math.pow(labels.get(i) - mean, 2));
        return labels.size() < 2 || (views.window() == 1 && w[labels.size() - 2] == 0)
                ? Double.NaN
                : 1 - error(w, 2, guesses::get) / spread;
    }

    private double relativeError(int i) {
        double both = Math.abs(labels.get(i)) + Math.abs(guesses.get(i));
        return both == 0 ? 0 : 2 * Math.abs(labels.get(i) - guesses.get(i)) / both;
    }
}
