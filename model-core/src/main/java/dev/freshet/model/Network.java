package dev.freshet.model;

import dev.freshet.model.encode.FeatureEncoder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ojalgo.matrix.store.R032Store;

/**
 * A {@link Sequential} for inputs of a known width: where each layer's W (in, out) and b (out) lie in the flat parameters,
 * and the two passes over a {@link Batch}. Settings only; not changed by use.
 */
sealed class Network permits SparseNetwork {
    private final int[] widths;
    private final int[] weightsAt;
    private final List<Dense> dense;
    private final Activation[] activations;
    private final @Nullable Dropout[] dropouts;
    private final int parameterCount;
    private final Kernels kernels = Kernels.best();

    /** The network of {@code spec}: sparse where that pays and is possible. */
    static Network of(LearnerSpec spec) {
        int inputs = spec.features().width();
        return SparseNetwork.suits(spec) ? new SparseNetwork(spec, inputs) : new Network(spec.network(), inputs);
    }

    Network(Sequential model, int inputs) {
        dense = model.dense();
        widths = new int[dense.size() + 1];
        weightsAt = new int[dense.size()];
        activations = new Activation[dense.size()];
        dropouts = new Dropout[dense.size() + 1];
        widths[0] = inputs;
        long at = 0;
        int level = 0;
        for (Layer layer : model.layers()) {
            if (layer instanceof Dropout dropout) {
                dropouts[level] = dropout;
                continue;
            }
            weightsAt[level] = (int) at;
            activations[level] = dense.get(level).activation();
            at += layer.parameters(widths[level]);
            requireFits(at, level + 1, layer);
            level++;
            widths[level] = layer.units(widths[level - 1]);
        }
        parameterCount = (int) at;
    }

    private void requireFits(long parameters, int layer, Layer last) {
        if (parameters > Integer.MAX_VALUE / 8) {
            throw new IllegalArgumentException("network must have at most " + Integer.MAX_VALUE / 8
                    + " parameters: got " + parameters + " up to layer " + layer + ", " + last + " on "
                    + widths[layer - 1] + " inputs");
        }
    }

    int parameterCount() {
        return parameterCount;
    }

    /** A set of weights, all 0. */
    Weights blank(int slots) {
        return new Weights(parameterCount, slots);
    }

    /** Whether examples wait as {@link SparseRows}. */
    boolean sparse() {
        return false;
    }

    int layers() {
        return weightsAt.length;
    }

    /** Width of the encoded input (0), which is 0 if that is sparse, and of each layer's output (1 to {@link #layers()}). */
    int width(int level) {
        return widths[level];
    }

    /** The largest {@link #width}. */
    int widest() {
        int widest = 0;
        for (int level = 0; level <= layers(); level++) {
            widest = Math.max(widest, width(level));
        }
        return widest;
    }

    Dense dense(int layer) {
        return dense.get(layer);
    }

    /** What thins a level on its way into the next layer, in training. */
    @Nullable
    Dropout dropout(int level) {
        return dropouts[level];
    }

    /** Whether the backward pass wants the pre-activations of a level. */
    boolean needsScores(int level) {
        return level > 0 && activations[level - 1].needsScores();
    }

    /** Whether the forward pass that predicts does not serve training. */
    boolean trainsApart() {
        boolean apart = false;
        for (int level = 0; level < widths.length; level++) {
            apart |= dropouts[level] != null || needsScores(level);
        }
        return apart;
    }

    int weightsAt(int layer) {
        return weightsAt[layer];
    }

    int biasAt(int layer) {
        return weightsAt[layer] + widths[layer] * widths[layer + 1];
    }

    Kernels kernels() {
        return kernels;
    }

    R032Store weights(Weights weights, int layer) {
        float[] params = weights.parameters();
        if (layer < 0 || layer >= layers()) {
            throw new IllegalArgumentException("layer must lie in [0, " + (layers() - 1) + "]: got " + layer);
        }
        int in = widths[layer];
        int out = widths[layer + 1];
        R032Store matrix = R032Store.FACTORY.make(in, out);
        for (int i = 0; i < in; i++) {
            for (int j = 0; j < out; j++) {
                matrix.set(i, j, params[weightsAt[layer] + i * out + j]);
            }
        }
        return matrix;
    }

    /** Sets all weights; biases stay 0. */
    void initialise(Weights weights, long seed) {
        for (int l = 0; l < layers(); l++) {
            dense.get(l).initializer().fill(weights.params, weightsAt[l], widths[l], widths[l + 1], seed + l);
        }
    }

    /** Encodes {@code example} as the batch's row at {@link Batch#size}, for which there is room. */
    void encode(FeatureEncoder features, Example example, double[] statistics, boolean learn, Batch batch) {
        features.encode(example, statistics, learn, batch.activation[0], batch.size * widths[0]);
    }

    /** Fills {@code activation} of the batch's rows {@code [row, row + rows)}, whose level 0 or sparse rows are the inputs. */
    void forward(Weights weights, Batch batch, float[][] activation, int row, int rows) {
        forward(weights.params, activation, row, rows);
    }

    /** Fills the activations of rows {@code [row, row + rows)} from their inputs. */
    void forward(float[] params, float[][] activation, int row, int rows) {
        for (int l = 0; l < layers(); l++) {
            score(l, params, activation[l], activation[l + 1], row, rows);
            int out = widths[l + 1];
            kernels.activate(activations[l], rows, out, activation[l + 1], row * out, params, biasAt(l));
        }
    }

    /** Fills {@code pass} for training, from the inputs of its level 0. */
    void forward(float[] params, Pass pass, int rows, long seed) {
        drop(pass, 0, rows, seed);
        for (int l = 0; l < layers(); l++) {
            float[] z = pass.activation(l + 1);
            score(l, params, pass.input(l), z, 0, rows);
            activate(l, params, pass, rows);
            drop(pass, l + 1, rows, seed);
        }
    }

    private void score(int l, float[] params, float[] x, float[] z, int row, int rows) {
        int in = widths[l];
        int out = widths[l + 1];
        if (out == 1) {
            kernels.dots(rows, in, x, row * in, params, weightsAt[l], z, row);
        } else {
            kernels.multiply(rows, out, in, x, row * in, in, 1, params, weightsAt[l], out, z, row * out, out);
        }
    }

    private void activate(int l, float[] params, Pass pass, int rows) {
        int out = widths[l + 1];
        float[] z = pass.activation(l + 1);
        if (!needsScores(l + 1)) {
            kernels.activate(activations[l], rows, out, z, 0, params, biasAt(l));
            return;
        }
        kernels.activate(Activation.LINEAR, rows, out, z, 0, params, biasAt(l));
        System.arraycopy(z, 0, pass.kept(l + 1), 0, rows * out);
        for (int i = 0; i < rows; i++) {
            activations[l].apply(z, i * out, out);
        }
    }

    private void drop(Pass pass, int level, int rows, long seed) {
        Dropout dropout = dropouts[level];
        if (dropout == null) {
            return;
        }
        int n = rows * widths[level];
        float[] mask = pass.mask(level);
        dropout.fill(mask, n, Draws.bits(seed, level));
        times(pass.activation(level), mask, pass.input(level), n);
    }

    /**
     * Overwrites {@code gradient} with the sum over the rows of dL/dparameter.
     *
     * @param delta per level 1 to L, dL/da of each row; the last level holds the loss's, as dL/dz if
     *     {@code lastIsCanonical}; overwritten with dL/dz
     * @param transposed room for the largest W
     */
    void backward(
            float[] params,
            Pass pass,
            int rows,
            float[][] delta,
            boolean lastIsCanonical,
            float[] transposed,
            float[] gradient) {
        for (int l = layers() - 1; l >= 0; l--) {
            int in = widths[l];
            int out = widths[l + 1];
            float[] d = delta[l + 1];
            if (l < layers() - 1 || !lastIsCanonical) {
                throughActivation(l, pass, rows, d);
            }
            kernels.multiply(in, out, rows, pass.input(l), 0, 1, in, d, 0, out, gradient, weightsAt[l], out);
            kernels.sumRows(rows, out, d, gradient, biasAt(l));
            if (l > 0) {
                Transpose.of(params, weightsAt[l], in, out, transposed);
                kernels.multiply(rows, in, out, d, 0, out, 1, transposed, 0, in, delta[l], 0, in);
            }
        }
    }

    private void throughActivation(int l, Pass pass, int rows, float[] d) {
        int out = widths[l + 1];
        if (dropouts[l + 1] != null) {
            times(d, pass.mask(l + 1), d, rows * out);
        }
        kernels.activateBackward(activations[l], rows, out, d, pass.kept(l + 1));
    }

    private static void times(float[] a, float[] b, float[] product, int n) {
        for (int i = 0; i < n; i++) {
            product[i] = a[i] * b[i];
        }
    }
}
