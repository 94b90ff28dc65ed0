package dev.freshet.model;

import dev.freshet.model.optim.Ftrl;
import org.jspecify.annotations.Nullable;

/**
 * One event's way through {@link Ftrl} with one output: z and n of its columns and the bias are gathered once, for the
 * prediction, and serve the step if nothing has changed in between; else they are gathered again, to the same bits. Owns
 * scratch arrays only.
 */
final class FtrlEvent {
    /** If no |z| is beyond 2⁶⁰, no weight and no difference of two is beyond 2⁸¹ with a denominator of this at least. */
    private static final float LEAST_DENOMINATOR = 0x1p-20f;

    private final Kernels kernels;
    private final Ftrl.Factors factors;
    private final int bias;
    private final boolean bounded;
    private final FtrlLanes lanes;
    private float biasWeight;

    /** What was gathered last: a row of these rows, as they were, under these weights after so many steps. */
    private float @Nullable [] table;

    private @Nullable SparseRows rows;
    private int row;
    private long version;
    private long steps;

    /** @param bias its column */
    FtrlEvent(Kernels kernels, Ftrl ftrl, int bias) {
        this.kernels = kernels;
        this.bias = bias;
        factors = ftrl.factors();
        lanes = new FtrlLanes(factors);
        bounded = (float) Math.sqrt(factors.start()) * factors.perAlpha() + factors.added() >= LEAST_DENOMINATOR;
    }

    /** Σ w x over the columns of a row, without the bias. */
    float score(Weights weights, SparseRows from, int of) {
        float sum = score(weights.params, from.column(), from.value(), from.from(of), from.length(of));
        table = weights.params;
        rows = from;
        row = of;
        version = from.version();
        steps = weights.steps;
        return sum;
    }

    /** The same for {@code n} columns and values from {@code from} on. */
    float score(float[] params, int[] column, float[] value, int from, int n) {
        table = null;
        lanes.gather(params, column, from, n);
        biasWeight = factors.weight(params[2 * bias], params[2 * bias + 1]);
        return kernels.weigh(lanes, value, from);
    }

    /** The bias's weight, as of the last {@code score}. */
    float bias() {
        return biasWeight;
    }

    private boolean gathered(Weights weights, SparseRows from, int of) {
        return table == weights.params
                && rows == from
                && row == of
                && version == from.version()
                && steps == weights.steps;
    }

    /**
     * Learns from the first row.
     *
     * @param d of the score
     * @return as the other {@code learn}
     */
    boolean learn(Weights weights, SparseRows from, float d) {
        if (bounded && !gathered(weights, from, 0)) {
            score(weights, from, 0);
        }
        table = null;
        return learn(weights.params, from.column(), from.value(), from.from(0), d);
    }

    /**
     * Learns from the columns whose {@code score} was asked for last.
     *
     * @param d of the score
     * @return whether all that it comes to is sure to be finite, and no gradient beyond {@link Step#GRADIENT_LIMIT}; if
     *     not, nothing has changed
     */
    boolean learn(float[] params, int[] column, float[] value, int from, float d) {
        float z = params[2 * bias];
        float n = params[2 * bias + 1];
        float nextZ = factors.nextZ(d, biasWeight, z, n);
        if (!(bounded && within(z) && within(d) && within(nextZ) && kernels.learn(lanes, value, from, d))) {
            return false;
        }
        lanes.scatter(params, column, from);
        params[2 * bias] = nextZ;
        params[2 * bias + 1] = factors.nextN(d, n);
        return true;
    }

    private static boolean within(float value) {
        return Math.abs(value) <= Step.GRADIENT_LIMIT;
    }
}
