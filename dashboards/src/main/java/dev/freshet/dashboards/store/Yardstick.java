package dev.freshet.dashboards.store;

import dev.freshet.wire.MetricsRecord;
import java.util.List;

/** By which metrics a task is judged: the curves that are kept of it, and when a model is worse than none. */
public enum Yardstick {
    /** Accuracy against predicting the label before, and against predicting the most frequent label. */
    CLASSES(List.of(
            new Curve("loss", "logLoss", false),
            new Curve("accuracy", "accuracy", false),
            new Curve("noChange", "noChangeAccuracy", false),
            new Curve("majority", "majorityAccuracy", false),
            new Curve("calibrationError", "calibrationError", false))),

    /** RMSE against predicting the label before, and against predicting the mean of the labels so far. */
    VALUES(List.of(
            new Curve("rmse", "squaredError", true),
            new Curve("mae", "absoluteError", false),
            new Curve("noChange", "noChangeSquaredError", true),
            new Curve("mean", "meanBaselineSquaredError", true)));

    private static final int LOSS = 0;
    private static final int ACCURACY = 1;
    private static final int NO_CHANGE = 2;

    @SuppressWarnings("ImmutableEnumChecker") // what List.of gives
    private final List<Curve> curves;

    /**
     * A line of a chart: means of a metric over windows of events, so that windows of several keys can be put together.
     *
     * @param name on the page
     * @param metric in a record of the metrics topic
     * @param root whether the square root of the mean is shown
     */
    record Curve(String name, String metric, boolean root) {
        double shown(double mean) {
            return root ? Math.sqrt(mean) : mean;
        }
    }

    Yardstick(List<Curve> curves) {
        this.curves = curves;
    }

    List<Curve> curves() {
        return curves;
    }

    /** Names of the curves. */
    public List<String> names() {
        return curves.stream().map(Curve::name).toList();
    }

    /** One number for each curve from the newest window; NaN where the record has none. */
    double[] window(MetricsRecord record) {
        return curves.stream().mapToDouble(c -> value(record, c).window()).toArray();
    }

    /** One number for each curve from all events of the key. */
    double[] cumulative(MetricsRecord record) {
        return curves.stream().mapToDouble(c -> value(record, c).cumulative()).toArray();
    }

    private static MetricsRecord.Value value(MetricsRecord record, Curve curve) {
        return record.metrics()
                .getOrDefault(curve.metric(), new MetricsRecord.Value(Double.NaN, Double.NaN, Double.NaN));
    }

    /**
     * How much better than predicting no change: 1 is perfect, 0 no better, NaN undefined. Of classes this is
     * kappa-temporal, of numbers 1 − mean squared error / that of no change.
     */
    double skill(double[] means) {
        return this == CLASSES
                ? (means[ACCURACY] - means[NO_CHANGE]) / (1 - means[NO_CHANGE])
                : 1 - means[LOSS] / means[NO_CHANGE];
    }

    /** The score that people know the model by, and that of no change, as the page shows them. */
    double[] against(double[] means) {
        int score = this == CLASSES ? ACCURACY : LOSS;
        return new double[] {
            curves.get(score).shown(means[score]), curves.get(NO_CHANGE).shown(means[NO_CHANGE])
        };
    }

    String score() {
        return this == CLASSES ? "accuracy" : "RMSE";
    }
}
