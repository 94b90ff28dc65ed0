package dev.freshet.model.accuracy;

import dev.freshet.model.Example;
import java.util.List;

/**
 * The textbook's loop in double precision, apart from the library: predict a batch with the scaler as it was, let the
 * scaler take the batch in, scale it again, step by the mean gradient; the intercept has a rate of its own.
 */
final class LogisticLoop {
    private final double[] mean;
    private final double[] variance;
    private final double[] weights;
    private double intercept;
    private double seen;

    private LogisticLoop(int inputs) {
        mean = new double[inputs];
        variance = new double[inputs];
        weights = new double[inputs];
    }

    /** The probability of class 1 of each row, predicted before the row was learned from. */
    static double[] run(List<Example> rows, int batch, double rate, double interceptRate) {
        var loop = new LogisticLoop(rows.get(0).numbers().length);
        double[] p = new double[rows.size()];
        for (int from = 0; from < p.length; from += batch) {
            int to = Math.min(p.length, from + batch);
            for (int i = from; i < to; i++) {
                p[i] = loop.predict(rows.get(i));
            }
            for (int i = from; i < to; i++) {
                loop.adapt(rows.get(i));
            }
            loop.step(rows.subList(from, to), rate, interceptRate);
        }
        return p;
    }

    private double scaled(Example row, int j) {
        return variance[j] > 0 ? (row.numbers()[j] - mean[j]) / Math.sqrt(variance[j]) : 0;
    }

    private double predict(Example row) {
        double z = intercept;
        for (int j = 0; j < weights.length; j++) {
            z += weights[j] * scaled(row, j);
        }
        return 1 / (1 + Math.exp(-z));
    }

    private void adapt(Example row) {
        seen++;
        for (int j = 0; j < mean.length; j++) {
            double x = row.numbers()[j];
            double d = x - mean[j];
            mean[j] += d / seen;
            variance[j] += (d * (x - mean[j]) - variance[j]) / seen;
        }
    }

    private void step(List<Example> rows, double rate, double interceptRate) {
        double[] gradient = new double[weights.length];
        double slope = 0;
        for (Example row : rows) {
            double g = (predict(row) - row.label()) / rows.size();
            slope += g;
            for (int j = 0; j < gradient.length; j++) {
                gradient[j] += g * scaled(row, j);
            }
        }
        intercept -= interceptRate * slope;
        for (int j = 0; j < weights.length; j++) {
            weights[j] -= rate * gradient[j];
        }
    }

    static double accuracy(List<Example> rows, double[] p) {
        int right = 0;
        for (int i = 0; i < p.length; i++) {
            right += (p[i] > 0.5 ? 1 : 0) == rows.get(i).label() ? 1 : 0;
        }
        return right / (double) p.length;
    }

    static double logLoss(List<Example> rows, double[] p) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum -= Math.log(rows.get(i).label() == 1 ? p[i] : 1 - p[i]);
        }
        return sum / p.length;
    }
}
