package dev.freshet.model;

import dev.freshet.model.optim.GradientTransform;

/**
 * One gradient step from a closed batch: differentiate, backward, optimise, guard. Owns scratch arrays only; nothing that
 * belongs to a key outlives a call.
 */
final class Trainer {
    /** A gradient beyond this would overflow float32 once squared, as optimisers do: it counts as exploding. */
    static final float GRADIENT_LIMIT = 0x1p60f;

    private final Network network;
    private final Loss loss;
    private final GradientTransform optimizer;
    private final float[][] delta;
    private final float[] transposed;
    private final float[] update;
    private final float[] slotsBefore;

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
        slotsBefore = new float[network.parameterCount() * optimizer.slots()];
    }

    /**
     * Steps the parameters and slots of {@code state} by its pending batch, or leaves both as they were.
     *
     * @return whether the step was taken; if not, {@link #blame} names the row
     */
    boolean step(LearnerState state) {
        Batch batch = state.pending;
        differentiate(batch);
        network.backward(state.params, batch.activation, batch.size, delta, loss.isCanonical(), transposed, update);
        if (!allWithin(update, GRADIENT_LIMIT)) {
            return false;
        }
        System.arraycopy(state.slots, 0, slotsBefore, 0, slotsBefore.length);
        optimizer.apply(update, state.params, state.slots, 0, state.step + 1);
        for (int i = 0; i < update.length; i++) {
            update[i] += state.params[i];
        }
        if (!allWithin(update, Float.MAX_VALUE) || !allWithin(state.slots, Float.MAX_VALUE)) {
            System.arraycopy(slotsBefore, 0, state.slots, 0, slotsBefore.length);
            return false;
        }
        System.arraycopy(update, 0, state.params, 0, update.length);
        return true;
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
            loss.differentiate(batch.activation[last], batch.labels[i], scale, delta[last], i * n, n);
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

    private static boolean allWithin(float[] values, float limit) {
        boolean within = true;
        for (int i = 0; i < values.length; i++) {
            within &= Math.abs(values[i]) <= limit;
        }
        return within;
    }
}
