package dev.freshet.model.eval;

/**
 * What is counted of judged numbers; with {@code decay} α, every sum is S ← α S + v, and Σ (y − mean)² follows Welford:
 *
 * <pre>
 *  0    1          2          3          4          5          6          7         8       9
 * +----+----------+----------+----------+----------+----------+----------+---------+-------+--------------+
 * | Σ1 | Σ|e|     | Σe²      | Σ|e| of  | Σe² of   | Σ|e| of  | Σe² of   | Σ of    | mean  | Σ (y − mean)²|
 * |    | of model | of model | no-change| no-change| the mean | the mean | SMAPE   | of y  |              |
 * +----+----------+----------+----------+----------+----------+----------+---------+-------+--------------+
 * </pre>
 *
 * @see <a href="https://doi.org/10.1145/359146.359153">West (1979), for the weighted form</a>
 */
final class ValueTally {
    static final int COUNT = 0;
    static final int MODEL = 1;
    static final int NO_CHANGE = 3;
    static final int MEAN_BASELINE = 5;
    static final int SMAPE = 7;
    static final int MEAN = 8;
    static final int DEVIATION = 9;
    static final int LENGTH = 10;

    /** Above the square of the largest error, {@link Float#MAX_VALUE}, and that of the largest deviation. */
    private static final double MAX_PER_EVENT = 1e78;

    /** Up to which a double counts. */
    private static final double MAX_COUNT = 1L << 53;

    private ValueTally() {}

    static void add(double[] tally, double decay, double y, double error, double noChange, double meanBaseline) {
        tally[COUNT] = decay * tally[COUNT] + 1;
        judge(tally, MODEL, decay, error);
        judge(tally, NO_CHANGE, decay, noChange - y);
        judge(tally, MEAN_BASELINE, decay, meanBaseline - y);
        tally[SMAPE] = decay * tally[SMAPE] + relative(y, error);
        double fromOldMean = y - tally[MEAN];
        tally[MEAN] += fromOldMean / tally[COUNT];
        tally[DEVIATION] = decay * tally[DEVIATION] + Math.max(0, fromOldMean * (y - tally[MEAN]));
    }

    private static void judge(double[] tally, int at, double decay, double error) {
        double distance = Math.min(Math.abs(error), Float.MAX_VALUE);
        tally[at] = decay * tally[at] + distance;
        tally[at + 1] = decay * tally[at + 1] + distance * distance;
    }

    /** 2 |e| / (|p| + |y|) of the prediction p = y + e; 0 where both are 0. */
    private static double relative(double y, double error) {
        return error == 0 ? 0 : 2 * Math.abs(error) / (Math.abs(y + error) + Math.abs(y));
    }

    /** Adds the events of {@code other}, whose squares about its own mean are moved to the common one. */
    static void merge(double[] tally, double[] other) {
        double n = tally[COUNT] + other[COUNT];
        if (other[COUNT] == 0) {
            return;
        }
        double between = other[MEAN] - tally[MEAN];
        double share = other[COUNT] / n;
        tally[DEVIATION] += other[DEVIATION] + between * between * tally[COUNT] * share;
        tally[MEAN] += between * share;
        for (int i = COUNT; i < MEAN; i++) {
            tally[i] += other[i];
        }
    }

    static boolean valid(double[] tally) {
        if (tally.length != LENGTH || !(tally[COUNT] <= MAX_COUNT && Math.abs(tally[MEAN]) <= MAX_PER_EVENT)) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            if (i != MEAN && !(tally[i] >= 0 && tally[i] <= MAX_PER_EVENT * tally[COUNT])) {
                return false;
            }
        }
        return true;
    }
}
