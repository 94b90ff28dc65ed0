package dev.freshet.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same data at rest, batch by batch, as {@code fit} does, as examples or as a matrix: forward passes of whole batches,
 * no metrics.
 */
final class Fitting implements Workload {
    /** Of a matrix, when each is a batch. */
    private static final int ROWS = 256;

    private final String name;
    private final AtRest atRest;
    private final LearnerState state;
    private final List<Example> examples;
    private final @Nullable RowSet matrix;
    private final int batch;
    private final int atATime;
    private final float[] predictions;
    private final double[] losses;
    private final int width;

    Fitting(String name, LearnerSpec spec, List<Example> examples) {
        this(name, spec, examples, null);
    }

    Fitting(String name, LearnerSpec spec, List<Example> examples, @Nullable RowSet matrix) {
        this.name = name;
        this.matrix = matrix;
        this.examples = examples;
        batch = spec.batch().size();
        atATime = matrix != null && batch == 1 ? ROWS : batch;
        Learner learner = new Learner(spec);
        atRest = new AtRest(learner);
        state = learner.init("bench");
        width = spec.task().predictionWidth();
        predictions = new float[atATime * width];
        losses = new double[atATime];
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int events() {
        return examples.size() / atATime * atATime;
    }

    @Override
    public double run() {
        double right = 0;
        for (int from = 0; from + atATime <= examples.size(); from += atATime) {
            right += matrix == null ? examples(from) : rows(matrix, from);
        }
        return right / events();
    }

    private int examples(int from) {
        atRest.step(state, examples, from, from + batch, predictions, losses);
        int right = 0;
        for (int i = 0; i < batch; i++) {
            right += largest(predictions, i * width, width)
                            == (int) examples.get(from + i).label()
                    ? 1
                    : 0;
        }
        return right;
    }

    private int rows(RowSet matrix, int from) {
        if (batch == 1) {
            atRest.stepEach(state, matrix, from, from + atATime, predictions, losses);
        } else {
            atRest.step(state, matrix, from, from + batch, predictions, losses);
        }
        int right = 0;
        for (int i = 0; i < atATime; i++) {
            right += largest(predictions, i * width, width) == (int) matrix.label(from + i) ? 1 : 0;
        }
        return right;
    }

    private static int largest(float[] values, int at, int n) {
        int best = 0;
        float most = values[at];
        for (int k = 1; k < n; k++) {
            boolean more = values[at + k] > most;
            best = more ? k : best;
            most = more ? values[at + k] : most;
        }
        return best;
    }
}
