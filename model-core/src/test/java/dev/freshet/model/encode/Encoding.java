package dev.freshet.model.encode;

import java.util.Arrays;
import java.util.List;

/** Encoders at work, as the tests of single ones see them. */
final class Encoding {

    private Encoding() {}

    static FeatureEncoder one(Encoder encoder) {
        return new FeatureEncoding(List.of(encoder)).encoder();
    }

    /** The vector of {@code event}, which enters {@code stats}. */
    static float[] dense(Encoder encoder, double[] stats, RawInputs event) {
        return dense(one(encoder), stats, event, true);
    }

    static float[] dense(FeatureEncoder encoder, double[] stats, RawInputs event, boolean learn) {
        float[] out = new float[encoder.width()];
        Arrays.fill(out, 77);
        encoder.encode(event, stats, learn, out, 0);
        return out;
    }

    /** The vector that {@code row} stands for. */
    static float[] dense(SparseRow row, int width) {
        float[] out = new float[width];
        for (int k = 0; k < row.size(); k++) {
            out[row.index()[k]] += row.value()[k];
        }
        return out;
    }
}
