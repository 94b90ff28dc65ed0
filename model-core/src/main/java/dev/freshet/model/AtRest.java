package dev.freshet.model;

import dev.freshet.model.loss.Loss;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one key may do with data at rest, which is there before its labels are asked for and can be read again: adapt the
 * encoders, take a step on rows of one's choice, score without learning. No metrics and no detector take part; counts,
 * step and fingerprint move as they do in {@link Learner#observe}. Owns scratch arrays only; not thread-safe.
 */
public final class AtRest {
    /** What {@link dev.freshet.model.loss.Loss#value} ends at. */
    private static final double WORST = 1e100;

    private final Learner learner;
    private final Network network;
    private final Loss loss;
    private final int predictionWidth;
    private final DenseIntake dense;
    private final @Nullable RowRun run;
    private final @Nullable SparseRun sparseRun;
    private final Batch scored;
    private final float[] onePrediction;
    private final double[] oneLoss = new double[1];
    private final int mostRows;

    /** What became of the rows of a step. */
    public enum Fate {
        /** The parameters were changed. */
        LEARNED,
        /** The guard refused the batch, or a command that was due dropped it. */
        REFUSED,
        /** There was no row to learn from, or the key is frozen. */
        SCORED
    }

    public AtRest(Learner learner) {
        this.learner = learner;
        network = learner.network();
        loss = learner.spec().loss();
        predictionWidth = learner.spec().task().predictionWidth();
        dense = new DenseIntake(learner);
        run = RowRun.of(learner, dense.plain());
        sparseRun = SparseRun.of(learner);
        onePrediction = new float[predictionWidth];
        scored = new Batch(network);
        mostRows = mostRows(learner);
    }

    private static int mostRows(Learner learner) {
        int most = 0;
        for (int bit = 1 << 30; bit > 0; bit /= 2) {
            most += learner.holds(most + bit) ? bit : 0;
        }
        return most;
    }

    /** Rows that {@link #step} and {@link #score} take at a time, at most, so that no array outgrows what Java can index. */
    public int mostRows() {
        return mostRows;
    }

    /** @throws IllegalArgumentException if {@code rows} are more than {@link #mostRows} */
    public void requireHolds(int rows) {
        if (rows > mostRows) {
            throw new IllegalArgumentException("a batch of this model must have at most " + mostRows
                    + " rows, since its widest layer or input has " + network.widest() + " columns: got " + rows
                    + ": use smaller batches");
        }
    }

    /**
     * Takes the inputs of {@code example} into the encoders' statistics, and nothing else; a frozen key's stay as they are.
     *
     * @throws IllegalArgumentException if the example does not fit the spec
     */
    public void adapt(LearnerState state, Example example) {
        learner.check().require(example);
        scored.clear();
        network.encode(learner.features(), example, state.encoderStats, !state.frozen(), scored);
    }

    /**
     * One step on {@code rows[from .. to)}, encoded with the statistics as they are; a row without a label or of weight 0
     * is scored only, as all rows are while the key is frozen. A row whose prediction is not finite, or whose label the loss cannot take, is refused alone; the guard
     * refuses a batch as in {@link Learner#observe}.
     *
     * @param predictions of the rows before the step (to − from, prediction width), filled
     * @param losses of these, filled; NaN without a label
     * @throws IllegalArgumentException if a row does not fit the spec, the rows are more than {@link #mostRows} or the state
     *     has an open batch; the state is then as it was
     */
    public Fate step(LearnerState state, List<Example> rows, int from, int to, float[] predictions, double[] losses) {
        requireNoneOpen(state);
        load(state, state.pending, rows, from, to);
        return step(state, predictions, losses);
    }

    /** The other {@code step}, on rows of arrays. */
    public Fate step(LearnerState state, RowSet rows, int from, int to, float[] predictions, double[] losses) {
        requireNoneOpen(state);
        load(state, state.pending, rows, from, to);
        return step(state, predictions, losses);
    }

    /**
     * As many calls of {@code step} on one row each, but in a single run where the model is one output on one layer, under plain
     * descent on numbers or FTRL on a sparse part, to the same bits.
     *
     * @return how many of the rows the guard refused
     */
    public int stepEach(LearnerState state, RowSet rows, int from, int to, float[] predictions, double[] losses) {
        requireNoneOpen(state);
        requireHolds(to - from);
        Objects.checkFromToIndex(from, to, rows.size());
        if (rows instanceof DenseRows matrix
                && run != null
                && run.learn(state, matrix, from, to, predictions, losses)) {
            return 0;
        }
        int refused = 0;
        int next = from;
        while (next < to) {
            if (sparseRun != null && rows instanceof CompressedRows sparse) {
                next += sparseRun.learn(state, sparse, next, to, next - from, predictions, losses);
            }
            if (next < to) {
                refused += stepOne(state, rows, next, next - from, predictions, losses) == Fate.REFUSED ? 1 : 0;
                next++;
            }
        }
        return refused;
    }

    private Fate stepOne(LearnerState state, RowSet rows, int row, int at, float[] predictions, double[] losses) {
        Fate fate = step(state, rows, row, row + 1, onePrediction, oneLoss);
        System.arraycopy(onePrediction, 0, predictions, at * predictionWidth, predictionWidth);
        losses[at] = oneLoss[0];
        return fate;
    }

    private static void requireNoneOpen(LearnerState state) {
        if (state.open() > 0) {
            throw new IllegalArgumentException("fit needs a state without an open batch: got " + state.open()
                    + " examples that wait, key " + state.key());
        }
    }

    private Fate step(LearnerState state, float[] predictions, double[] losses) {
        Batch batch = state.pending;
        boolean finite = score(state, batch, predictions, losses);
        state.predicted += batch.size;
        if (state.frozen()) {
            state.unlabelled += batch.size;
            batch.clear();
            return Fate.SCORED;
        }
        if (!(finite && batch.allTeach(loss.minLabel()))) {
            dropWhatTeachesNothing(state, finite);
        }
        if (batch.size == 0) {
            return Fate.SCORED;
        }
        long before = state.step();
        learner.closeBatch(state);
        return state.step() > before ? Fate.LEARNED : Fate.REFUSED;
    }

    private void dropWhatTeachesNothing(LearnerState state, boolean finite) {
        Batch batch = state.pending;
        int scoredRows = batch.size;
        batch.clear();
        for (int row = 0; row < scoredRows; row++) {
            if (Double.isNaN(batch.labels[row]) || batch.weights[row] == 0) {
                state.unlabelled++;
            } else if (!(finite || batch.isFinite(row)) || batch.labels[row] < loss.minLabel()) {
                state.refused++;
            } else {
                batch.keepAgain(row);
            }
        }
    }

    /**
     * Scores {@code rows[from .. to)}; changes nothing in {@code state}.
     *
     * @param predictions (to − from, prediction width), filled
     * @param losses what training makes small, of each row (to − from), filled; NaN without a label
     * @throws IllegalArgumentException if a row does not fit the spec or the rows are more than {@link #mostRows}
     */
    public void score(LearnerState state, List<Example> rows, int from, int to, float[] predictions, double[] losses) {
        load(state, scored, rows, from, to);
        score(state, scored, predictions, losses);
    }

    /** The other {@code score}, of rows of arrays. */
    public void score(LearnerState state, RowSet rows, int from, int to, float[] predictions, double[] losses) {
        load(state, scored, rows, from, to);
        score(state, scored, predictions, losses);
    }

    /** Scores the rows in {@code batch}; whether all of them are finite. */
    private boolean score(LearnerState state, Batch batch, float[] predictions, double[] losses) {
        network.forward(state.weights, batch, batch.activation, 0, batch.size);
        boolean finite = batch.areFinite(0, batch.size);
        for (int row = 0; row < batch.size; row++) {
            losses[row] = read(batch, row, finite || batch.isFinite(row), predictions);
        }
        return finite;
    }

    /** One look at each row, as the rows of a large set are far from the processor. */
    private void load(LearnerState state, Batch batch, List<Example> rows, int from, int to) {
        requireHolds(to - from);
        batch.clear();
        try {
            for (int i = from; i < to; i++) {
                Example example = rows.get(i);
                learner.check().require(example);
                batch.reserveRow();
                network.encode(learner.features(), example, state.encoderStats, false, batch);
                batch.keepRow(example);
            }
        } catch (IllegalArgumentException e) {
            batch.clear();
            throw e;
        }
    }

    private void load(LearnerState state, Batch batch, RowSet rows, int from, int to) {
        requireHolds(to - from);
        Objects.checkFromToIndex(from, to, rows.size());
        batch.clear();
        try {
            dense.load(state.encoderStats, batch, rows, from, to);
        } catch (IllegalArgumentException e) {
            batch.clear();
            throw e;
        }
    }

    /** Fills in the prediction of a row; its loss is the largest there is if it is not finite, as it will be refused. */
    private double read(Batch batch, int row, boolean finite, float[] predictions) {
        int units = network.width(network.layers());
        float[] output = batch.activation[network.layers()];
        learner.read(output, row * units, finite, predictions, row * predictionWidth);
        double label = batch.labels[row];
        if (Double.isNaN(label)) {
            return Double.NaN;
        }
        return finite ? loss.value(output, row * units, units, label) : WORST;
    }
}
