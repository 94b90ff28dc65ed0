package dev.freshet.model;

import java.util.List;
import org.ojalgo.matrix.store.R032Store;

/**
 * A {@link Sequential} for inputs of a known width: where each layer's W (in, out) and b (out) lie in the flat parameters,
 * and the two passes over a {@link Batch}. Settings only; not changed by use.
 */
final class Network {
    private final int[] widths;
    private final int[] weightsAt;
    private final Activation[] activations;
    private final Initializer[] initializers;
    private final int parameterCount;
    private final Kernels kernels = Kernels.best();

    Network(Sequential model, int inputs) {
        List<Layer> layers = model.layers();
        widths = new int[layers.size() + 1];
        weightsAt = new int[layers.size()];
        activations = new Activation[layers.size()];
        initializers = new Initializer[layers.size()];
        widths[0] = inputs;
        long at = 0;
        for (int l = 0; l < layers.size(); l++) {
            widths[l + 1] = layers.get(l).units();
            weightsAt[l] = (int) at;
            activations[l] = layers.get(l).activation();
            initializers[l] = layers.get(l).initializer();
            at += (widths[l] + 1L) * widths[l + 1];
            if (at > Integer.MAX_VALUE / 8) {
                throw new IllegalArgumentException("network must have at most " + Integer.MAX_VALUE / 8
                        + " parameters: got " + at + " up to layer " + (l + 1) + ", " + layers.get(l) + " on "
                        + widths[l] + " inputs");
            }
        }
        parameterCount = (int) at;
    }

    int parameterCount() {
        return parameterCount;
    }

    int layers() {
        return weightsAt.length;
    }

    /** Width of the encoded input (0) and of each layer's output (1 to {@link #layers()}). */
    int width(int level) {
        return widths[level];
    }

    /** The largest {@link #width}. */
    int widest() {
        int widest = 0;
        for (int width : widths) {
            widest = Math.max(widest, width);
        }
        return widest;
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

    R032Store weights(float[] params, int layer) {
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
    void initialise(float[] params, long seed) {
        for (int l = 0; l < layers(); l++) {
            initializers[l].fill(params, weightsAt[l], widths[l], widths[l + 1], seed + l);
        }
    }

    /** Fills the activations of rows {@code [row, row + rows)} from their inputs. */
    void forward(float[] params, float[][] activation, int row, int rows) {
        for (int l = 0; l < layers(); l++) {
            int in = widths[l];
            int out = widths[l + 1];
            float[] x = activation[l];
            float[] z = activation[l + 1];
            if (out == 1) {
                for (int i = row; i < row + rows; i++) {
                    z[i] = kernels.dot(in, x, i * in, params, weightsAt[l]);
                }
            } else {
                kernels.multiply(rows, out, in, x, row * in, in, 1, params, weightsAt[l], out, z, row * out, out);
            }
            kernels.activate(activations[l], rows, out, z, row * out, params, biasAt(l));
        }
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
            float[][] activation,
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
                kernels.activateBackward(activations[l], rows, out, d, activation[l + 1]);
            }
            kernels.multiply(in, out, rows, activation[l], 0, 1, in, d, 0, out, gradient, weightsAt[l], out);
            kernels.sumRows(rows, out, d, gradient, biasAt(l));
            if (l > 0) {
                transpose(params, weightsAt[l], in, out, transposed);
                kernels.multiply(rows, in, out, d, 0, out, 1, transposed, 0, in, delta[l], 0, in);
            }
        }
    }

    private static void transpose(float[] from, int at, int rows, int columns, float[] to) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                to[j * rows + i] = from[at + i * columns + j];
            }
        }
    }
}
