package dev.freshet.model.optim;

/** The optimisers by name; {@code w} are the parameters, {@code g} the gradient, {@code t} the step from 1. */
public final class Optimizers {

    private Optimizers() {}

    /** Stochastic gradient descent: {@code w ← w − rate · g}. */
    public static GradientTransform sgd(double rate) {
        return descend("sgd", rate);
    }

    /** Heavy ball: {@code s ← decay · s + g; w ← w − rate · s}. */
    public static GradientTransform momentum(double rate, double decay) {
        return Chain.of(new Trace(decay), descend("momentum", rate));
    }

    /** {@link #adam(double, double, double, double)} with the paper's β1 .9, β2 .999 and ε 1e-8. */
    public static GradientTransform adam(double rate) {
        return adam(rate, 0.9, 0.999, 1e-8);
    }

    /** Adam: {@code w ← w − rate · m̂ / (√v̂ + ε)}, with running means m and v of g and g², corrected for their start at 0. */
    public static GradientTransform adam(double rate, double beta1, double beta2, double epsilon) {
        return Chain.of(new ScaleByAdam(beta1, beta2, epsilon), descend("adam", rate));
    }

    private static Scale descend(String name, double rate) {
        if (!((float) rate > 0 && (float) rate < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + ".rate must be > 0 and finite: got " + rate);
        }
        return new Scale(-rate);
    }
}
