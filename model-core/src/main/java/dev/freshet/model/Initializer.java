package dev.freshet.model;

/** How the weights of a layer begin; biases begin at 0. Uniform draws are seeded and counted, so they are the same anywhere. */
public enum Initializer {
    /** All 0: right for a model of one layer, which needs no symmetry broken. */
    ZEROS,
    /** Uniform in ±√(6 / (in + out)), Keras's default (Glorot and Bengio 2010). */
    GLOROT_UNIFORM,
    /** Uniform in ±√(6 / in), for ReLU (He et al. 2015). */
    HE_UNIFORM;

    /** Fills {@code weights[at .. at + in * out)}; the same {@code seed} gives the same bits. */
    void fill(float[] weights, int at, int in, int out, long seed) {
        double limit = switch (this) {
            case ZEROS -> 0;
            case GLOROT_UNIFORM -> Math.sqrt(6.0 / (in + out));
            case HE_UNIFORM -> Math.sqrt(6.0 / in);
        };
        for (int i = 0; i < in * out; i++) {
            weights[at + i] = (float) (limit * (2 * Draws.unit(seed, i) - 1)) + 0f; // no weight begins at −0
        }
    }
}
