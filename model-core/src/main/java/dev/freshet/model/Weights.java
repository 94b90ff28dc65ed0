package dev.freshet.model;

/**
 * One set of parameters with what its optimiser remembers. {@link Trainer} replaces arrays, it writes into none that is
 * here.
 */
final class Weights {
    /** Layer by layer: W (in, units) row-major, then b (units). */
    float[] params;
    /** Slot k of parameter i is {@code slots[k][i]}. */
    final float[][] slots;
    /** Updates made with these slots: the t of Adam's corrections and of schedules. */
    long steps;

    Weights(int parameters, int slots) {
        this(new float[parameters], new float[slots][parameters]);
    }

    private Weights(float[] params, float[][] slots) {
        this.params = params;
        this.slots = slots;
    }

    Weights copy() {
        float[][] copies = new float[slots.length][];
        for (int k = 0; k < slots.length; k++) {
            copies[k] = slots[k].clone();
        }
        Weights copy = new Weights(params.clone(), copies);
        copy.steps = steps;
        return copy;
    }

    /** As before the first update; new arrays, since the old ones may be read by a snapshot in the making. */
    void resetSlots() {
        for (int k = 0; k < slots.length; k++) {
            slots[k] = new float[params.length];
        }
        steps = 0;
    }
}
