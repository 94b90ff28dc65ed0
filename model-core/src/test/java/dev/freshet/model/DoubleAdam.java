package dev.freshet.model;

/** Adam in double precision, for the oracle. */
final class DoubleAdam {
    private final double rate;
    private final double epsilon;
    private final boolean epsilonHat;
    private final double[] m;
    private final double[] v;

    /**
     * @param epsilonHat whether ε is added to the uncorrected root, as in Keras; else to the corrected one, as in the paper
     * @param n parameters
     */
    DoubleAdam(double rate, double epsilon, boolean epsilonHat, int n) {
        this.rate = rate;
        this.epsilon = epsilon;
        this.epsilonHat = epsilonHat;
        m = new double[n];
        v = new double[n];
    }

    void step(double[] params, double[] gradient, int t) {
        double correctM = 1 - Math.pow(0.9, t);
        double correctV = 1 - Math.pow(0.999, t);
        for (int i = 0; i < params.length; i++) {
            m[i] = 0.9 * m[i] + 0.1 * gradient[i];
            v[i] = 0.999 * v[i] + 0.001 * gradient[i] * gradient[i];
            params[i] -= epsilonHat
                    ? rate * Math.sqrt(correctV) / correctM * m[i] / (Math.sqrt(v[i]) + epsilon)
                    : rate * m[i] / correctM / (Math.sqrt(v[i] / correctV) + epsilon);
        }
    }
}
