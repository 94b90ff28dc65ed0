package dev.freshet.model.run;

/**
 * How {@link Model#fit(Iterable, Fit)} goes through data at rest. As in Keras, each epoch's order is drawn anew unless
 * {@code shuffle} is off, the last batch of an epoch trains though it may be short, and the validation rows are the last
 * ones of the data before any shuffle.
 *
 * @param epochs passes over the data, at least 1
 * @param batchSize rows per step, 1 to 65,536
 * @param shuffle whether each epoch has its own order, a function of {@code seed} and the epoch's number alone
 * @param seed of the orders
 * @param validationSplit share of the rows that are kept back and judged after each epoch, in [0, 1)
 */
public record Fit(int epochs, int batchSize, boolean shuffle, long seed, double validationSplit) {
    public Fit {
        if (epochs < 1) {
            throw new IllegalArgumentException("fit.epochs must be at least 1: got " + epochs);
        }
        if (!(batchSize >= 1 && batchSize <= 65_536)) {
            throw new IllegalArgumentException("fit.batch-size must lie in [1, 65536]: got " + batchSize);
        }
        if (!(validationSplit >= 0 && validationSplit < 1)) {
            throw new IllegalArgumentException("fit.validation-split must lie in [0, 1): got " + validationSplit);
        }
    }

    /** Shuffled, no validation. */
    public static Fit of(int epochs, int batchSize) {
        return new Fit(epochs, batchSize, true, 0, 0);
    }

    /** The rows as they stand, in every epoch. */
    public Fit inOrder() {
        return new Fit(epochs, batchSize, false, seed, validationSplit);
    }

    public Fit seeded(long other) {
        return new Fit(epochs, batchSize, true, other, validationSplit);
    }

    public Fit validating(double split) {
        return new Fit(epochs, batchSize, shuffle, seed, split);
    }
}
