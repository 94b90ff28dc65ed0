package dev.freshet.model.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/** Keeps every event and finds each metric by its definition, in double precision, anew at every question. */
final class ClassOracle {
    private final int classes;
    private final Views views;
    private final List<Integer> truths = new ArrayList<>();
    private final List<Integer> guesses = new ArrayList<>();
    private final List<double[]> probabilities = new ArrayList<>();

    ClassOracle(int classes, Views views) {
        this.classes = classes;
        this.views = views;
    }

    void add(float[] prediction, int truth) {
        double[] p = new double[classes];
        int best = 0;
        for (int k = 0; k < classes; k++) {
            p[k] = Float.isNaN(prediction[k]) ? 0 : Math.max(0, Math.min(1, prediction[k]));
            best = prediction[k] > prediction[best] ? k : best;
        }
        truths.add(truth);
        guesses.add(best);
        probabilities.add(p);
    }

    double value(String metric, View view) {
        double[] w = Weights.of(view, views, truths.size());
        return switch (metric) {
            case "accuracy", "microF1" -> share(w, this::hit);
            case "noChangeAccuracy" -> share(w, this::noChangeHit);
            case "majorityAccuracy" -> share(w, this::majorityHit);
            case "kappaTemporal" -> above(w, this::noChangeHit);
            case "kappaM" -> above(w, this::majorityHit);
            case "kappa" -> kappa(w);
            case "mcc" -> mcc(w);
            case "logLoss" -> Weights.mean(w, i -> -Math.log(Math.max(1e-7, Math.min(1 - 1e-7, p(i, truth(i))))));
            case "brier" -> Weights.mean(w, this::brier);
            case "calibrationError" -> calibrationError(w);
            case "auc" -> view == View.WINDOW ? auc(w) : Double.NaN;
            case "precision" -> precision(w, 1);
            case "recall" -> recall(w, 1);
            case "f1" -> f1(w, 1);
            case "macroPrecision" -> macro(k -> seen(w, k) > 0, k -> precision(w, k));
            case "macroRecall" -> macro(k -> seen(w, k) > 0, k -> recall(w, k));
            case "macroF1" -> macro(k -> seen(w, k) > 0, k -> f1(w, k));
            case "balancedAccuracy" -> macro(k -> sum(w, i -> truth(i) == k) > 0, k -> recall(w, k));
            default -> throw new IllegalArgumentException("no oracle of " + metric);
        };
    }

    private int truth(int i) {
        return truths.get(i);
    }

    private double p(int i, int k) {
        return probabilities.get(i)[k];
    }

    private boolean hit(int i) {
        return truth(i) == guesses.get(i);
    }

    private boolean noChangeHit(int i) {
        return truth(i) == (i == 0 ? 0 : truth(i - 1));
    }

    private boolean majorityHit(int i) {
        long[] counts = new long[classes];
        int most = 0;
        truths.subList(0, i).forEach(k -> counts[k]++);
        for (int k = 1; k < classes; k++) {
            most = counts[k] > counts[most] ? k : most;
        }
        return truth(i) == most;
    }

    static double sum(double[] w, IntPredicate which) {
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            sum += which.test(i) ? w[i] : 0;
        }
        return sum;
    }

    private static double share(double[] w, IntPredicate which) {
        return Weights.mean(w, i -> which.test(i) ? 1 : 0);
    }

    private double above(double[] w, IntPredicate baselineHit) {
        double errors = share(w, i -> !baselineHit.test(i));
        return errors == 0 ? Double.NaN : 1 - share(w, i -> !hit(i)) / errors;
    }

    /** That the one of an event and the other of another, drawn by weight, are not the same class. */
    private static double disagreement(double[] w, IntUnaryOperator one, IntUnaryOperator other) {
        return Weights.mean(w, i -> share(w, j -> one.applyAsInt(i) != other.applyAsInt(j)));
    }

    private double kappa(double[] w) {
        double chance = disagreement(w, truths::get, guesses::get);
        return chance == 0 ? Double.NaN : 1 - share(w, i -> !hit(i)) / chance;
    }

    private double mcc(double[] w) {
        double chance = disagreement(w, truths::get, guesses::get);
        double spread = disagreement(w, truths::get, truths::get) * disagreement(w, guesses::get, guesses::get);
        double correlation = spread == 0 ? 0 : (chance - share(w, i -> !hit(i))) / Math.sqrt(spread);
        return chance == 0 ? Double.NaN : correlation;
    }

    private double brier(int i) {
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            sum += Math.pow(p(i, k) - (truth(i) == k ? 1 : 0), 2);
        }
        return classes == 2 ? Math.pow(p(i, 1) - truth(i), 2) : sum;
    }

    private double calibrationError(double[] w) {
        double error = 0;
        for (int bin = 0; bin < 10; bin++) {
            int each = bin;
            IntPredicate in = i -> Math.min(9, Math.floor(10 * confidence(i))) == each;
            double share = share(w, in);
            if (share > 0) {
                double[] inBin = new double[w.length];
                for (int i = 0; i < w.length; i++) {
                    inBin[i] = in.test(i) ? w[i] : 0;
                }
                double confidence = Weights.mean(inBin, this::confidence);
                error += share * Math.abs(confidence - share(inBin, i -> classes == 2 ? truth(i) == 1 : hit(i)));
            }
        }
        return error;
    }

    private double confidence(int i) {
        return p(i, classes == 2 ? 1 : guesses.get(i));
    }

    private double auc(double[] w) {
        double pairs = 0;
        double won = 0;
        for (int i = 0; i < w.length; i++) {
            for (int j = 0; j < w.length; j++) {
                if (w[i] * w[j] > 0 && truth(i) == 1 && truth(j) == 0) {
                    pairs++;
                    won += p(i, 1) > p(j, 1) ? 1 : p(i, 1) == p(j, 1) ? 0.5 : 0;
                }
            }
        }
        return pairs == 0 ? Double.NaN : won / pairs;
    }

    private double seen(double[] w, int k) {
        return sum(w, i -> truth(i) == k || guesses.get(i) == k);
    }

    private double precision(double[] w, int k) {
        return ratio(w, k, sum(w, i -> guesses.get(i) == k));
    }

    private double recall(double[] w, int k) {
        return ratio(w, k, sum(w, i -> truth(i) == k));
    }

    private double ratio(double[] w, int k, double whole) {
        double part = sum(w, i -> truth(i) == k && hit(i));
        return whole > 0 ? part / whole : seen(w, k) > 0 ? 0 : Double.NaN;
    }

    private double f1(double[] w, int k) {
        double precision = precision(w, k);
        double recall = recall(w, k);
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    private double macro(IntPredicate which, IntToDoubleFunction metric) {
        double sum = 0;
        double n = 0;
        for (int k = 0; k < classes; k++) {
            if (which.test(k)) {
                sum += metric.applyAsDouble(k);
                n++;
            }
        }
        return sum / n;
    }
}
