package dev.freshet.model;

import java.util.Arrays;

/**
 * One output's score, before the last activation, and its slope by the encoded inputs. Sums run in double, activations in
 * float32 as everywhere. Owns scratch arrays.
 */
final class ScorePath {
    private final Network network;
    private final float[][] activation;
    private final float[][] kept;
    private final float[][] delta;

    ScorePath(Network network) {
        this.network = network;
        int levels = network.layers() + 1;
        activation = new float[levels][];
        kept = new float[levels][];
        delta = new float[levels][];
        for (int level = 0; level < levels; level++) {
            activation[level] = new float[network.width(level)];
            kept[level] = activation[level];
            if (network.needsScores(level)) {
                kept[level] = new float[network.width(level)];
            }
            delta[level] = new float[network.width(level)];
        }
    }

    /** Of the encoded input {@code x}. */
    double score(float[] params, float[] x, int unit) {
        System.arraycopy(x, 0, activation[0], 0, x.length);
        return forward(params, unit);
    }

    /** Mean over the middles of {@code steps} equal stretches of the way from 0 to {@code x}. */
    double[] meanSlope(float[] params, float[] x, int unit, int steps) {
        double[] mean = new double[x.length];
        for (int step = 0; step < steps; step++) {
            double share = (step + 0.5) / steps;
            for (int i = 0; i < x.length; i++) {
                activation[0][i] = (float) (share * x[i]);
            }
            forward(params, unit);
            addSlope(params, unit, mean, 1.0 / steps);
        }
        return mean;
    }

    /** Fills the levels below the last. */
    private double forward(float[] params, int unit) {
        int last = network.layers() - 1;
        for (int l = 0; l < last; l++) {
            float[] z = activation[l + 1];
            for (int j = 0; j < z.length; j++) {
                z[j] = (float) sum(params, l, j);
            }
            if (network.needsScores(l + 1)) {
                System.arraycopy(z, 0, kept[l + 1], 0, z.length);
            }
            network.dense(l).activation().apply(z, 0, z.length);
        }
        return sum(params, last, unit);
    }

    private double sum(float[] params, int layer, int unit) {
        float[] x = activation[layer];
        int out = network.width(layer + 1);
        int at = network.weightsAt(layer) + unit;
        double sum = params[network.biasAt(layer) + unit];
        for (int i = 0; i < x.length; i++) {
            sum += (double) x[i] * params[at + i * out];
        }
        return sum;
    }

    private void addSlope(float[] params, int unit, double[] to, double share) {
        int last = network.layers() - 1;
        float[] d = delta[last + 1];
        Arrays.fill(d, 0);
        d[unit] = 1;
        for (int l = last; l > 0; l--) {
            for (int i = 0; i < delta[l].length; i++) {
                delta[l][i] = (float) slope(params, l, i);
            }
            network.dense(l - 1).activation().backward(delta[l], kept[l], 0, delta[l].length);
        }
        for (int i = 0; i < to.length; i++) {
            to[i] += share * slope(params, 0, i);
        }
    }

    /** Of the score by what unit {@code i} of the level below the layer says. */
    private double slope(float[] params, int layer, int i) {
        float[] d = delta[layer + 1];
        int at = network.weightsAt(layer) + i * d.length;
        double sum = 0;
        for (int j = 0; j < d.length; j++) {
            sum += (double) d[j] * params[at + j];
        }
        return sum;
    }
}
