package dev.freshet.model.optim;

/** f(w) = ½[(w0 − 3)² + 10 (w1 + 2)²]: a descent from (0, 0) in float32, with everything that it changes. */
final class Parabola {
    private final GradientTransform rule;
    final float[] params;
    float[][] slots;
    private float[][] next;
    private long step;

    Parabola(GradientTransform rule) {
        this(rule, new float[2], new float[rule.slots()][2], 0);
    }

    private Parabola(GradientTransform rule, float[] params, float[][] slots, long step) {
        this.rule = rule;
        this.params = params;
        this.slots = slots;
        next = new float[slots.length][2];
        this.step = step;
    }

    Parabola copy(GradientTransform sameRule) {
        float[][] slotsCopy = new float[slots.length][];
        for (int k = 0; k < slots.length; k++) {
            slotsCopy[k] = slots[k].clone();
        }
        return new Parabola(sameRule, params.clone(), slotsCopy, step);
    }

    Parabola descend(int steps) {
        for (int t = 0; t < steps; t++) {
            float[] update = {params[0] - 3, 10 * (params[1] + 2)};
            rule.apply(update, params, slots, next, 0, ++step);
            params[0] += update[0];
            params[1] += update[1];
            float[][] spare = slots;
            slots = next;
            next = spare;
        }
        return this;
    }
}
