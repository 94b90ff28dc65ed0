package dev.freshet.model.optim;

/** {@code rate}, at every step. */
public record ConstantRate(double rate) implements Schedule {

    public ConstantRate {
        Settings.requirePositive("constant.rate", rate);
    }

    @Override
    public double rate(long step) {
        return rate;
    }
}
