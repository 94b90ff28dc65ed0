package dev.freshet.model;

/**
 * What a forward pass over a batch leaves for the backward pass, level by level, row-major: level 0 is the encoded input,
 * level l + 1 the output of dense layer l. Mostly the pass that predicted, kept in the {@link Batch}; where training differs
 * from predicting (dropout) or needs more (pre-activations), one of its own on these scratch arrays.
 */
final class Pass {
    private final Network network;
    private final float[][] own;
    private final float[][] score;
    private final float[][] mask;
    private final float[][] dropped;
    private float[][] activation;

    Pass(Network network) {
        this.network = network;
        int levels = network.layers() + 1;
        own = new float[levels][0];
        score = new float[levels][0];
        mask = new float[levels][0];
        dropped = new float[levels][0];
        activation = own;
    }

    /** Takes the activations that predicted, or computes those to train with from the same inputs. */
    void run(float[] params, float[][] predicted, int rows, long seed) {
        activation = predicted;
        if (network.trainsApart()) {
            grow(rows);
            own[0] = predicted[0];
            activation = own;
            network.forward(params, this, rows, seed);
        }
    }

    float[] activation(int level) {
        return activation[level];
    }

    /** What the activation's {@link Activation#backward} wants of a level: its activations, or what was before them. */
    float[] kept(int level) {
        return network.needsScores(level) ? score[level] : activation[level];
    }

    /** 0 or 1 / (1 − rate) for each activation of a level that {@link Network#dropout} thins. */
    float[] mask(int level) {
        return mask[level];
    }

    /** What dense layer {@code level} reads: the level's activations, thinned where there is dropout. */
    float[] input(int level) {
        return network.dropout(level) == null ? activation[level] : dropped[level];
    }

    private void grow(int rows) {
        for (int level = 0; level < own.length; level++) {
            int n = rows * network.width(level);
            boolean drops = network.dropout(level) != null;
            own[level] = level == 0 ? own[level] : grown(own[level], n);
            score[level] = network.needsScores(level) ? grown(score[level], n) : score[level];
            mask[level] = drops ? grown(mask[level], n) : mask[level];
            dropped[level] = drops ? grown(dropped[level], n) : dropped[level];
        }
    }

    private static float[] grown(float[] array, int n) {
        return array.length >= n ? array : new float[Math.max(n, 2 * array.length)];
    }
}
