package dev.freshet.model;

/** A layer's nonlinearity, on rows of {@code n} floats; softmax takes a whole row, the others work element by element. */
public enum Activation {
    LINEAR,
    SIGMOID,
    TANH,
    RELU,
    /** e^z, for the mean of a count. */
    EXPONENTIAL,
    SOFTMAX;

    /** Replaces pre-activations {@code z[at .. at + n)} by activations. */
    void apply(float[] z, int at, int n) {
        switch (this) {
            case LINEAR -> {}
            case SIGMOID -> {
                for (int j = at; j < at + n; j++) {
                    z[j] = FloatMath.sigmoid(z[j]);
                }
            }
            case TANH -> {
                for (int j = at; j < at + n; j++) {
                    z[j] = FloatMath.tanh(z[j]);
                }
            }
            case RELU -> {
                for (int j = at; j < at + n; j++) {
                    z[j] = Math.max(z[j], 0f);
                }
            }
            case EXPONENTIAL -> {
                for (int j = at; j < at + n; j++) {
                    z[j] = FloatMath.exp(z[j]);
                }
            }
            case SOFTMAX -> softmax(z, at, n);
        }
    }

    /**
     * Replaces dL/da by dL/dz in {@code d[at .. at + n)}, given the activations {@code a} of the same row.
     */
    void backward(float[] d, float[] a, int at, int n) {
        switch (this) {
            case LINEAR -> {}
            case SIGMOID -> {
                for (int j = at; j < at + n; j++) {
                    d[j] *= a[j] * (1 - a[j]);
                }
            }
            case TANH -> {
                for (int j = at; j < at + n; j++) {
                    d[j] *= 1 - a[j] * a[j];
                }
            }
            case RELU -> {
                for (int j = at; j < at + n; j++) {
                    d[j] = a[j] > 0 ? d[j] : 0;
                }
            }
            case EXPONENTIAL -> {
                for (int j = at; j < at + n; j++) {
                    d[j] *= a[j];
                }
            }
            case SOFTMAX -> softmaxBackward(d, a, at, n);
        }
    }

    private static void softmax(float[] z, int at, int n) {
        float max = Float.NEGATIVE_INFINITY;
        for (int j = at; j < at + n; j++) {
            max = Math.max(max, z[j]);
        }
        float sum = 0;
        for (int j = at; j < at + n; j++) {
            z[j] = FloatMath.exp(z[j] - max);
            sum += z[j];
        }
        for (int j = at; j < at + n; j++) {
            z[j] /= sum;
        }
    }

    private static void softmaxBackward(float[] d, float[] a, int at, int n) {
        float dot = 0;
        for (int j = at; j < at + n; j++) {
            dot = Math.fma(d[j], a[j], dot);
        }
        for (int j = at; j < at + n; j++) {
            d[j] = a[j] * (d[j] - dot);
        }
    }
}
