package dev.freshet.model.drift;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Watches the distribution of one feature against a reference, its first {@code reference} values. The record is the
 * settings; what it has seen lies in one {@code double[]} per feature, owned by the model key's state.
 *
 * <p>The reference is cut into {@code bins} quantile bins [e, e'), a value that fills several standing alone; beside them are
 * cells for what lies below and above all of it, and for missing values, whose share may drift too. The window is the newest
 * {@code window} values, in blocks of {@code every}; as a block fills, {@code test} compares the window with the reference,
 * and the level stands until the next does. An excursion ends with level {@link DriftLevel#NONE} and is one episode if it
 * came to {@link DriftLevel#DRIFT}. One that has lasted {@code renew} values since is taken for the new normal: level none,
 * and the next values are the reference.
 *
 * <pre>
 *  0       4       5          6              7           8        9               10
 * +------+-------+----------+--------------+-----------+--------+---------------+---
 * | head | seen  | missing  | since alarm  | in block  | block  | blocks filled | …   see {@link Alarm} for the head
 * +------+-------+----------+--------------+-----------+--------+---------------+---
 *
 *  while seen < reference: the values seen, missing ones left out (reference)
 *  then: | e (bins + 1) | cells of the reference (bins + 3) | of the window | of its 1st block | of its 2nd | …
 * </pre>
 *
 * @param test what is compared and its bounds
 * @param reference values in the reference, in [{@code test.bins()}, 1,000,000]
 * @param window values compared with it, a multiple of {@code every}, at most 1000 of it
 * @param every values between two tests, ≥ 1
 * @param renew values after an alarm until a lasting excursion becomes the reference; 0 for never
 */
public record FeatureDrift(DistributionTest test, int reference, int window, int every, int renew)
        implements Serializable {
    private static final int SEEN = Alarm.HEAD;
    private static final int MISSING = SEEN + 1;
    private static final int SINCE_ALARM = SEEN + 2;
    private static final int IN_BLOCK = SEEN + 3;
    private static final int BLOCK = SEEN + 4;
    private static final int FILLED = SEEN + 5;
    private static final int BODY = SEEN + 6;

    public FeatureDrift {
        Check.between(test.bins(), 1_000_000, "feature-drift.reference", reference);
        Check.atLeast(1, "feature-drift.every", every);
        if (window < every || window % every != 0 || window / every > 1000) {
            throw new IllegalArgumentException(
                    "feature-drift.window must be 1 to 1000 times every, " + every + ": got " + window);
        }
        Check.atLeast(0, "feature-drift.renew", renew);
    }

    /** Reference and window of 1,000 values, a test every 100, a new reference 10,000 values after an alarm. */
    public FeatureDrift(DistributionTest test) {
        this(test, 1000, 1000, 100, 10_000);
    }

    /** The state before the first value. */
    public double[] init() {
        return new double[BODY + reference];
    }

    /** Doubles of the longest state. */
    public int maxLength() {
        return Math.max(BODY + reference, watchingLength());
    }

    /**
     * Takes one value and returns the state, a new array where the reference is complete or begins again.
     *
     * @param value NaN where missing, which is counted; one beyond ±{@link Float#MAX_VALUE} counts as that bound
     */
    public double[] update(double[] state, double value) {
        return watching(state) ? watch(state, value) : collect(state, value);
    }

    /** What the newest test found. */
    public DriftLevel level(double[] state) {
        return Alarm.level(state);
    }

    /** The distance from the reference at the newest test; 0 before the first. */
    public double statistic(double[] state) {
        return state[Alarm.STATISTIC];
    }

    /** The bound of the level of the newest test, or that of a warning if it found none; 0 before the first. */
    public double threshold(double[] state) {
        return state[Alarm.THRESHOLD];
    }

    /** Excursions so far that came to {@link DriftLevel#DRIFT}. */
    public long episodes(double[] state) {
        return (long) state[Alarm.EPISODES];
    }

    /** Whether the reference is complete. */
    public boolean watching(double[] state) {
        return state[SEEN] == reference;
    }

    /** The bins' edges in ascending order; two that are equal hold nothing; none before {@link #watching}. */
    public double[] edges(double[] state) {
        return part(state, BODY, edges());
    }

    /** Counts of the reference: below the edges, bin by bin, above the edges, missing; none before {@link #watching}. */
    public double[] referenceCounts(double[] state) {
        return part(state, referenceAt(), cells());
    }

    /** Counts of the window in the same cells. */
    public double[] currentCounts(double[] state) {
        return part(state, currentAt(), cells());
    }

    private double[] part(double[] state, int from, int length) {
        return watching(state) ? Arrays.copyOfRange(state, from, from + length) : new double[0];
    }

    private double[] collect(double[] state, double value) {
        state[SEEN]++;
        if (Double.isNaN(value)) {
            state[MISSING]++;
        } else {
            state[BODY + (int) (state[SEEN] - state[MISSING]) - 1] = Alarm.clamp(value);
        }
        return watching(state) ? fixReference(state) : state;
    }

    private double[] fixReference(double[] values) {
        int n = reference - (int) values[MISSING];
        Arrays.sort(values, BODY, BODY + n);
        double[] state = Arrays.copyOf(Arrays.copyOf(values, BODY), watchingLength());
        if (n > 0) {
            cutBins(state, values, n);
        }
        for (int i = 0; i < n; i++) {
            state[referenceAt() + cell(state, values[BODY + i])]++;
        }
        state[referenceAt() + cells() - 1] = values[MISSING];
        return state;
    }

    /** A value at several quantiles is closed in by its successor, and so is the greatest. */
    private void cutBins(double[] state, double[] sorted, int n) {
        int bins = test.bins();
        for (int i = 0; i < bins; i++) {
            double quantile = sorted[BODY + (int) ((long) i * n / bins)];
            boolean again = i > 0 && state[BODY + i - 1] >= quantile;
            state[BODY + i] = again ? Math.nextUp(quantile) : quantile;
        }
        state[BODY + bins] = Math.nextUp(sorted[BODY + n - 1]);
    }

    private int cell(double[] state, double value) {
        if (Double.isNaN(value)) {
            return cells() - 1;
        }
        int cell = 0;
        while (cell < edges() && state[BODY + cell] <= value) {
            cell++;
        }
        return cell;
    }

    private double[] watch(double[] state, double value) {
        int block = currentAt() + (1 + (int) state[BLOCK]) * cells();
        if (state[IN_BLOCK] == 0) {
            forget(state, block);
        }
        int cell = cell(state, value);
        state[block + cell]++;
        state[currentAt() + cell]++;
        state[SINCE_ALARM] += state[SINCE_ALARM] > 0 ? 1 : 0;
        if (++state[IN_BLOCK] == every) {
            closeBlock(state);
        }
        return renew > 0 && state[SINCE_ALARM] > renew ? beginAgain(state) : state;
    }

    private void forget(double[] state, int block) {
        for (int i = 0; i < cells(); i++) {
            state[currentAt() + i] -= state[block + i];
            state[block + i] = 0;
        }
    }

    private void closeBlock(double[] state) {
        state[IN_BLOCK] = 0;
        state[BLOCK] = state[BLOCK] + 1 == blocks() ? 0 : state[BLOCK] + 1;
        state[FILLED] = Math.min(blocks(), state[FILLED] + 1);
        if (state[FILLED] == blocks()) {
            judge(state, test.statistic(state, referenceAt(), currentAt(), cells()));
        }
    }

    private void judge(double[] state, double statistic) {
        double warning = test.warningBound(reference, window);
        double drift = test.driftBound(reference, window);
        boolean sounded = state[SINCE_ALARM] > 0;
        double episodes = state[Alarm.EPISODES];
        state[Alarm.STATISTIC] = statistic;
        state[Alarm.THRESHOLD] = warning;
        Alarm.judge(state, statistic, warning, drift);
        DriftLevel level = Alarm.level(state);
        if (level == DriftLevel.NONE) {
            state[SINCE_ALARM] = 0;
        } else if (sounded) {
            state[Alarm.EPISODES] = episodes;
        } else if (level == DriftLevel.DRIFT) {
            state[SINCE_ALARM] = 1;
        }
    }

    private double[] beginAgain(double[] state) {
        double[] empty = init();
        System.arraycopy(state, 0, empty, 0, Alarm.HEAD);
        Alarm.calm(empty);
        return empty;
    }

    private int edges() {
        return test.bins() + 1;
    }

    private int cells() {
        return test.bins() + 3;
    }

    private int blocks() {
        return window / every;
    }

    private int referenceAt() {
        return BODY + edges();
    }

    private int currentAt() {
        return referenceAt() + cells();
    }

    private int watchingLength() {
        return currentAt() + (1 + blocks()) * cells();
    }

    /** Whether {@code state} could have come from this rule: its length, its counts, no number that is not finite. */
    public boolean validState(double[] state) {
        if (state.length <= BODY || !Alarm.validHead(state, watching(state) ? watchingLength() : BODY + reference)) {
            return false;
        }
        return below(state[SEEN], reference)
                && below(state[MISSING], state[SEEN])
                && below(state[IN_BLOCK], every - 1)
                && below(state[BLOCK], blocks() - 1)
                && below(state[FILLED], blocks())
                && Alarm.count(state[SINCE_ALARM])
                && (state[SINCE_ALARM] == 0 || (state[Alarm.LEVEL] > 0 && state[Alarm.EPISODES] > 0))
                && (watching(state) ? validCounts(state) : validValues(state));
    }

    private static boolean validValues(double[] state) {
        return state[Alarm.LEVEL] == 0
                && state[IN_BLOCK] == 0
                && state[BLOCK] == 0
                && state[FILLED] == 0
                && Arrays.stream(state, BODY, state.length).allMatch(x -> Math.abs(x) <= Float.MAX_VALUE);
    }

    /** The reference is complete, edges ascend, and the window is the sum of its blocks. */
    private boolean validCounts(double[] state) {
        boolean valid = Histograms.total(state, referenceAt(), cells()) == reference;
        for (int i = BODY + 1; i < referenceAt(); i++) {
            valid &= state[i - 1] <= state[i];
        }
        for (int i = referenceAt(); i < state.length; i++) {
            valid &= below(state[i], i < currentAt() ? reference : window);
        }
        for (int cell = 0; cell < cells(); cell++) {
            double sum = 0;
            for (int block = 1; block <= blocks(); block++) {
                sum += state[currentAt() + block * cells() + cell];
            }
            valid &= sum == state[currentAt() + cell];
        }
        return valid;
    }

    private static boolean below(double count, double most) {
        return Alarm.count(count) && count <= most;
    }
}
