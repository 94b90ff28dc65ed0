package dev.freshet.model.loss;

import dev.freshet.model.math.DoubleMath;

/**
 * p − y log p, the negative log likelihood of a count y ≥ 0 with mean p = e^z, without its constant log y!. The slope along
 * z is p − y. Where p has underflowed, the value takes the smallest normal float.
 */
public record Poisson() implements Loss {

    @Override
    public Output output() {
        return Output.MEAN;
    }

    @Override
    public double minLabel() {
        return 0;
    }

    @Override
    public double value(float[] output, int at, int n, double label) {
        double p = output[at];
        return Finite.bound(p - label * DoubleMath.log(Math.max(Float.MIN_NORMAL, p)));
    }

    @Override
    public void gradient(float[] output, int at, int n, double label, float scale, float[] d) {
        d[at] = scale * (output[at] - (float) label);
    }
}
