package dev.freshet.model.optim;

/**
 * {@code rate / t^power} at step t: the default rate of scikit-learn's regressors, at power .25, and of River's
 * {@code InverseScaling}, at power .5.
 *
 * @param rate of the first step, &gt; 0
 * @param power ≥ 0
 */
public record InverseScaling(double rate, double power) implements Schedule {

    public InverseScaling {
        Settings.requirePositive("inverse-scaling.rate", rate);
        Settings.requireNatural("inverse-scaling.power", power);
    }

    @Override
    public double rate(long step) {
        return rate * StrictMath.exp(-power * StrictMath.log((double) step));
    }
}
