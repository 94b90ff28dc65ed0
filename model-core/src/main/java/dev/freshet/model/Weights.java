package dev.freshet.model;

import dev.freshet.model.optim.Ftrl;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One set of parameters with what its optimiser remembers. {@link Trainer} replaces arrays, it writes into none that is
 * here; {@link SparseTrainer} writes into the one, so that a step costs what it touches.
 */
final class Weights {
    /** Layer by layer: W (in, units) row-major, then b (units); see {@link SparseTable} for another form. */
    float[] params;
    /** Slot k of parameter i is {@code slots[k][i]}. */
    final float[][] slots;
    /** Updates made with these slots: the t of Adam's corrections and of schedules. */
    long steps;

    /** Floats of {@code params} per parameter: more than 1 where slots lie between them. */
    private final int stride;
    /** Where the parameters are not held but follow from its slots. */
    private final @Nullable Ftrl ftrl;

    Weights(int parameters, int slots) {
        this(new float[parameters], new float[slots][parameters], 1, null);
    }

    /** Parameters and slots side by side in one array. */
    static Weights interleaved(int parameters, int stride, @Nullable Ftrl ftrl) {
        return new Weights(new float[parameters * stride], new float[0][], stride, ftrl);
    }

    private Weights(float[] params, float[][] slots, int stride, @Nullable Ftrl ftrl) {
        this.params = params;
        this.slots = slots;
        this.stride = stride;
        this.ftrl = ftrl;
    }

    Weights copy() {
        float[][] copies = new float[slots.length][];
        for (int k = 0; k < slots.length; k++) {
            copies[k] = slots[k].clone();
        }
        Weights copy = new Weights(params.clone(), copies, stride, ftrl);
        copy.steps = steps;
        return copy;
    }

    /** These parameters, without what only learning needs. */
    Weights toPredict() {
        return new Weights(params, new float[0][], stride, ftrl);
    }

    /** A copy of all parameters, layer by layer: W (in, units) row-major, then b (units). */
    float[] parameters() {
        float[] found = every(0);
        if (ftrl != null) {
            ftrl.weights(every(0), every(1), found);
        }
        return found;
    }

    /** Whether the first of {@link #planes} are the parameters, which else follow from the others. */
    boolean holdsParameters() {
        return ftrl == null;
    }

    /** Copies of the parameters, where they are held, then of each slot, layer by layer. */
    float[][] planes() {
        float[][] planes = new float[stride + slots.length][];
        for (int s = 0; s < stride; s++) {
            planes[s] = every(s);
        }
        for (int k = 0; k < slots.length; k++) {
            planes[stride + k] = slots[k].clone();
        }
        return planes;
    }

    /** Takes {@link #planes} in. */
    void setPlanes(float[][] planes) {
        for (int i = 0; i < params.length; i++) {
            params[i] = planes[i % stride][i / stride];
        }
        for (int k = 0; k < slots.length; k++) {
            System.arraycopy(planes[stride + k], 0, slots[k], 0, slots[k].length);
        }
    }

    private float[] every(int at) {
        float[] values = new float[params.length / stride];
        for (int i = 0; i < values.length; i++) {
            values[i] = params[i * stride + at];
        }
        return values;
    }

    /** As before the first update. */
    void resetSlots() {
        for (float[] slot : slots) {
            Arrays.fill(slot, 0);
        }
        if (stride > 1) {
            float[] kept = new float[params.length];
            for (int i = 0; i < kept.length; i += stride) {
                kept[i] = params[i];
            }
            params = kept;
        }
        steps = 0;
    }
}
