package dev.freshet.model.encode;

import java.util.Arrays;

/**
 * An encoder made ready to run on one thread: its inputs found in the event's arrays, its tables computed, its scratch at
 * hand. What is learned is in {@code stats} alone, at {@code [statsAt, statsAt + statsLength)}.
 *
 * <p>An event enters the statistics first if {@code learn}; else the vector is only looked at.
 */
abstract class Ready {

    /** Fills {@code out[at .. at + width)}. */
    abstract void encode(RawInputs event, double[] stats, int statsAt, boolean learn, float[] out, int at);

    /** Adds the columns that are not zero, the encoder's first being {@code at}. */
    abstract void encode(RawInputs event, double[] stats, int statsAt, boolean learn, SparseRow out, int at);

    /** Knows how to fill an array. */
    abstract static class Dense extends Ready {
        private final float[] scratch;

        Dense(Encoder encoder) {
            scratch = new float[encoder.width()];
        }

        @Override
        final void encode(RawInputs event, double[] stats, int statsAt, boolean learn, SparseRow out, int at) {
            encode(event, stats, statsAt, learn, scratch, 0);
            for (int j = 0; j < scratch.length; j++) {
                if (scratch[j] != 0) {
                    out.add(at + j, scratch[j]);
                }
            }
        }
    }

    /** Knows the few columns that are not zero. */
    abstract static class Sparse extends Ready {
        private final SparseRow scratch = new SparseRow();
        private final int width;

        Sparse(Encoder encoder) {
            width = encoder.width();
        }

        @Override
        final void encode(RawInputs event, double[] stats, int statsAt, boolean learn, float[] out, int at) {
            Arrays.fill(out, at, at + width, 0);
            scratch.clear();
            encode(event, stats, statsAt, learn, scratch, at);
            for (int k = 0; k < scratch.size(); k++) {
                out[scratch.index()[k]] += scratch.value()[k];
            }
        }
    }
}
