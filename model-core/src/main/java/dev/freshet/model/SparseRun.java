package dev.freshet.model;

import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.SparseInput;
import dev.freshet.model.loss.Loss;
import dev.freshet.model.optim.Ftrl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many steps of one row each over {@link CompressedRows}, where a step is one of {@link FtrlEvent}: nothing of a row is copied,
 * and what any step checks again is checked once. It ends before a row that comes to anything unusual, which then is learned
 * as any other, to the same bits.
 */
final class SparseRun {
    private final Learner learner;
    private final FtrlEvent event;
    private final Activation activation;
    private final Loss loss;
    private final int dimension;
    private final int predictionWidth;
    private final float[] output = new float[1];
    private final float[] slope = new float[1];

    private SparseRun(Learner learner, FtrlEvent event, int dimension) {
        LearnerSpec spec = learner.spec();
        this.learner = learner;
        this.event = event;
        this.dimension = dimension;
        activation = spec.network().last().activation();
        loss = spec.loss();
        predictionWidth = spec.task().predictionWidth();
    }

    /** Null where a learner's steps of one row do more than this. */
    static @Nullable SparseRun of(Learner learner) {
        LearnerSpec spec = learner.spec();
        List<Encoder> encoders = spec.features().encoders();
        if (!(learner.network() instanceof SparseNetwork network
                && encoders.size() == 1
                && encoders.get(0) instanceof SparseInput input)) {
            return null;
        }
        FtrlEvent event = network.event();
        boolean simple = spec.optimizer() instanceof Ftrl
                && (spec.loss().output().isCanonical() || spec.network().last().activation() == Activation.LINEAR)
                && spec.guard().maxNorm() == Double.POSITIVE_INFINITY
                && !spec.guard().watchesLoss()
                && !learner.drawnBack();
        return simple && event != null ? new SparseRun(learner, event, input.dimension()) : null;
    }

    /**
     * Learns {@code rows[begin .. end)}, one step each, up to the first that is unusual.
     *
     * @param at place of the first row's loss and prediction among the others'
     * @return how many were learned; the state is as if the others had not been there
     */
    int learn(
            LearnerState state, CompressedRows rows, int begin, int end, int at, float[] predictions, double[] losses) {
        if (!(RowRun.undisturbed(state) && rows.fits(dimension))) {
            return 0;
        }
        long fingerprint = state.fingerprint;
        int i = begin;
        while (i < end && learn(state.weights, rows, i)) {
            fingerprint = learner.closed(fingerprint, 0, rows.place(i));
            learner.read(output, 0, true, predictions, (at + i - begin) * predictionWidth);
            losses[at + i - begin] = loss.value(output, 0, 1, rows.label(i));
            i++;
        }
        state.fingerprint = fingerprint;
        count(state, i - begin);
        return i - begin;
    }

    private boolean learn(Weights weights, CompressedRows rows, int row) {
        float label = rows.label(row);
        if (!(learner.check().isLabel(label) && label >= loss.minLabel())) {
            return false;
        }
        int[] columns = rows.columns();
        float[] values = rows.values();
        int from = rows.from(row);
        output[0] = event.score(weights.params, columns, values, from, rows.length(row)) + event.bias();
        activation.apply(output, 0, 1);
        loss.gradient(output, 0, 1, label, 1, slope);
        return Math.abs(output[0]) <= Float.MAX_VALUE && event.learn(weights.params, columns, values, from, slope[0]);
    }

    private static void count(LearnerState state, int rows) {
        state.weights.steps += rows;
        state.step += rows;
        state.trained += rows;
        state.predicted += rows;
    }
}
