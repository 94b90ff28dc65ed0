package dev.freshet.model.run;

import dev.freshet.model.AtRest;
import dev.freshet.model.Example;
import dev.freshet.model.LearnerState;
import dev.freshet.model.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Data at rest as {@link Model} goes through it, whatever form it has; the same rows get the same order in either. */
sealed interface FitRows {
    int size();

    FitRows slice(int from, int to);

    /** The same rows in the order of one epoch. */
    FitRows shuffled(long seed, int epoch);

    /** NaN where there is none. */
    double label(int row);

    void adapt(AtRest atRest, LearnerState state);

    /** Rows of one {@link #learn}. */
    default int stride(int batchSize) {
        return batchSize;
    }

    /**
     * Learns the rows, batch by batch.
     *
     * @param predictions of each row before its batch, filled
     * @param losses of these, filled
     * @return batches that the guard refused
     */
    int learn(AtRest atRest, LearnerState state, int from, int to, int batchSize, float[] predictions, double[] losses);

    void score(AtRest atRest, LearnerState state, int from, int to, float[] predictions, double[] losses);

    /** Rows that are objects. */
    record Examples(List<Example> rows) implements FitRows {
        @Override
        public int size() {
            return rows.size();
        }

        @Override
        public FitRows slice(int from, int to) {
            return new Examples(rows.subList(from, to));
        }

        @Override
        public FitRows shuffled(long seed, int epoch) {
            List<Example> ordered = new ArrayList<>(rows);
            Order.shuffle(ordered, seed, epoch);
            return new Examples(ordered);
        }

        @Override
        public double label(int row) {
            return rows.get(row).label();
        }

        @Override
        public void adapt(AtRest atRest, LearnerState state) {
            rows.forEach(row -> atRest.adapt(state, row));
        }

        @Override
        public int learn(
                AtRest atRest,
                LearnerState state,
                int from,
                int to,
                int batchSize,
                float[] predictions,
                double[] losses) {
            return atRest.step(state, rows, from, to, predictions, losses) == AtRest.Fate.REFUSED ? 1 : 0;
        }

        @Override
        public void score(AtRest atRest, LearnerState state, int from, int to, float[] predictions, double[] losses) {
            atRest.score(state, rows, from, to, predictions, losses);
        }
    }

    /** Rows of arrays. */
    record Matrix(RowSet rows) implements FitRows {
        /** Every model holds so many rows, since no level is wider than 65,536. */
        private static final int RUN = 256;

        @Override
        public int size() {
            return rows.size();
        }

        @Override
        public FitRows slice(int from, int to) {
            return new Matrix(rows.slice(from, to));
        }

        @Override
        public FitRows shuffled(long seed, int epoch) {
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
            Order.shuffle(order, seed, epoch);
            return new Matrix(
                    rows.ordered(order.stream().mapToInt(Integer::intValue).toArray()));
        }

        @Override
        public double label(int row) {
            return rows.label(row);
        }

        @Override
        public void adapt(AtRest atRest, LearnerState state) {
            for (int i = 0; i < rows.size(); i++) {
                atRest.adapt(state, rows.example(i));
            }
        }

        @Override
        public int stride(int batchSize) {
            return batchSize == 1 ? RUN : batchSize;
        }

        @Override
        public int learn(
                AtRest atRest,
                LearnerState state,
                int from,
                int to,
                int batchSize,
                float[] predictions,
                double[] losses) {
            if (batchSize == 1) {
                return atRest.stepEach(state, rows, from, to, predictions, losses);
            }
            return atRest.step(state, rows, from, to, predictions, losses) == AtRest.Fate.REFUSED ? 1 : 0;
        }

        @Override
        public void score(AtRest atRest, LearnerState state, int from, int to, float[] predictions, double[] losses) {
            atRest.score(state, rows, from, to, predictions, losses);
        }
    }
}
