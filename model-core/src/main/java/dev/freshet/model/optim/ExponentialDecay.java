package dev.freshet.model.optim;

/**
 * {@code rate · factor^((t − 1) / steps)} at step t: Keras's {@code ExponentialDecay} without its staircase, and with
 * steps 1 PyTorch's {@code ExponentialLR} with gamma = factor.
 *
 * @param rate of the first step, &gt; 0
 * @param factor by which the rate falls over {@code steps} steps, in (0, 1]
 * @param steps ≥ 1
 */
public record ExponentialDecay(double rate, double factor, long steps) implements Schedule {

    public ExponentialDecay {
        Settings.requirePositive("exponential.rate", rate);
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException("exponential.factor must lie in (0, 1]: got " + factor);
        }
        Settings.requireSteps("exponential.steps", steps);
    }

    @Override
    public double rate(long step) {
        return rate * StrictMath.exp(StrictMath.log(factor) * ((double) (step - 1) / (double) steps));
    }
}
