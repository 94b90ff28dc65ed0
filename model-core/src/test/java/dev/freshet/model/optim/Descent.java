package dev.freshet.model.optim;

/** Steps by given gradients, from zero, with everything that they change. */
final class Descent {
    private final GradientTransform rule;
    private final float[] update;
    final float[] params;
    float[][] slots;
    private float[][] next;
    private long step;

    Descent(GradientTransform rule, int n) {
        this.rule = rule;
        update = new float[n];
        params = new float[n];
        slots = new float[rule.slots()][n];
        next = new float[rule.slots()][n];
    }

    /** The update that was added. */
    float[] step(float... gradient) {
        System.arraycopy(gradient, 0, update, 0, update.length);
        rule.apply(update, params, slots, next, 0, ++step);
        for (int i = 0; i < params.length; i++) {
            params[i] += update[i];
        }
        float[][] spare = slots;
        slots = next;
        next = spare;
        return update;
    }
}
