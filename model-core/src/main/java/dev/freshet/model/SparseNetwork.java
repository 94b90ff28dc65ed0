package dev.freshet.model;

import dev.freshet.model.encode.FeatureEncoder;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.encode.SparseRow;
import dev.freshet.model.optim.GradientTransform;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One dense layer on inputs that are mostly 0, up to 2²⁴ of them: a pass and a step cost what the columns of their rows
 * cost. All weights begin at 0, whatever the layer's initialiser, since a table of random ones would have to be written with
 * every snapshot. An output is a {@link Kernels#dot} over the row's columns in their order.
 */
final class SparseNetwork extends Network {
    /** Up to this width an array is as good. */
    static final int LEAST_WIDTH = 1 << 10;

    private final int inputs;
    private final int units;
    private final Activation activation;
    private final SparseTable table;
    private final int[] biasColumn;
    private final float[] bias;
    private final @Nullable FtrlEvent event;
    private final SparseRow encoded = new SparseRow();
    private final Coordinates merge = new Coordinates();

    SparseNetwork(LearnerSpec spec, int inputs) {
        super(spec.network(), inputs);
        this.inputs = inputs;
        units = spec.network().last().units();
        activation = spec.network().last().activation();
        table = new SparseTable(units, spec.optimizer());
        biasColumn = new int[] {inputs};
        bias = new float[units];
        event = table.event(kernels(), inputs);
    }

    /** Whether the network of {@code spec} is held sparse. */
    static boolean suits(LearnerSpec spec) {
        FeatureEncoding features = spec.features();
        return features.sparse() && features.width() > LEAST_WIDTH && whyNot(spec.network(), spec.optimizer()) == null;
    }

    /** @throws IllegalArgumentException if the features are too wide for anything but a sparse network, and this is none */
    static void require(FeatureEncoding features, Sequential network, GradientTransform optimizer) {
        String reason = whyNot(network, optimizer);
        if (features.width() > FeatureEncoding.MAX_DENSE_WIDTH && reason != null) {
            throw new IllegalArgumentException("features of more than " + FeatureEncoding.MAX_DENSE_WIDTH
                    + " columns take one dense layer and sgd, adagrad or ftrl, which touch only the columns of a batch: "
                    + reason + ", got " + features.width() + " columns");
        }
    }

    private static @Nullable String whyNot(Sequential network, GradientTransform optimizer) {
        int layers = network.layers().size();
        if (layers > 1) {
            return "the network has " + layers + " layers";
        }
        Dense layer = network.last();
        if (layer.l1() > 0 || layer.l2() > 0 || layer.maxNorm() < Double.POSITIVE_INFINITY) {
            return "a penalty or max-norm concerns every weight at every step";
        }
        return layer.activation().needsScores()
                ? "the slope of " + layer.activation() + " needs scores that are not kept"
                : optimizer.whyEager();
    }

    SparseTable table() {
        return table;
    }

    @Nullable
    FtrlEvent event() {
        return event;
    }

    @Override
    boolean sparse() {
        return true;
    }

    /** Columns of an input; {@link #width} of level 0 is 0, as no array holds it. */
    int inputs() {
        return inputs;
    }

    @Override
    int width(int level) {
        return level == 0 ? 0 : units;
    }

    @Override
    Weights blank(int slots) {
        return table.blank(parameterCount());
    }

    @Override
    void initialise(Weights weights, long seed) {}

    @Override
    void encode(FeatureEncoder features, Example example, double[] statistics, boolean learn, Batch batch) {
        encoded.clear();
        features.encode(example, statistics, learn, encoded);
        rows(batch).put(batch.size, encoded, merge);
    }

    static SparseRows rows(Batch batch) {
        return Objects.requireNonNull(batch.sparse, "a sparse network takes sparse rows");
    }

    @Override
    void forward(Weights weights, Batch batch, float[][] activations, int row, int rows) {
        float[] z = activations[1];
        SparseRows inputRows = rows(batch);
        if (event != null) {
            for (int i = row; i < row + rows; i++) {
                z[i] = event.score(weights, inputRows, i);
                bias[0] = event.bias();
            }
            kernels().activate(activation, rows, 1, z, row, bias, 0);
            return;
        }
        for (int i = row; i < row + rows; i++) {
            int from = inputRows.from(i);
            int n = inputRows.length(i);
            for (int j = 0; j < units; j++) {
                float[] w = table.weights(weights.params, inputRows.column(), from, n, j);
                z[i * units + j] = kernels().dot(n, inputRows.value(), from, w, 0);
            }
        }
        for (int j = 0; j < units; j++) {
            bias[j] = table.weights(weights.params, biasColumn, 0, 1, j)[0];
        }
        kernels().activate(activation, rows, units, z, row * units, bias, 0);
    }
}
