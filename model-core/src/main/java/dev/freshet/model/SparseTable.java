package dev.freshet.model;

import dev.freshet.model.optim.Chain;
import dev.freshet.model.optim.Ftrl;
import dev.freshet.model.optim.GradientTransform;
import org.jspecify.annotations.Nullable;

/**
 * Where the parameters of one dense layer on sparse inputs lie, with all that their optimiser remembers, in one array: what
 * belongs together is one look into memory.
 *
 * <pre>
 * column c, unit j, from (c · units + j) · stride:    SGD [w]    AdaGrad [w, G]    FTRL [z, n]
 * the bias is the column behind the last
 * </pre>
 *
 * <p>FTRL's weights are not held: they are a function of z and n. Owns scratch arrays.
 */
final class SparseTable {
    private final int units;
    private final int slots;
    private final int stride;
    private final @Nullable Ftrl ftrl;
    private Compact weighed = new Compact(16, 2);

    SparseTable(int units, GradientTransform optimizer) {
        this.units = units;
        slots = optimizer.slots();
        ftrl = last(optimizer) instanceof Ftrl rule && slots == rule.slots() ? rule : null;
        stride = ftrl == null ? 1 + slots : slots;
    }

    /** The rule that makes the update. */
    static GradientTransform last(GradientTransform rule) {
        return rule instanceof Chain chain
                ? last(chain.transforms().get(chain.transforms().size() - 1))
                : rule;
    }

    /** Floats of a parameter, with its slots. */
    int stride() {
        return stride;
    }

    /** For one output: what a pass and a step of FTRL have in common; else null. */
    @Nullable
    FtrlEvent event(Kernels kernels, int bias) {
        return ftrl == null || units > 1 ? null : new FtrlEvent(kernels, ftrl, bias);
    }

    /** A set of {@code parameters} weights, all 0. */
    Weights blank(int parameters) {
        return Weights.interleaved(parameters, stride, ftrl);
    }

    /** Weights of unit {@code unit} in the {@code n} columns from {@code from} on; the array is reused. */
    float[] weights(float[] table, int[] columns, int from, int n, int unit) {
        weighed = weighed.ofAtLeast(n);
        float[] w = weighed.params;
        if (ftrl == null) {
            for (int k = 0; k < n; k++) {
                w[k] = table[at(columns[from + k], unit)];
            }
            return w;
        }
        float[] z = weighed.slots[0];
        float[] squares = weighed.slots[1];
        for (int k = 0; k < n; k++) {
            int at = at(columns[from + k], unit);
            z[k] = table[at];
            squares[k] = table[at + 1];
        }
        ftrl.weights(z, squares, w);
        return w;
    }

    private int at(int column, int unit) {
        return (column * units + unit) * stride;
    }

    /** Fills parameters and slots of the first {@code n} columns, column by column. */
    void gather(float[] table, int[] columns, int n, Compact into) {
        int held = stride - slots;
        int p = 0;
        for (int k = 0; k < n; k++) {
            for (int at = at(columns[k], 0); at < at(columns[k] + 1, 0); at += stride) {
                into.params[p] = table[at];
                for (int s = 0; s < slots; s++) {
                    into.slots[s][p] = table[at + held + s];
                }
                p++;
            }
        }
        if (ftrl != null) {
            ftrl.weights(into.slots[0], into.slots[1], into.params);
        }
    }

    /** Writes back what {@link #gather} read: the update in place of the parameters, next in place of the slots. */
    void scatter(Compact from, int[] columns, int n, float[] table) {
        int held = stride - slots;
        int p = 0;
        for (int k = 0; k < n; k++) {
            for (int at = at(columns[k], 0); at < at(columns[k] + 1, 0); at += stride) {
                if (held == 1) {
                    table[at] = from.update[p];
                }
                for (int s = 0; s < slots; s++) {
                    table[at + held + s] = from.next[s][p];
                }
                p++;
            }
        }
    }

    /** Parameters and slots of a few columns side by side, in arrays of one length, as an optimiser takes them. */
    static final class Compact {
        final float[] update;
        final float[] params;
        final float[][] slots;
        final float[][] next;

        Compact(int n, int slots) {
            update = new float[n];
            params = new float[n];
            this.slots = new float[slots][n];
            next = new float[slots][n];
        }

        /** This one, or a new one that is long enough. */
        Compact ofAtLeast(int n) {
            if (n <= params.length) {
                return this;
            }
            return new Compact(Integer.highestOneBit(n - 1) << 1, slots.length);
        }
    }
}
