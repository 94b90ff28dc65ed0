package dev.freshet.model.optim;

import java.util.List;
import java.util.stream.Stream;

/**
 * The optimisers by name, each a chain of small rules; {@code w} are the parameters, {@code g} the gradient, {@code t} the
 * step from 1. Where settings are not asked for they are PyTorch's; each rule's page has those of Keras too. For another
 * schedule, other settings or clipping: {@link #descend(Schedule, GradientTransform...)}.
 */
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

    /** Nesterov's momentum: {@code s ← decay · s + g; w ← w − rate · (g + decay · s)}. */
    public static GradientTransform nesterov(double rate, double decay) {
        return Chain.of(new NesterovTrace(decay), descend("nesterov", rate));
    }

    /** AdaGrad: {@code w ← w − rate · g / (√Σg² + ε)}, ε 1e-10. PyTorch's rate is .01, Keras's .001. */
    public static GradientTransform adaGrad(double rate) {
        return Chain.of(new ScaleByAdaGrad(0, 1e-10, EpsilonPlace.OUTSIDE), descend("adagrad", rate));
    }

    /** RMSProp: {@code w ← w − rate · g / (√v + ε)}, with a running mean v of g², decay .99, ε 1e-8. */
    public static GradientTransform rmsProp(double rate) {
        return Chain.of(new ScaleByRms(0.99, 1e-8, EpsilonPlace.OUTSIDE), descend("rmsprop", rate));
    }

    /** AdaDelta with decay .9 and ε 1e-6; PyTorch's rate is 1, Keras's .001. */
    public static GradientTransform adaDelta(double rate) {
        return Chain.of(new ScaleByAdaDelta(0.9, 1e-6), descend("adadelta", rate));
    }

    /** {@link #adam(double, double, double, double)} with the paper's β1 .9, β2 .999 and ε 1e-8. */
    public static GradientTransform adam(double rate) {
        return adam(rate, 0.9, 0.999, 1e-8);
    }

    /** Adam: {@code w ← w − rate · m̂ / (√v̂ + ε)}, with running means m and v of g and g², corrected for their start at 0. */
    public static GradientTransform adam(double rate, double beta1, double beta2, double epsilon) {
        return Chain.of(new ScaleByAdam(beta1, beta2, epsilon), descend("adam", rate));
    }

    /** Adam with decoupled decay: {@code w ← w − rate · (m̂ / (√v̂ + ε) + decay · w)}. PyTorch's decay is .01, Keras's .004. */
    public static GradientTransform adamW(double rate, double decay) {
        return Chain.of(new ScaleByAdam(0.9, 0.999, 1e-8), new WeightDecay(decay), descend("adamw", rate));
    }

    /** Adam that divides by the largest v so far. */
    public static GradientTransform amsGrad(double rate) {
        return Chain.of(new ScaleByAmsGrad(0.9, 0.999, 1e-8, ScaleByAdam.Form.CORRECTED), descend("amsgrad", rate));
    }

    /** Adam with the infinity norm. PyTorch's rate is .002, Keras's .001. */
    public static GradientTransform adaMax(double rate) {
        return Chain.of(new ScaleByAdaMax(0.9, 0.999, 1e-8, EpsilonPlace.INSIDE), descend("adamax", rate));
    }

    /** Adam with Nesterov's momentum. PyTorch's rate is .002, Keras's .001. */
    public static GradientTransform nadam(double rate) {
        return Chain.of(new ScaleByNadam(0.9, 0.999, 1e-8, 0.004), descend("nadam", rate));
    }

    /** FTRL-proximal, for linear models on many rare features: most weights stay exactly 0 where λ1 &gt; 0. */
    public static GradientTransform ftrl(double alpha, double beta, double lambda1, double lambda2) {
        return new Ftrl(alpha, beta, lambda1, lambda2);
    }

    /** {@code rules} in order, then {@code w ← w − rate(t) · u} by what they leave. */
    public static GradientTransform descend(Schedule rate, GradientTransform... rules) {
        return new Chain(Stream.concat(Stream.of(rules), Stream.of(new ScaleByRate(rate)))
                .toList());
    }

    /** {@code clip} first, then {@code optimizer} on what it leaves. */
    public static GradientTransform clipped(GradientTransform clip, GradientTransform optimizer) {
        List<GradientTransform> rules = optimizer instanceof Chain chain ? chain.transforms() : List.of(optimizer);
        return new Chain(Stream.concat(Stream.of(clip), rules.stream()).toList());
    }

    private static Scale descend(String name, double rate) {
        Settings.requirePositive(name + ".rate", rate);
        return new Scale(-rate);
    }
}
