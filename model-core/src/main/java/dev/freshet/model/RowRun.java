package dev.freshet.model;

import dev.freshet.model.loss.BinaryCrossEntropy;
import dev.freshet.model.loss.Loss;
import dev.freshet.model.loss.Squared;
import dev.freshet.model.optim.Scale;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Many steps of one row each in one run over a matrix, where {@link RowStep} is what a step does: only score, slope and step of
 * a row wait for the row before; losses, fingerprints and whether numbers are finite are beside that chain. A run that comes
 * to anything unusual counts for nothing, and the rows are learned one by one instead, to the same bits.
 */
final class RowRun implements IntConsumer {
    private final Learner learner;
    private final Kernels kernels;
    private final Loss loss;
    private final @Nullable BinaryCrossEntropy cross;
    private final float factor;
    private final int inputs;
    private final int predictionWidth;
    private float[] next;

    private float[] copy = {};
    private float[] targets = {};
    private float[] outputs = {};
    /** Of the run that is on. */
    private DenseRows rows = DenseRows.of(new float[0], 1);

    private int from;
    private float[] predictions = {};
    private double[] losses = {};
    private long fingerprint;

    private RowRun(Learner learner, Scale rule) {
        this.learner = learner;
        Network network = learner.network();
        kernels = network.kernels();
        loss = learner.spec().loss();
        cross = loss instanceof BinaryCrossEntropy entropy ? entropy : null;
        factor = (float) rule.factor();
        inputs = network.width(0);
        predictionWidth = learner.spec().task().predictionWidth();
        next = new float[network.parameterCount()];
    }

    /** Null where a learner's steps of one row do more than this. */
    static @Nullable RowRun of(Learner learner, boolean plainIntake) {
        LearnerSpec spec = learner.spec();
        boolean simple = plainIntake
                && RowStep.of(learner.network(), spec.loss(), spec.optimizer(), spec.guard()) != null
                && (spec.loss() instanceof BinaryCrossEntropy || spec.loss() instanceof Squared)
                && !spec.guard().watchesLoss()
                && !learner.drawnBack();
        return simple && spec.optimizer() instanceof Scale scale ? new RowRun(learner, scale) : null;
    }

    /**
     * Learns {@code of[begin .. end)}, one step each.
     *
     * @return whether that was done; if not, nothing has changed but the first predictions and losses
     */
    boolean learn(LearnerState state, DenseRows of, int begin, int end, float[] predicted, double[] lost) {
        int count = end - begin;
        if (!(undisturbed(state) && load(of, begin, end))) {
            return false;
        }
        rows = of;
        from = begin;
        predictions = predicted;
        losses = lost;
        fingerprint = state.fingerprint;
        System.arraycopy(state.weights.params, 0, next, 0, next.length);
        int at = of.at(begin);
        float[] x = at < 0 ? copied(of, begin, end) : of.numbers();
        if (!kernels.descendRows(
                count, inputs, x, Math.max(0, at), targets, cross != null, factor, next, outputs, this)) {
            return false;
        }
        count(state, count);
        return true;
    }

    /** Whether neither an alarm nor a refusal nor a command makes the next steps other than the ones before. */
    static boolean undisturbed(LearnerState state) {
        return Control.atRest(state.control)
                && state.background == null
                && state.steering.rate == 1
                && !state.steering.frozen
                && state.steering.waiting.isEmpty();
    }

    /** Whether all rows have a label that the loss takes. */
    private boolean load(DenseRows of, int begin, int end) {
        int count = end - begin;
        if (of.width() != inputs) {
            return false;
        }
        if (targets.length < count) {
            targets = new float[count];
            outputs = new float[count];
        }
        boolean all = true;
        for (int i = 0; i < count; i++) {
            float label = of.label(begin + i);
            all &= learner.check().isLabel(label);
            targets[i] = cross == null ? label : (float) cross.target(label);
        }
        return all;
    }

    private float[] copied(DenseRows of, int begin, int end) {
        if (copy.length < (end - begin) * inputs) {
            copy = new float[(end - begin) * inputs];
        }
        of.copy(begin, end, copy);
        return copy;
    }

    /** A row was learned: what does not lead to the next. */
    @Override
    public void accept(int i) {
        fingerprint = learner.closed(fingerprint, 0, rows.place(from + i));
        learner.read(outputs, i, true, predictions, i * predictionWidth);
        losses[i] = loss.value(outputs, i, 1, rows.label(from + i));
    }

    private void count(LearnerState state, int count) {
        float[] spare = state.weights.params;
        state.weights.params = next;
        next = spare;
        state.weights.steps += count;
        state.step += count;
        state.trained += count;
        state.predicted += count;
        state.fingerprint = fingerprint;
    }
}
