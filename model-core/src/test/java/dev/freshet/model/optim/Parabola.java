package dev.freshet.model.optim;

/** f(w) = ½[(w0 − 3)² + 10 (w1 + 2)²]: a descent from (0, 0) in float32, with everything that it changes. */
final class Parabola {
    private final GradientTransform rule;
    final float[] params;
    final float[] slots;
    private long step;

    Parabola(GradientTransform rule) {
        this(rule, new float[2], new float[2 * rule.slots()], 0);
    }

    private Parabola(GradientTransform rule, float[] params, float[] slots, long step) {
        this.rule = rule;
        this.params = params;
        this.slots = slots;
        this.step = step;
    }

    Parabola copy(GradientTransform sameRule) {
        return new Parabola(sameRule, params.clone(), slots.clone(), step);
    }

    Parabola descend(int steps) {
        for (int t = 0; t < steps; t++) {
            float[] update = {params[0] - 3, 10 * (params[1] + 2)};
            rule.apply(update, params, slots, 0, ++step);
            params[0] += update[0];
            params[1] += update[1];
        }
        return this;
    }
}
