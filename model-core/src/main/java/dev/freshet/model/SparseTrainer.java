package dev.freshet.model;

import dev.freshet.model.Guard.Refusal;
import dev.freshet.model.SparseTable.Compact;
import dev.freshet.model.loss.Loss;
import dev.freshet.model.optim.Ftrl;
import dev.freshet.model.optim.GradientTransform;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A step of a {@link SparseNetwork}: the batch's columns are gathered into short arrays, the optimiser works on these as it
 * does on dense ones, and what it comes to is written back if all of it is finite. Owns scratch arrays only.
 */
final class SparseTrainer implements Step {
    private final SparseNetwork network;
    private final SparseTable table;
    private final Loss loss;
    private final GradientTransform optimizer;
    private final Activation activation;
    private final double maxNorm;
    private final int units;
    private final int[] bias;
    /** Where one event at a time may take the short way. */
    private final @Nullable FtrlEvent event;

    private final Coordinates merged = new Coordinates();
    private float[] delta = {};
    private float[] gradient = {};
    private int[] columns = {};
    /** One for each power of two of floats, since the optimiser goes through all of its arrays. */
    private final @Nullable Compact[] compacts = new Compact[32];

    SparseTrainer(SparseNetwork network, LearnerSpec spec) {
        this.network = network;
        table = network.table();
        loss = spec.loss();
        optimizer = spec.optimizer();
        activation = spec.network().last().activation();
        maxNorm = spec.guard().maxNorm();
        units = network.width(1);
        event = optimizer instanceof Ftrl && maxNorm == Double.POSITIVE_INFINITY ? network.event() : null;
        bias = new int[] {network.inputs()};
    }

    @Override
    public @Nullable Refusal step(
            Weights weights, Batch batch, float[][] activations, long seed, double rate, double lossLimit) {
        differentiate(batch, activations[1]);
        if (event != null && batch.size == 1 && rate <= 1 && stepShort(event, weights, batch, activations, lossLimit)) {
            return null;
        }
        int n = addUp(batch);
        Refusal refusal = refusal(batch, activations, n * units, lossLimit);
        if (refusal != null) {
            return refusal;
        }
        if (!step(weights, n, (float) rate)) {
            return Refusal.UPDATE;
        }
        weights.steps++;
        return null;
    }

    /** @return whether the step is sound and was taken; if not, nothing has changed, and the long way says why */
    private boolean stepShort(FtrlEvent one, Weights weights, Batch batch, float[][] activations, double lossLimit) {
        SparseRows rows = SparseNetwork.rows(batch);
        if (beyond(batch, activations, lossLimit) || !one.learn(weights, rows, delta[0])) {
            return false;
        }
        weights.steps++;
        return true;
    }

    private boolean step(Weights weights, int n, float rate) {
        Compact compact = compact(n * units);
        Arrays.fill(compact.update, n * units, compact.update.length, 0);
        System.arraycopy(gradient, 0, compact.update, 0, n * units);
        table.gather(weights.params, columns, n, compact);
        optimizer.apply(compact.update, compact.params, compact.slots, compact.next, 0, weights.steps + 1);
        network.kernels().step(compact.update, compact.params, rate);
        boolean finite = finite(compact, n * units);
        if (finite) {
            table.scatter(compact, columns, n, weights.params);
        }
        return finite;
    }

    private void differentiate(Batch batch, float[] output) {
        int needed = batch.size * units;
        if (delta.length < needed) {
            delta = new float[Math.max(needed, 2 * delta.length)];
        }
        Step.differentiate(loss, batch, output, units, delta);
        if (!loss.output().isCanonical()) {
            network.kernels().activateBackward(activation, batch.size, units, delta, output);
        }
    }

    /**
     * Fills {@link #columns} and {@link #gradient}, column by column, each sum over the rows in order as a chain of
     * multiply-adds, so that the bits are those of a dense product.
     *
     * @return number of columns, the bias at the end
     */
    private int addUp(Batch batch) {
        SparseRows rows = SparseNetwork.rows(batch);
        int most = rows.from(batch.size) + 1;
        int padded = most * units + Kernels.DOT_LANES;
        if (gradient.length < padded) {
            gradient = new float[Math.max(padded, 2 * gradient.length)];
        }
        Arrays.fill(gradient, 0, padded, 0);
        if (columns.length < most) {
            columns = new int[Math.max(most, 2 * columns.length)];
        }
        int n = addRows(rows, batch.size);
        columns[n] = bias[0];
        network.kernels().sumRows(batch.size, units, delta, gradient, n * units);
        return n + 1;
    }

    private int addRows(SparseRows rows, int count) {
        merged.clear();
        for (int i = 0; i < count; i++) {
            for (int k = rows.from(i); k < rows.from(i + 1); k++) {
                addProduct(merged.of(rows.column()[k]), rows.value()[k], i);
            }
        }
        System.arraycopy(merged.columns(), 0, columns, 0, merged.size());
        return merged.size();
    }

    private void addProduct(int k, float x, int row) {
        for (int j = 0; j < units; j++) {
            int at = k * units + j;
            gradient[at] = Math.fma(x, delta[row * units + j], gradient[at]);
        }
    }

    private @Nullable Refusal refusal(Batch batch, float[][] activations, int n, double lossLimit) {
        if (!network.kernels().allWithin(gradient, 0, n, GRADIENT_LIMIT)) {
            return Refusal.GRADIENT;
        }
        if (tooSteep(gradient, n)) {
            return Refusal.NORM;
        }
        return beyond(batch, activations, lossLimit) ? Refusal.LOSS : null;
    }

    private boolean tooSteep(float[] slope, int n) {
        return maxNorm < Double.POSITIVE_INFINITY && !(Math.sqrt(Step.squares(slope, 0, n)) <= maxNorm);
    }

    private boolean beyond(Batch batch, float[][] activations, double lossLimit) {
        return lossLimit < Double.POSITIVE_INFINITY && meanLoss(batch, activations) > lossLimit;
    }

    private boolean finite(Compact compact, int n) {
        boolean finite = network.kernels().allWithin(compact.update, 0, n, Float.MAX_VALUE);
        for (float[] slot : compact.next) {
            finite &= network.kernels().allWithin(slot, 0, n, Float.MAX_VALUE);
        }
        return finite;
    }

    private Compact compact(int n) {
        int size = 32 - Integer.numberOfLeadingZeros(Math.max(n, 16) - 1);
        Compact compact = compacts[size];
        if (compact == null) {
            compact = new Compact(1 << size, optimizer.slots());
            compacts[size] = compact;
        }
        return compact;
    }

    @Override
    public double meanLoss(Batch batch, float[][] activations) {
        return Step.meanLoss(loss, batch, activations[1], units);
    }

    @Override
    public int blame(Batch batch) {
        SparseRows rows = SparseNetwork.rows(batch);
        return Step.worst(
                batch.size,
                row -> (Step.squares(rows.value(), rows.from(row), rows.length(row)) + 1)
                        * Step.squares(delta, row * units, units));
    }
}
