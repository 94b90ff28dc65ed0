package dev.freshet.model;

import dev.freshet.model.encode.FeatureEncoder;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.encode.SparseRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** FTRL as the paper has it: z and n in an array each, one event after the other, predicted and then learned from. */
final class BareFtrl implements Workload {
    static final float ALPHA = 0.1f;

    private static final float BETA = 1;
    private static final float LAMBDA1 = 0;
    private static final float LAMBDA2 = 0;

    private final String name;
    private final Clicks clicks;
    private final float[] z = new float[(1 << Clicks.BITS) + 1];
    private final float[] n = new float[z.length];
    private final float[] w = new float[64];
    private final @Nullable FeatureEncoder encoder;
    private final SparseRow row = new SparseRow();
    private final double[] none = {};

    /** @param raw whether to hash the raw inputs, or to take the columns as given */
    BareFtrl(String name, Clicks clicks, boolean raw) {
        this.name = name;
        this.clicks = clicks;
        encoder = raw ? new FeatureEncoding(List.of(Clicks.HASHED)).encoder() : null;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int events() {
        return clicks.n;
    }

    @Override
    public double run() {
        double loss = 0;
        for (int i = 0; i < clicks.n; i++) {
            loss += encoder == null
                    ? observe(clicks.column, clicks.value, clicks.start[i], clicks.start[i + 1], clicks.label[i])
                    : observe(encoder, clicks.raw.get(i));
        }
        return loss / clicks.n;
    }

    private double observe(FeatureEncoder features, Example example) {
        row.clear();
        features.encode(example, none, true, row);
        return observe(row.index(), row.value(), 0, row.size(), (float) example.label());
    }

    private double observe(int[] columns, float[] x, int from, int to, float y) {
        int bias = 1 << Clicks.BITS;
        float score = weight(bias);
        for (int k = from; k < to; k++) {
            w[k - from] = weight(columns[k]);
            score += w[k - from] * x[k];
        }
        float p = (float) (1 / (1 + Math.exp(-score)));
        float g = p - y;
        for (int k = from; k < to; k++) {
            learn(columns[k], g * x[k], w[k - from]);
        }
        learn(bias, g, weight(bias));
        return -Math.log(Math.max(1e-7, y > 0 ? p : 1 - p));
    }

    private float weight(int i) {
        float zi = z[i];
        if (Math.abs(zi) <= LAMBDA1) {
            return 0;
        }
        return -(zi - Math.signum(zi) * LAMBDA1) / ((BETA + (float) Math.sqrt(n[i])) / ALPHA + LAMBDA2);
    }

    private void learn(int i, float g, float wi) {
        float sigma = ((float) Math.sqrt(n[i] + g * g) - (float) Math.sqrt(n[i])) / ALPHA;
        z[i] += g - sigma * wi;
        n[i] += g * g;
    }
}
