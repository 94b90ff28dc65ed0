package dev.freshet.model;

/** What the layers ask of their weights, besides a small loss: penalties on the gradient, and a norm after the step. */
final class WeightRules {
    private final Network network;
    private final double[] norms;

    WeightRules(Network network) {
        this.network = network;
        norms = new double[network.widest()];
    }

    /** Adds {@code l1 sign(w) + 2 l2 w} of each penalised weight. */
    void penalise(float[] params, float[] gradient) {
        for (int l = 0; l < network.layers(); l++) {
            Dense layer = network.dense(l);
            if (layer.l1() > 0 || layer.l2() > 0) {
                penalise(params, gradient, network.weightsAt(l), network.biasAt(l), layer);
            }
        }
    }

    private static void penalise(float[] params, float[] gradient, int from, int to, Dense layer) {
        float l1 = (float) layer.l1();
        float twoL2 = (float) (2 * layer.l2());
        for (int i = from; i < to; i++) {
            float w = params[i];
            float sign = w > 0 ? l1 : w < 0 ? -l1 : 0;
            gradient[i] += Math.fma(twoL2, w, sign);
        }
    }

    /** Scales each column of W that is longer than its layer's {@code maxNorm} down to it. */
    void constrain(float[] params) {
        for (int l = 0; l < network.layers(); l++) {
            double maxNorm = network.dense(l).maxNorm();
            if (maxNorm < Double.POSITIVE_INFINITY) {
                constrain(params, network.weightsAt(l), network.width(l), network.width(l + 1), maxNorm);
            }
        }
    }

    private void constrain(float[] params, int at, int in, int out, double maxNorm) {
        for (int j = 0; j < out; j++) {
            norms[j] = 0;
        }
        for (int i = 0; i < in; i++) {
            for (int j = 0; j < out; j++) {
                double w = params[at + i * out + j];
                norms[j] += w * w;
            }
        }
        for (int j = 0; j < out; j++) {
            double norm = Math.sqrt(norms[j]);
            for (int i = 0; norm > maxNorm && i < in; i++) {
                params[at + i * out + j] *= (float) (maxNorm / norm);
            }
        }
    }
}
