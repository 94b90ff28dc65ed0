package dev.freshet.model;

/** A layer's nonlinearity, on rows of {@code n} floats; softmax takes a whole row, the others work element by element. */
public enum Activation {
    LINEAR,
    SIGMOID,
    TANH,
    RELU,
    /** z, or z / 5 below 0: the slope of Keras's function {@code leaky_relu}; its layer has .3, PyTorch .01. */
    LEAKY_RELU,
    /** z Φ(z), with the normal distribution's Φ exactly, not by tanh (Hendrycks and Gimpel 2016). */
    GELU,
    /** e^z, for the mean of a count. */
    EXPONENTIAL,
    SOFTMAX;

    /** Slope of {@link #LEAKY_RELU} below 0. */
    public static final float LEAK = 0.2f;

    /** Whether {@link #backward} wants the pre-activations, since the activations do not tell them. */
    boolean needsScores() {
        return this == GELU;
    }

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
                    z[j] = z[j] < 0 ? 0 : z[j];
                }
            }
            case LEAKY_RELU -> {
                for (int j = at; j < at + n; j++) {
                    z[j] = z[j] > 0 ? z[j] : LEAK * z[j];
                }
            }
            case GELU -> {
                for (int j = at; j < at + n; j++) {
                    z[j] *= FloatMath.normalCdf(z[j]);
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
     * Replaces dL/da by dL/dz in {@code d[at .. at + n)}, at the same places as
     * {@code kept}: the activations or, where {@link #needsScores} holds, the pre-activations.
     */
    void backward(float[] d, float[] kept, int at, int n) {
        switch (this) {
            case LINEAR -> {}
            case SIGMOID -> {
                for (int j = at; j < at + n; j++) {
                    d[j] *= kept[j] * (1 - kept[j]);
                }
            }
            case TANH -> {
                for (int j = at; j < at + n; j++) {
                    d[j] *= 1 - kept[j] * kept[j];
                }
            }
            case RELU -> {
                for (int j = at; j < at + n; j++) {
                    d[j] = kept[j] > 0 ? d[j] : 0;
                }
            }
            case LEAKY_RELU -> {
                for (int j = at; j < at + n; j++) {
                    d[j] = kept[j] > 0 ? d[j] : LEAK * d[j];
                }
            }
            case GELU -> {
                for (int j = at; j < at + n; j++) {
                    d[j] *= Math.fma(kept[j], FloatMath.normalDensity(kept[j]), FloatMath.normalCdf(kept[j]));
                }
            }
            case EXPONENTIAL -> {
                for (int j = at; j < at + n; j++) {
                    d[j] *= kept[j];
                }
            }
            case SOFTMAX -> softmaxBackward(d, kept, at, n);
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
