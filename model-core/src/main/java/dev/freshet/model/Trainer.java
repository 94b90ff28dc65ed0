package dev.freshet.model;

import dev.freshet.model.loss.Loss;
import dev.freshet.model.optim.GradientTransform;

/**
 * One gradient step from a closed batch: differentiate, backward, optimise, guard. Owns scratch arrays only; what belongs to
 * a key outlives no call, but the arrays that a step has replaced are the scratch of the next.
 */
final class Trainer {
    /** A gradient beyond this would overflow float32 once squared, as optimisers do: it counts as exploding. */
    static final float GRADIENT_LIMIT = 0x1p60f;

    private final Network network;
    private final Loss loss;
    private final GradientTransform optimizer;
    private final float[][] delta;
    private final float[] transposed;
    private final float[][] next;
    private float[] update;

    Trainer(Network network, Loss loss, GradientTransform optimizer) {
        this.network = network;
        this.loss = loss;
        this.optimizer = optimizer;
        delta = new float[network.layers() + 1][0];
        int largest = 0;
        for (int l = 1; l < network.layers(); l++) {
            largest = Math.max(largest, network.width(l) * network.width(l + 1));
        }
        transposed = new float[largest];
        update = new float[network.parameterCount()];
        next = new float[optimizer.slots()][network.parameterCount()];
    }

    /**
     * Steps the parameters and slots of {@code state} by its pending batch, or leaves both as they were.
     *
     * @return whether the step was taken; if not, {@link #blame} names the row
     */
    boolean step(LearnerState state) {
        Batch batch = state.pending;
        differentiate(batch);
        network.backward(
                state.params, batch.activation, batch.size, delta, loss.output().isCanonical(), transposed, update);
        if (!allWithin(update, GRADIENT_LIMIT)) {
            return false;
        }
        optimizer.apply(update, state.params, state.slots, next, 0, state.step + 1);
        add(state.params, update);
        if (!allWithin(update, Float.MAX_VALUE) || !allWithin(next, Float.MAX_VALUE)) {
            return false;
        }
        swap(state);
        return true;
    }

    /** Every array belongs to one state or to this trainer, so that a state no longer trained is never written again. */
    private void swap(LearnerState state) {
        float[] spare = state.params;
        state.params = update;
        update = spare;
        for (int k = 0; k < next.length; k++) {
            spare = state.slots[k];
            state.slots[k] = next[k];
            next[k] = spare;
        }
    }

    /** Row of the refused batch to blame: the first whose gradient is not finite, else the one of the largest gradient. */
    int blame(Batch batch) {
        int worst = 0;
        double worstNorm = -1;
        for (int i = 0; i < batch.size; i++) {
            double norm = squaredGradientNorm(batch, i);
            if (!(norm <= Double.MAX_VALUE)) {
                return i;
            }
            if (norm > worstNorm) {
                worst = i;
                worstNorm = norm;
            }
        }
        return worst;
    }

    private void differentiate(Batch batch) {
        for (int level = 1; level < delta.length; level++) {
            int needed = batch.size * network.width(level);
            if (delta[level].length < needed) {
                delta[level] = new float[Math.max(needed, 2 * delta[level].length)];
            }
        }
        int last = network.layers();
        int n = network.width(last);
        double weightSum = batch.weightSum();
        for (int i = 0; i < batch.size; i++) {
            float scale = (float) (batch.weights[i] / weightSum);
            loss.gradient(batch.activation[last], i * n, n, batch.labels[i], scale, delta[last]);
        }
    }

    /** ‖∂L/∂θ‖² of one row: its gradient in each layer is the outer product of input and delta, and of 1 and delta. */
    private double squaredGradientNorm(Batch batch, int row) {
        double norm = 0;
        for (int l = 0; l < network.layers(); l++) {
            norm += (squares(batch.activation[l], row, network.width(l)) + 1)
                    * squares(delta[l + 1], row, network.width(l + 1));
        }
        return norm;
    }

    private static double squares(float[] values, int row, int n) {
        double sum = 0;
        for (int j = row * n; j < (row + 1) * n; j++) {
            sum += (double) values[j] * values[j];
        }
        return sum;
    }

    private static void add(float[] params, float[] update) {
        for (int i = 0; i < update.length; i++) {
            update[i] += params[i];
        }
    }

    private static boolean allWithin(float[][] arrays, float limit) {
        boolean within = true;
        for (float[] values : arrays) {
            within &= allWithin(values, limit);
        }
        return within;
    }

    private static boolean allWithin(float[] values, float limit) {
        boolean within = true;
        for (int i = 0; i < values.length; i++) {
            within &= Math.abs(values[i]) <= limit;
        }
        return within;
    }
}
