package dev.freshet.model.eval;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** A metric of a regression: its name, and how it follows from what {@link ValueTally} holds. */
record ValueMetric(String name, ToDoubleFunction<double[]> formula) {

    static final List<ValueMetric> TABLE = List.of(
            new ValueMetric("mae", t -> mean(t, ValueTally.MODEL)),
            new ValueMetric("rmse", t -> Math.sqrt(mean(t, ValueTally.MODEL + 1))),
            new ValueMetric("r2", ValueMetric::r2),
            new ValueMetric("smape", t -> mean(t, ValueTally.SMAPE)),
            new ValueMetric("absoluteError", t -> mean(t, ValueTally.MODEL)),
            new ValueMetric("squaredError", t -> mean(t, ValueTally.MODEL + 1)),
            new ValueMetric("noChangeAbsoluteError", t -> mean(t, ValueTally.NO_CHANGE)),
            new ValueMetric("noChangeSquaredError", t -> mean(t, ValueTally.NO_CHANGE + 1)),
            new ValueMetric("meanBaselineAbsoluteError", t -> mean(t, ValueTally.MEAN_BASELINE)),
            new ValueMetric("meanBaselineSquaredError", t -> mean(t, ValueTally.MEAN_BASELINE + 1)));

    static double[] all(double[] tally) {
        return TABLE.stream().mapToDouble(m -> m.formula.applyAsDouble(tally)).toArray();
    }

    private static double mean(double[] tally, int sum) {
        return tally[sum] / tally[ValueTally.COUNT];
    }

    private static double r2(double[] tally) {
        double spread = tally[ValueTally.DEVIATION];
        return spread > 0 ? 1 - tally[ValueTally.MODEL + 1] / spread : Double.NaN;
    }
}
