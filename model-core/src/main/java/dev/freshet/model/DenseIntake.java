package dev.freshet.model;

import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import java.util.List;

/**
 * Takes a {@link RowSet} into a batch: {@link DenseRows} as a block where numbers are encoded as they are, else row by row as
 * examples.
 */
final class DenseIntake {
    private final Learner learner;
    private final boolean plain;
    private final int width;

    DenseIntake(Learner learner) {
        this.learner = learner;
        List<Encoder> encoders = learner.spec().features().encoders();
        width = learner.network().width(0);
        plain = !learner.network().sparse()
                && encoders.size() == 1
                && encoders.get(0) instanceof Numbers numbers
                && numbers.scaling() == Scaling.NONE;
    }

    /** Whether rows are taken in as they are. */
    boolean plain() {
        return plain;
    }

    /**
     * Fills {@code batch}, which is empty.
     *
     * @throws IllegalArgumentException if a row does not fit the spec
     */
    void load(double[] encoderStats, Batch batch, RowSet rows, int from, int to) {
        if (plain && rows instanceof DenseRows matrix && matrix.width() == width) {
            block(batch, matrix, from, to);
        } else {
            each(encoderStats, batch, rows, from, to);
        }
    }

    private void block(Batch batch, DenseRows rows, int from, int to) {
        batch.reserve(to - from);
        float[] inputs = batch.activation[0];
        int n = (to - from) * width;
        rows.copy(from, to, inputs);
        if (!learner.network().kernels().allFinite(inputs, 0, n)) {
            dropMissing(inputs, n);
        }
        requireLabels(rows, from, to);
        batch.keepRows(rows, from, to);
    }

    private void each(double[] encoderStats, Batch batch, RowSet rows, int from, int to) {
        for (int i = from; i < to; i++) {
            Example example = rows.example(i);
            learner.check().require(example);
            batch.reserveRow();
            learner.network().encode(learner.features(), example, encoderStats, false, batch);
            batch.keepRow(example);
        }
    }

    private static void dropMissing(float[] inputs, int n) {
        for (int i = 0; i < n; i++) {
            inputs[i] = Float.isNaN(inputs[i]) ? 0 : inputs[i];
        }
    }

    private void requireLabels(DenseRows rows, int from, int to) {
        for (int i = from; i < to; i++) {
            float label = rows.label(i);
            if (!(learner.check().isLabel(label) || Float.isNaN(label))) {
                learner.check().require(rows.example(i));
            }
        }
    }
}
