package dev.freshet.model;

import dev.freshet.model.Guard.Refusal;
import dev.freshet.model.loss.Loss;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** One gradient step from a closed batch: differentiate, backward, optimise, guard. */
sealed interface Step permits Trainer, SparseTrainer {
    /** A gradient beyond this would overflow float32 once squared, as optimisers do: it counts as exploding. */
    float GRADIENT_LIMIT = 0x1p60f;

    /**
     * Steps {@code weights} by a batch, or leaves them as they were.
     *
     * @param activation of the batch's rows under these weights, as predicted
     * @param seed of what dropout drops
     * @param rate multiplies the update
     * @param lossLimit refuses a batch whose mean loss is greater
     * @return null if the step was taken, else why not; then {@link #blame} names the row
     */
    @Nullable
    Refusal step(Weights weights, Batch batch, float[][] activation, long seed, double rate, double lossLimit);

    /** Says from how many examples the key has learned, before {@link #step}. */
    default void learned(long trained) {}

    /** Of the batch's rows, each counted by its weight; without penalties. */
    double meanLoss(Batch batch, float[][] activation);

    /** Row of the refused batch to blame: the first whose gradient is not finite, else the one of the largest gradient. */
    int blame(Batch batch);

    /** {@link #meanLoss} of rows with {@code n} outputs each. */
    static double meanLoss(Loss loss, Batch batch, float[] output, int n) {
        double weightSum = batch.weightSum();
        double sum = 0;
        for (int i = 0; i < batch.size; i++) {
            sum += batch.weights[i] / weightSum * loss.value(output, i * n, n, batch.labels[i]);
        }
        return sum;
    }

    /** Fills {@code d} (rows, n) with each row's part of the gradient of the mean loss. */
    static void differentiate(Loss loss, Batch batch, float[] output, int n, float[] d) {
        double weightSum = batch.weightSum();
        for (int i = 0; i < batch.size; i++) {
            float scale = (float) (batch.weights[i] / weightSum);
            loss.gradient(output, i * n, n, batch.labels[i], scale, d);
        }
    }

    /** The first row whose squared norm is not finite, else that of the largest. */
    static int worst(int rows, IntToDoubleFunction squaredNorm) {
        int worst = 0;
        double worstNorm = -1;
        for (int i = 0; i < rows; i++) {
            double norm = squaredNorm.applyAsDouble(i);
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

    /** Σ x² over n values, in double. */
    static double squares(float[] values, int at, int n) {
        double sum = 0;
        for (int j = at; j < at + n; j++) {
            sum += (double) values[j] * values[j];
        }
        return sum;
    }
}
