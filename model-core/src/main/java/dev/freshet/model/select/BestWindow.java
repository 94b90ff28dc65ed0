package dev.freshet.model.select;

import java.util.Arrays;

/**
 * Promotes the challenger whose mean loss over a whole window of examples was smaller: simple and quick, with no promise of
 * how often it errs. Windows follow one another without overlap.
 *
 * <pre>
 *  0   1            2              3         4               5                6
 * +---+------------+--------------+---------+---------------+----------------+-----+
 * | n | Σ champion | Σ challenger | windows | last champion | last challenger| won |
 * +---+------------+--------------+---------+---------------+----------------+-----+
 * </pre>
 *
 * @param window examples, ≥ 1
 * @param margin by what share of the champion's the challenger's mean loss must be smaller, in [0, 1)
 */
public record BestWindow(int window, double margin) implements SelectionRule {
    private static final int N = 0;
    private static final int CHAMPION = 1;
    private static final int CHALLENGER = 2;
    private static final int WINDOWS = 3;
    private static final int LAST_CHAMPION = 4;
    private static final int LAST_CHALLENGER = 5;
    private static final int WON = 6;
    private static final int LENGTH = 7;

    /** So that no sum of a window overflows. */
    private static final double GREATEST_LOSS = 1e100;

    public BestWindow {
        if (window < 1) {
            throw new IllegalArgumentException("best-window.window must be >= 1 examples: got " + window);
        }
        if (!(margin >= 0 && margin < 1)) {
            throw new IllegalArgumentException("best-window.margin must lie in [0, 1): got " + margin);
        }
    }

    /** 1,000 examples, any difference. */
    public BestWindow() {
        this(1_000, 0);
    }

    @Override
    public String name() {
        return "best-window";
    }

    @Override
    public double[] settings() {
        return new double[] {window, margin};
    }

    @Override
    public double[] init() {
        return new double[LENGTH];
    }

    @Override
    public boolean update(double[] state, double championLoss, double challengerLoss) {
        state[CHAMPION] += clip(championLoss);
        state[CHALLENGER] += clip(challengerLoss);
        if (++state[N] >= window) {
            state[LAST_CHAMPION] = state[CHAMPION] / state[N];
            state[LAST_CHALLENGER] = state[CHALLENGER] / state[N];
            state[WON] = state[CHALLENGER] < state[CHAMPION] * (1 - margin) ? 1 : 0;
            state[WINDOWS]++;
            state[N] = 0;
            state[CHAMPION] = 0;
            state[CHALLENGER] = 0;
        }
        return won(state);
    }

    @Override
    public boolean won(double[] state) {
        return state[WON] == 1;
    }

    @Override
    public void restart(double[] state) {
        Arrays.fill(state, 0);
    }

    @Override
    public Evidence evidence(double[] state) {
        return new Evidence(
                name(),
                (long) (state[WINDOWS] * window + state[N]),
                state[LAST_CHAMPION] - state[LAST_CHALLENGER],
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                1);
    }

    private static double clip(double loss) {
        return loss < GREATEST_LOSS ? Math.max(loss, -GREATEST_LOSS) : GREATEST_LOSS;
    }

    @Override
    public boolean validState(double[] state) {
        boolean valid = state.length == LENGTH
                && state[N] >= 0
                && state[N] < window
                && state[N] == Math.rint(state[N])
                && state[WINDOWS] >= 0
                && state[WINDOWS] == Math.rint(state[WINDOWS])
                && (state[WON] == 0 || state[WON] == 1);
        for (double number : state) {
            valid &= Math.abs(number) <= Double.MAX_VALUE;
        }
        return valid;
    }
}
