package dev.freshet.model;

/**
 * The numbers by which a key's guard and its response to drift steer its learning, in one flat array:
 *
 * <pre>
 *  0                     1             2              3               4         5
 * +---------------------+-------------+--------------+---------------+---------+------------------------+
 * | rate, backed off,   | batches of  | fading Σ of  | fading count  | alarmed | batches that the       |
 * | in (0, 1]           | boost left  | batch losses | of the same   | 0 or 1  | background model has   |
 * +---------------------+-------------+--------------+---------------+---------+------------------------+
 * </pre>
 */
final class Control {
    static final int RATE = 0;
    static final int BOOST = 1;
    static final int LOSS_SUM = 2;
    static final int LOSS_COUNT = 3;
    static final int ALARMED = 4;
    static final int PATIENCE = 5;
    static final int LENGTH = 6;

    private static final double RECOVERY = 1.01;
    private static final double LEAST_RATE = 1e-6;

    private static final double FADING = 0.99;
    /** The fading count after 20 batches, rounded down. */
    private static final double LEAST_COUNT = 18;

    /** So that a loss of 0 for a while does not forbid any other. */
    private static final double LEAST_LOSS = 1e-3;

    private static final double GREATEST_LOSS = 1e100;

    private Control() {}

    static double[] init() {
        double[] control = new double[LENGTH];
        control[RATE] = 1;
        return control;
    }

    /** Whether a batch that is learned leaves these numbers as they are. */
    static boolean atRest(double[] control) {
        return control[RATE] == 1 && control[BOOST] == 0 && control[ALARMED] == 0 && control[PATIENCE] == 0;
    }

    /** Other weights have taken the place of those whose losses and refusals were counted. */
    static void forgetWeights(double[] control) {
        control[RATE] = 1;
        control[LOSS_SUM] = 0;
        control[LOSS_COUNT] = 0;
    }

    /** A batch has closed: the boost wears off, the rate backs off or comes back. */
    static void batchClosed(double[] control, Guard guard, boolean trained) {
        control[BOOST] = Math.max(0, control[BOOST] - 1);
        control[RATE] =
                trained ? Math.min(1, control[RATE] * RECOVERY) : Math.max(LEAST_RATE, control[RATE] * guard.backOff());
    }

    /** The mean loss beyond which a batch is refused, infinite before there is anything to compare with. */
    static double lossLimit(double[] control, Guard guard) {
        return control[LOSS_COUNT] < LEAST_COUNT
                ? Double.POSITIVE_INFINITY
                : guard.lossSpike() * Math.max(LEAST_LOSS, control[LOSS_SUM] / control[LOSS_COUNT]);
    }

    static void addLoss(double[] control, double loss) {
        control[LOSS_SUM] = FADING * control[LOSS_SUM] + (loss <= GREATEST_LOSS ? loss : GREATEST_LOSS);
        control[LOSS_COUNT] = FADING * control[LOSS_COUNT] + 1;
    }

    /** Whether {@code control} can have come about. */
    static boolean valid(double[] control) {
        return control.length == LENGTH
                && control[RATE] > 0
                && control[RATE] <= 1
                && whole(control[BOOST])
                && Math.abs(control[LOSS_SUM]) <= Double.MAX_VALUE
                && control[LOSS_COUNT] >= 0
                && control[LOSS_COUNT] <= 101
                && (control[ALARMED] == 0 || control[ALARMED] == 1)
                && whole(control[PATIENCE]);
    }

    private static boolean whole(double x) {
        return x >= 0 && x == Math.rint(x);
    }
}
