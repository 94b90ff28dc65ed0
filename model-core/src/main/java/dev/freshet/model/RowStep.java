package dev.freshet.model;

import dev.freshet.model.loss.Loss;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.optim.Scale;
import org.jspecify.annotations.Nullable;

/**
 * The step of a batch of one through one layer with one output, by plain gradient descent: gradient, update and checks in
 * one pass over the weights, with the bits of {@link Trainer}'s own way, which costs several times as much on so little.
 */
final class RowStep {
    private final Kernels kernels;
    private final Loss loss;
    private final float factor;
    private final int inputs;
    private final float[] slope = new float[1];

    private RowStep(Network network, Loss loss, float factor) {
        kernels = network.kernels();
        this.loss = loss;
        this.factor = factor;
        inputs = network.width(0);
    }

    /** Null where a step of this network under these rules does more than this. */
    static @Nullable RowStep of(Network network, Loss loss, GradientTransform optimizer, Guard guard) {
        boolean simple = network.layers() == 1
                && network.width(1) == 1
                && !network.trainsApart()
                && !network.dense(0).restrained()
                && (loss.output().isCanonical() || network.dense(0).activation() == Activation.LINEAR)
                && guard.maxNorm() == Double.POSITIVE_INFINITY;
        return simple && optimizer instanceof Scale scale ? new RowStep(network, loss, (float) scale.factor()) : null;
    }

    /**
     * Fills {@code next} with the parameters after the step on the batch's only row.
     *
     * @return whether gradient and update are such that the guard lets them pass; if not, {@code next} means nothing
     */
    boolean learn(float[] params, Batch batch, float[][] activation, float rate, float[] next) {
        loss.gradient(activation[1], 0, 1, batch.labels[0], 1, slope);
        float d = slope[0];
        float bias = 0f + d;
        next[inputs] = bias * factor * rate + params[inputs];
        return Math.abs(bias) <= Step.GRADIENT_LIMIT
                && Math.abs(next[inputs]) <= Float.MAX_VALUE
                && kernels.descend(inputs, activation[0], d, factor, rate, params, next);
    }
}
