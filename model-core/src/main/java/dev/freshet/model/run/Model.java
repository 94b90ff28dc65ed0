package dev.freshet.model.run;

import dev.freshet.model.AtRest;
import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.RowSet;
import dev.freshet.model.eval.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One key's learner and state with Keras's verbs, for data at rest. A stream can go on from where {@link #fit} ended:
 * {@code learner().observe(state(), …)}. Batches have the size that {@code fit} is given, not the spec's. Not thread-safe.
 */
public final class Model {
    /** Every model holds so many rows, since no level is wider than 65,536. */
    private static final int CHUNK = 256;

    private final Learner learner;
    private final LearnerState state;
    private final AtRest atRest;
    private final int width;

    public Model(Learner learner, LearnerState state) {
        this.learner = learner;
        this.state = state;
        atRest = new AtRest(learner);
        width = learner.spec().task().predictionWidth();
    }

    /** A model that has seen nothing. */
    public static Model of(LearnerSpec spec) {
        Learner learner = new Learner(spec);
        return new Model(learner, learner.init("model"));
    }

    public Learner learner() {
        return learner;
    }

    public LearnerState state() {
        return state;
    }

    /** {@link #fit(Iterable, Fit)}, shuffled, without validation. */
    public History fit(Iterable<Example> data, int epochs, int batchSize) {
        return fit(data, Fit.of(epochs, batchSize));
    }

    /** Keeps back the share of {@code settings} as validation. */
    public History fit(Iterable<Example> data, Fit settings) {
        return fit(listed(data), settings);
    }

    /** {@link #fit(Iterable, int, int)} on a matrix. */
    public History fit(RowSet data, int epochs, int batchSize) {
        return fit(data, Fit.of(epochs, batchSize));
    }

    /** {@link #fit(Iterable, Fit)} on a matrix. */
    public History fit(RowSet data, Fit settings) {
        return fit(new FitRows.Matrix(data), settings);
    }

    private History fit(FitRows rows, Fit settings) {
        int kept = (int) (rows.size() * settings.validationSplit());
        int train = rows.size() - kept;
        return fit(rows.slice(0, train), rows.slice(train, rows.size()), settings, epoch -> {});
    }

    /**
     * Goes through {@code data} as {@code settings} say. A state that has seen nothing first takes all of {@code data} into
     * its scalers; one that has keeps its statistics as they are.
     *
     * @param validation judged after each epoch; empty for none
     * @param progress gets each epoch at its end, on this thread
     * @throws IllegalArgumentException if there is no row, a row does not fit, the batches are larger than the model can
     *     hold, or the state has an open batch
     */
    public History fit(Iterable<Example> data, Iterable<Example> validation, Fit settings, Consumer<Epoch> progress) {
        return fit(listed(data), listed(validation), settings, progress);
    }

    /** {@link #fit(Iterable, Iterable, Fit, Consumer)} on matrices; {@code validation} may have no row. */
    public History fit(RowSet data, RowSet validation, Fit settings, Consumer<Epoch> progress) {
        return fit(new FitRows.Matrix(data), new FitRows.Matrix(validation), settings, progress);
    }

    private History fit(FitRows rows, FitRows held, Fit settings, Consumer<Epoch> progress) {
        if (rows.size() == 0) {
            throw new IllegalArgumentException("fit must have at least one row to learn from: got none");
        }
        atRest.requireHolds(Math.min(settings.batchSize(), rows.size()));
        if (state.predicted() == 0) {
            rows.adapt(atRest, state);
        }
        List<Epoch> epochs = new ArrayList<>();
        for (int number = 1; number <= settings.epochs(); number++) {
            FitRows ordered = settings.shuffle() ? rows.shuffled(settings.seed(), number) : rows;
            Epoch epoch = epoch(number, ordered, held, settings.batchSize());
            epochs.add(epoch);
            progress.accept(epoch);
        }
        return new History(epochs);
    }

    private Epoch epoch(int number, FitRows rows, FitRows held, int batchSize) {
        Judge judge = new Judge(learner, 1);
        int stride = rows.stride(batchSize);
        float[] predictions = new float[Math.min(stride, rows.size()) * width];
        double[] losses = new double[Math.min(stride, rows.size())];
        int refused = 0;
        for (int from = 0; from < rows.size(); from += stride) {
            int to = Math.min(rows.size(), from + stride);
            refused += rows.learn(atRest, state, from, to, batchSize, predictions, losses);
            judgeAll(judge, rows, from, to, predictions, losses);
        }
        return new Epoch(number, scores(judge), held.size() == 0 ? null : evaluate(held), refused);
    }

    /** How good the model is on {@code data}; nothing is learned. */
    public Scores evaluate(Iterable<Example> data) {
        return evaluate(listed(data));
    }

    /** {@link #evaluate(Iterable)} on a matrix. */
    public Scores evaluate(RowSet data) {
        return evaluate(new FitRows.Matrix(data));
    }

    private Scores evaluate(FitRows rows) {
        Judge judge = new Judge(learner, 1);
        float[] predictions = new float[CHUNK * width];
        double[] losses = new double[CHUNK];
        for (int from = 0; from < rows.size(); from += CHUNK) {
            int to = Math.min(rows.size(), from + CHUNK);
            rows.score(atRest, state, from, to, predictions, losses);
            judgeAll(judge, rows, from, to, predictions, losses);
        }
        return scores(judge);
    }

    /** A probability per class, or one value, for each row (rows, prediction width); nothing is learned. */
    public float[][] predict(Iterable<Example> data) {
        return predict(listed(data));
    }

    /** {@link #predict(Iterable)} for a matrix. */
    public float[][] predict(RowSet data) {
        return predict(new FitRows.Matrix(data));
    }

    private float[][] predict(FitRows rows) {
        float[][] all = new float[rows.size()][width];
        float[] predictions = new float[CHUNK * width];
        double[] losses = new double[CHUNK];
        for (int from = 0; from < rows.size(); from += CHUNK) {
            int to = Math.min(rows.size(), from + CHUNK);
            rows.score(atRest, state, from, to, predictions, losses);
            for (int i = from; i < to; i++) {
                System.arraycopy(predictions, (i - from) * width, all[i], 0, width);
            }
        }
        return all;
    }

    private void judgeAll(Judge judge, FitRows rows, int from, int to, float[] predictions, double[] losses) {
        for (int i = from; i < to; i++) {
            double label = rows.label(i);
            if (!Double.isNaN(label)) {
                judge.add(predictions, (i - from) * width, label, losses[i - from]);
            }
        }
    }

    private static Scores scores(Judge judge) {
        return new Scores(judge.count(), judge.loss(), judge.metrics(View.CUMULATIVE));
    }

    private static FitRows listed(Iterable<Example> data) {
        if (data instanceof List<Example> list) {
            return new FitRows.Examples(list);
        }
        List<Example> list = new ArrayList<>();
        data.forEach(list::add);
        return new FitRows.Examples(list);
    }
}
