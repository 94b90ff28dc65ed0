package dev.freshet.model;

import dev.freshet.model.Guard.Refusal;
import dev.freshet.model.loss.Loss;
import dev.freshet.model.optim.GradientTransform;
import org.jspecify.annotations.Nullable;

/**
 * One gradient step from a closed batch: differentiate, backward, optimise, guard. Owns scratch arrays only; what belongs to
 * a key outlives no call, but the arrays that a step has replaced are the scratch of the next.
 */
final class Trainer implements Step {
    private final Network network;
    private final Kernels kernels;
    private final Loss loss;
    private final GradientTransform optimizer;
    private final double maxNorm;
    /** Whether the update tells that the slots are finite. */
    private final boolean slotsShow;

    private final @Nullable RowStep rowStep;
    private final Pass pass;
    private final WeightRules rules;
    private final @Nullable Prior prior;
    private float pull;
    private final float[][] delta;
    private final float[] transposed;
    private final float[][] next;
    private float[] update;

    Trainer(Network network, Loss loss, GradientTransform optimizer, Guard guard, @Nullable Prior prior) {
        this.prior = prior;
        maxNorm = guard.maxNorm();
        this.network = network;
        kernels = network.kernels();
        this.loss = loss;
        this.optimizer = optimizer;
        slotsShow = optimizer.showsAll();
        rowStep = RowStep.of(network, loss, optimizer, guard);
        pass = new Pass(network);
        rules = new WeightRules(network);
        delta = new float[network.layers() + 1][0];
        int largest = 0;
        for (int l = 1; l < network.layers(); l++) {
            largest = Math.max(largest, network.width(l) * network.width(l + 1));
        }
        transposed = new float[largest + Kernels.SLACK];
        update = new float[network.parameterCount()];
        next = new float[optimizer.slots()][network.parameterCount()];
    }

    @Override
    public void learned(long trained) {
        pull = prior == null ? 0 : prior.pull(trained);
    }

    @Override
    public @Nullable Refusal step(
            Weights weights, Batch batch, float[][] activation, long seed, double rate, double lossLimit) {
        boolean alone = batch.size == 1 && pull == 0 && lossLimit == Double.POSITIVE_INFINITY;
        if (alone && rowStep != null && rowStep.learn(weights.params, batch, activation, (float) rate, update)) {
            swap(weights);
            return null;
        }
        pass.run(weights.params, activation, batch.size, seed);
        differentiate(batch);
        backward(weights, batch.size);
        if (!kernels.allWithin(update, 0, update.length, GRADIENT_LIMIT)) {
            return Refusal.GRADIENT;
        }
        if (!(norm(update) <= maxNorm)) {
            return Refusal.NORM;
        }
        if (lossLimit < Double.POSITIVE_INFINITY && meanLoss(batch, activation) > lossLimit) {
            return Refusal.LOSS;
        }
        if (!optimise(weights, (float) rate) || !(slotsShow || nextIsFinite())) {
            return Refusal.UPDATE;
        }
        rules.constrain(update);
        swap(weights);
        return null;
    }

    /** Leaves the gradient in {@link #update}, penalties included. */
    private void backward(Weights weights, int rows) {
        network.backward(weights.params, pass, rows, delta, loss.output().isCanonical(), transposed, update);
        rules.penalise(weights.params, update);
        if (prior != null && pull > 0) {
            prior.draw(weights.params, update, pull);
        }
    }

    /** Leaves the next parameters in {@link #update} and the next slots in {@link #next}; whether the parameters are finite. */
    private boolean optimise(Weights weights, float rate) {
        optimizer.apply(update, weights.params, weights.slots, next, 0, weights.steps + 1);
        return kernels.step(update, weights.params, rate);
    }

    @Override
    public double meanLoss(Batch batch, float[][] activation) {
        int last = network.layers();
        return Step.meanLoss(loss, batch, activation[last], network.width(last));
    }

    /** One chain of sums, so that the bits are the same anywhere; 0 where nobody asks. */
    private double norm(float[] gradient) {
        double sum = 0;
        if (maxNorm < Double.POSITIVE_INFINITY) {
            for (float g : gradient) {
                sum += (double) g * g;
            }
        }
        return Math.sqrt(sum);
    }

    /** Every array belongs to one state or to this trainer, so that a state no longer trained is never written again. */
    private void swap(Weights weights) {
        float[] spare = weights.params;
        weights.params = update;
        update = spare;
        for (int k = 0; k < next.length; k++) {
            spare = weights.slots[k];
            weights.slots[k] = next[k];
            next[k] = spare;
        }
        weights.steps++;
    }

    @Override
    public int blame(Batch batch) {
        return Step.worst(batch.size, this::squaredGradientNorm);
    }

    private void differentiate(Batch batch) {
        for (int level = 1; level < delta.length; level++) {
            int needed = batch.size * network.width(level);
            if (delta[level].length < needed + Kernels.SLACK) {
                delta[level] = new float[Math.max(needed + Kernels.SLACK, 2 * delta[level].length)];
            }
        }
        int last = network.layers();
        Step.differentiate(loss, batch, pass.activation(last), network.width(last), delta[last]);
    }

    /** ‖∂L/∂θ‖² of one row: its gradient in each layer is the outer product of input and delta, and of 1 and delta. */
    private double squaredGradientNorm(int row) {
        double norm = 0;
        for (int l = 0; l < network.layers(); l++) {
            int in = network.width(l);
            int out = network.width(l + 1);
            norm += (Step.squares(pass.input(l), row * in, in) + 1) * Step.squares(delta[l + 1], row * out, out);
        }
        return norm;
    }

    private boolean nextIsFinite() {
        boolean finite = true;
        for (int k = 0; k < next.length; k++) {
            finite &= kernels.allFinite(next[k], 0, next[k].length);
        }
        return finite;
    }
}
