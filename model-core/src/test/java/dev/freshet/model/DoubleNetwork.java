package dev.freshet.model;

import dev.freshet.model.loss.Loss;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The oracle: a dense network in double precision, example by example, with plain loops and textbook derivatives. It
 * shares the parameters' layout with the trunk and no code. Gradients are of the mean loss, each example by its weight, and
 * of the penalties. What dropout drops is handed in.
 */
final class DoubleNetwork {
    private final int[] widths;
    private final List<Dense> layers;
    private final Loss loss;
    final double[] params;
    /** By level, row and unit; null where nothing is dropped. */
    final double[] @Nullable [][] masks;

    DoubleNetwork(Sequential model, int inputs, Loss loss, double[] params) {
        this.layers = model.dense();
        this.loss = loss;
        this.params = params.clone();
        widths = new int[layers.size() + 1];
        masks = new double[widths.length][][];
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
        return forward(x, -1)[2 * layers.size()];
    }

    /** Of predictions, without penalties. */
    double meanLoss(double[][] xs, double[] labels, double[] weights) {
        double sum = 0;
        for (int i = 0; i < xs.length; i++) {
            sum += weights[i] * DoubleLoss.value(loss, predict(xs[i]), labels[i]);
        }
        return sum / Arrays.stream(weights).sum();
    }

    /** What {@link #gradient} is the gradient of: with dropout and penalties. */
    double objective(double[][] xs, double[] labels, double[] weights) {
        double sum = 0;
        for (int i = 0; i < xs.length; i++) {
            double[] p = forward(xs[i], i)[2 * layers.size()];
            sum += weights[i] * DoubleLoss.value(loss, p, labels[i]);
        }
        return sum / Arrays.stream(weights).sum() + penalty();
    }

    double penalty() {
        double sum = 0;
        int at = 0;
        for (int l = 0; l < layers.size(); l++) {
            int n = widths[l] * widths[l + 1];
            for (int i = at; i < at + n; i++) {
                sum += layers.get(l).l1() * Math.abs(params[i]) + layers.get(l).l2() * params[i] * params[i];
            }
            at += n + widths[l + 1];
        }
        return sum;
    }

    double[] gradient(double[][] xs, double[] labels, double[] weights) {
        double[] sum = penaltySlope();
        double weightSum = Arrays.stream(weights).sum();
        for (int i = 0; i < xs.length; i++) {
            double[] one = gradient(xs[i], i, labels[i]);
            for (int p = 0; p < sum.length; p++) {
                sum[p] += weights[i] / weightSum * one[p];
            }
        }
        return sum;
    }

    private double[] penaltySlope() {
        double[] slope = new double[params.length];
        int at = 0;
        for (int l = 0; l < layers.size(); l++) {
            int n = widths[l] * widths[l + 1];
            for (int i = at; i < at + n; i++) {
                slope[i] = layers.get(l).l1() * Math.signum(params[i])
                        + 2 * layers.get(l).l2() * params[i];
            }
            at += n + widths[l + 1];
        }
        return slope;
    }

    /** Of one example's loss, nothing dropped, without penalties. */
    double[] gradient(double[] x, double label) {
        return gradient(x, -1, label);
    }

    private double[] gradient(double[] x, int row, double label) {
        double[][] z = forward(x, row);
        double[] gradient = new double[params.length];
        double[] d = DoubleLoss.slope(loss, z[2 * layers.size()], label);
        int end = params.length;
        for (int l = layers.size() - 1; l >= 0; l--) {
            int at = end - (widths[l] + 1) * widths[l + 1];
            d = throughActivation(layers.get(l).activation(), z[2 * l + 1], d);
            double[] before = new double[widths[l]];
            for (int j = 0; j < d.length; j++) {
                for (int i = 0; i < before.length; i++) {
                    gradient[at + i * d.length + j] = z[2 * l][i] * d[j];
                    before[i] += params[at + i * d.length + j] * d[j] * mask(l, row, i);
                }
                gradient[at + before.length * d.length + j] = d[j];
            }
            d = before;
            end = at;
        }
        return gradient;
    }

    /** At 2 l what dense layer l reads, dropped or not; at 2 l + 1 its pre-activations; at the end the output. */
    private double[][] forward(double[] x, int row) {
        double[][] a = new double[2 * layers.size() + 1][];
        double[] read = x;
        int at = 0;
        for (int l = 0; l < layers.size(); l++) {
            int n = widths[l + 1];
            a[2 * l] = new double[widths[l]];
            double[] z = Arrays.copyOfRange(params, at + widths[l] * n, at + (widths[l] + 1) * n);
            for (int i = 0; i < widths[l]; i++) {
                a[2 * l][i] = read[i] * mask(l, row, i);
                for (int j = 0; j < n; j++) {
                    z[j] += a[2 * l][i] * params[at + i * n + j];
                }
            }
            a[2 * l + 1] = z;
            read = activate(layers.get(l).activation(), z);
            at += (widths[l] + 1) * n;
        }
        a[2 * layers.size()] = read;
        return a;
    }

    /** A prediction has row −1 and drops nothing. */
    private double mask(int level, int row, int unit) {
        double[][] mask = masks[level];
        return mask == null || row < 0 ? 1 : mask[row][unit];
    }

    static double[] activate(Activation activation, double[] z) {
        double sum = Arrays.stream(z).map(Math::exp).sum();
        return Arrays.stream(z)
                .map(v -> switch (activation) {
                    case LINEAR -> v;
                    case SIGMOID -> 1 / (1 + Math.exp(-v));
                    case TANH -> Math.tanh(v);
                    case RELU -> Math.max(v, 0);
                    case LEAKY_RELU -> Math.max(v, 0.2 * v);
                    case GELU -> v * normalCdf(v);
                    case EXPONENTIAL -> Math.exp(v);
                    case SOFTMAX -> Math.exp(v) / sum;
                })
                .toArray();
    }

    /** dL/dz from dL/da. */
    private static double[] throughActivation(Activation activation, double[] z, double[] d) {
        double[] a = activate(activation, z);
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
                case RELU -> z[j] > 0 ? d[j] : 0;
                case LEAKY_RELU -> z[j] > 0 ? d[j] : 0.2 * d[j];
                case GELU -> d[j] * (normalCdf(z[j]) + z[j] * normalDensity(z[j]));
                case EXPONENTIAL -> d[j] * a[j];
                case SOFTMAX -> a[j] * (d[j] - dot);
            };
        }
        return dz;
    }

    /** ½ + φ(z) (z + z³/3 + z⁵/(3·5) + …), for |z| up to 6 or so. */
    static double normalCdf(double z) {
        double term = z;
        double sum = z;
        for (int k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
            term *= z * z / k;
            sum += term;
        }
        return 0.5 + normalDensity(z) * sum;
    }

    private static double normalDensity(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }
}
