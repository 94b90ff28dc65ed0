package dev.freshet.model;

import dev.freshet.model.loss.Loss;
import java.util.Arrays;
import java.util.List;

/**
 * The oracle: a dense network in double precision, example by example, with plain loops and textbook derivatives. It
 * shares the parameters' layout with the trunk and no code. Gradients are of the mean loss, each example by its weight.
 */
final class DoubleNetwork {
    private final int[] widths;
    private final List<Layer> layers;
    private final Loss loss;
    final double[] params;

    DoubleNetwork(Sequential model, int inputs, Loss loss, double[] params) {
        this.layers = model.layers();
        this.loss = loss;
        this.params = params.clone();
        widths = new int[layers.size() + 1];
        widths[0] = inputs;
        for (int l = 0; l < layers.size(); l++) {
            widths[l + 1] = layers.get(l).units();
        }
    }

    static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    double[] predict(double[] x) {
        return forward(x)[layers.size()];
    }

    double meanLoss(double[][] xs, double[] labels, double[] weights) {
        double sum = 0;
        for (int i = 0; i < xs.length; i++) {
            sum += weights[i] * DoubleLoss.value(loss, predict(xs[i]), labels[i]);
        }
        return sum / Arrays.stream(weights).sum();
    }

    double[] gradient(double[][] xs, double[] labels, double[] weights) {
        double[] mean = new double[params.length];
        double weightSum = Arrays.stream(weights).sum();
        for (int i = 0; i < xs.length; i++) {
            double[] one = gradient(xs[i], labels[i]);
            for (int p = 0; p < mean.length; p++) {
                mean[p] += weights[i] / weightSum * one[p];
            }
        }
        return mean;
    }

    /** Of one example's loss. */
    double[] gradient(double[] x, double label) {
        double[][] a = forward(x);
        double[] gradient = new double[params.length];
        double[] d = DoubleLoss.slope(loss, a[layers.size()], label);
        int end = params.length;
        for (int l = layers.size() - 1; l >= 0; l--) {
            int at = end - (widths[l] + 1) * widths[l + 1];
            d = throughActivation(layers.get(l).activation(), a[l + 1], d);
            double[] before = new double[widths[l]];
            for (int j = 0; j < d.length; j++) {
                for (int i = 0; i < before.length; i++) {
                    gradient[at + i * d.length + j] = a[l][i] * d[j];
                    before[i] += params[at + i * d.length + j] * d[j];
                }
                gradient[at + before.length * d.length + j] = d[j];
            }
            d = before;
            end = at;
        }
        return gradient;
    }

    private double[][] forward(double[] x) {
        double[][] a = new double[layers.size() + 1][];
        a[0] = x;
        int at = 0;
        for (int l = 0; l < layers.size(); l++) {
            int n = widths[l + 1];
            double[] z = Arrays.copyOfRange(params, at + widths[l] * n, at + (widths[l] + 1) * n);
            for (int i = 0; i < widths[l]; i++) {
                for (int j = 0; j < n; j++) {
                    z[j] += a[l][i] * params[at + i * n + j];
                }
            }
            a[l + 1] = activate(layers.get(l).activation(), z);
            at += (widths[l] + 1) * n;
        }
        return a;
    }

    private static double[] activate(Activation activation, double[] z) {
        double sum = Arrays.stream(z).map(Math::exp).sum();
        return Arrays.stream(z)
                .map(v -> switch (activation) {
                    case LINEAR -> v;
                    case SIGMOID -> 1 / (1 + Math.exp(-v));
                    case TANH -> Math.tanh(v);
                    case RELU -> Math.max(v, 0);
                    case EXPONENTIAL -> Math.exp(v);
                    case SOFTMAX -> Math.exp(v) / sum;
                })
                .toArray();
    }

    /** dL/dz from dL/da. */
    private static double[] throughActivation(Activation activation, double[] a, double[] d) {
        double dot = 0;
        for (int j = 0; j < a.length; j++) {
            dot += d[j] * a[j];
        }
        double[] dz = new double[a.length];
        for (int j = 0; j < a.length; j++) {
            dz[j] = switch (activation) {
                case LINEAR -> d[j];
                case SIGMOID -> d[j] * a[j] * (1 - a[j]);
                case TANH -> d[j] * (1 - a[j] * a[j]);
                case RELU -> a[j] > 0 ? d[j] : 0;
                case EXPONENTIAL -> d[j] * a[j];
                case SOFTMAX -> a[j] * (d[j] - dot);
            };
        }
        return dz;
    }
}
