package dev.freshet.model.eval;

import java.util.List;
import java.util.stream.Stream;

/** A metric of a classification: its name, and how it follows from what was counted. */
record ClassMetric(String name, Formula formula) {

    interface Formula {
        double of(Confusion confusion, double[] tally);
    }

    /** Counted over the window alone, from its events themselves. */
    static final String AUC = "auc";

    /** Of any number of classes, the model's. */
    private static final List<ClassMetric> MODEL = List.of(
            new ClassMetric("accuracy", (c, t) -> c.accuracy()),
            new ClassMetric("balancedAccuracy", (c, t) -> c.balancedAccuracy()),
            new ClassMetric("kappa", (c, t) -> c.kappa()),
            new ClassMetric("kappaTemporal", (c, t) -> above(t, ClassTally.NO_CHANGE_ERRORS)),
            new ClassMetric("kappaM", (c, t) -> above(t, ClassTally.MAJORITY_ERRORS)),
            new ClassMetric("mcc", (c, t) -> c.mcc()),
            new ClassMetric("macroPrecision", (c, t) -> c.macroPrecision()),
            new ClassMetric("macroRecall", (c, t) -> c.macroRecall()),
            new ClassMetric("macroF1", (c, t) -> c.macroF1()),
            new ClassMetric("microF1", (c, t) -> c.accuracy()),
            new ClassMetric("logLoss", (c, t) -> t[ClassTally.LOSS] / t[ClassTally.WEIGHT]),
            new ClassMetric("brier", (c, t) -> t[ClassTally.BRIER] / t[ClassTally.WEIGHT]),
            new ClassMetric("calibrationError", (c, t) -> ClassTally.calibrationError(t)));

    /** Of class 1 where there are two. */
    private static final List<ClassMetric> BINARY = List.of(
            new ClassMetric("precision", (c, t) -> c.precision(1)),
            new ClassMetric("recall", (c, t) -> c.recall(1)),
            new ClassMetric("f1", (c, t) -> c.f1(1)),
            new ClassMetric(AUC, (c, t) -> Double.NaN));

    private static final List<ClassMetric> BASELINES = List.of(
            new ClassMetric("noChangeAccuracy", (c, t) -> accuracy(t, ClassTally.NO_CHANGE_ERRORS)),
            new ClassMetric("majorityAccuracy", (c, t) -> accuracy(t, ClassTally.MAJORITY_ERRORS)));

    private static final List<ClassMetric> OF_TWO =
            Stream.of(MODEL, BINARY, BASELINES).flatMap(List::stream).toList();
    private static final List<ClassMetric> OF_MANY =
            Stream.of(MODEL, BASELINES).flatMap(List::stream).toList();

    /** All that there are for so many classes. */
    static List<ClassMetric> table(int classes) {
        return classes == 2 ? OF_TWO : OF_MANY;
    }

    private static double accuracy(double[] tally, int errors) {
        return (tally[ClassTally.WEIGHT] - tally[errors]) / tally[ClassTally.WEIGHT];
    }

    /** (accuracy − baseline) / (1 − baseline), in errors. */
    private static double above(double[] tally, int baselineErrors) {
        return tally[baselineErrors] == 0 ? Double.NaN : 1 - tally[ClassTally.ERRORS] / tally[baselineErrors];
    }
}
