package dev.freshet.model.select;

import dev.freshet.model.math.DoubleMath;
import java.util.Arrays;

/**
 * Promotes once the mean difference of the losses is above {@code margin} by an empirical-Bernstein confidence sequence:
 * an interval that, with probability 1 − α, holds the true mean difference at every moment, so that looking after each
 * example and stopping at the first success costs nothing. The examples need be neither independent nor alike: what is
 * held is the mean, weighted as below, of each difference's expectation given what came before it.
 *
 * <pre>
 * x   = (clip(champion) − clip(challenger)) / bound, mapped to [0, 1]        clip(loss) = min(loss, bound)
 * λ   = min(√(2 ln(2/α) / (σ² n ln(n + 1))), 1/2)      σ², μ of the examples before
 * v   = 4 (x − μ)²,  ψ(λ) = (−ln(1 − λ) − λ) / 4
 * Σλx/Σλ ± (ln(2/α) + Σvψ(λ)) / Σλ
 * </pre>
 *
 * Each comparison that begins anew has its own share of α, α/(k(k + 1)) for the k-th, so that over all of a key's promotions
 * the chance of one that is not earned stays below α.
 *
 * <pre>
 *  0   1      2     3     4        5    6          7
 * +---+------+-----+-----+--------+---+----------+------+
 * | k | n    | Σλ  | Σλx | Σvψ(λ) | Σx| Σ(x−μ)²  | won  |
 * +---+------+-----+-----+--------+---+----------+------+
 * </pre>
 *
 * @param alpha how probable a promotion that was not earned may be over all of a key's time, in (0, 1)
 * @param bound the greatest loss that counts, in the loss's unit; more counts as that much
 * @param margin by how much the mean loss must be smaller, in the loss's unit, ≥ 0
 * @param rivals how many challengers share α, ≥ 1
 * @see <a href="https://doi.org/10.1093/jrsssb/qkad009">Waudby-Smith &amp; Ramdas (2024), Theorem 2</a>
 */
public record ConfidenceSequence(double alpha, double bound, double margin, int rivals) implements SelectionRule {
    private static final int EPOCH = 0;
    private static final int N = 1;
    private static final int LAMBDA = 2;
    private static final int WEIGHTED = 3;
    private static final int VARIATION = 4;
    private static final int SUM = 5;
    private static final int SQUARES = 6;
    private static final int WON = 7;
    private static final int LENGTH = 8;

    private static final double GREATEST_LAMBDA = 0.5;

    public ConfidenceSequence {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("confidence-sequence.alpha must lie in (0, 1): got " + alpha);
        }
        if (!(bound > 0 && bound <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("confidence-sequence.bound must be > 0 and finite: got " + bound);
        }
        if (!(margin >= 0 && margin < bound)) {
            throw new IllegalArgumentException("confidence-sequence.margin must lie in [0, bound): got " + margin);
        }
        if (rivals < 1) {
            throw new IllegalArgumentException("confidence-sequence.rivals must be >= 1: got " + rivals);
        }
    }

    /** α .05 and no margin; losses count up to 4, which a probability of .018 costs. */
    public ConfidenceSequence() {
        this(0.05, 4, 0, 1);
    }

    /** The same promise over {@code challengers} comparisons at once. */
    public ConfidenceSequence among(int challengers) {
        return new ConfidenceSequence(alpha, bound, margin, challengers);
    }

    @Override
    public String name() {
        return "confidence-sequence";
    }

    @Override
    public double[] settings() {
        return new double[] {alpha, bound, margin, rivals};
    }

    @Override
    public double[] init() {
        double[] state = new double[LENGTH];
        state[EPOCH] = 1;
        return state;
    }

    @Override
    public boolean update(double[] state, double championLoss, double challengerLoss) {
        double x = (clip(championLoss) - clip(challengerLoss)) / bound / 2 + 0.5;
        double n = ++state[N];
        double before = mean(state[SUM], n - 1);
        double variance = (0.25 + state[SQUARES]) / n;
        double level = level(state);
        double lambda = Math.min(Math.sqrt(2 * level / (variance * n * DoubleMath.log(n + 1))), GREATEST_LAMBDA);
        double off = x - before;
        state[LAMBDA] += lambda;
        state[WEIGHTED] = Math.fma(lambda, x, state[WEIGHTED]);
        state[VARIATION] = Math.fma(4 * off * off, psi(lambda), state[VARIATION]);
        state[SUM] += x;
        double after = x - mean(state[SUM], n);
        state[SQUARES] = Math.fma(after, after, state[SQUARES]);
        if (lower(state) > margin) {
            state[WON] = 1;
        }
        return won(state);
    }

    @Override
    public boolean won(double[] state) {
        return state[WON] == 1;
    }

    @Override
    public void restart(double[] state) {
        double epoch = state[EPOCH] + 1;
        Arrays.fill(state, 0);
        state[EPOCH] = epoch;
    }

    @Override
    public Evidence evidence(double[] state) {
        double centre = state[N] == 0 ? 0 : unmapped(state[WEIGHTED] / state[LAMBDA]);
        double radius = radius(state);
        return new Evidence(
                name(),
                (long) state[N],
                centre,
                Math.max(-bound, centre - radius),
                Math.min(bound, centre + radius),
                alpha);
    }

    private double lower(double[] state) {
        return unmapped(state[WEIGHTED] / state[LAMBDA]) - radius(state);
    }

    private double radius(double[] state) {
        return state[N] == 0 ? 2 * bound : 2 * bound * ((level(state) + state[VARIATION]) / state[LAMBDA]);
    }

    /** ln(2/α) of the share of α that this comparison has. */
    private double level(double[] state) {
        double epoch = state[EPOCH];
        return DoubleMath.log(2 * rivals * epoch * (epoch + 1) / alpha);
    }

    private double clip(double loss) {
        return loss < bound ? Math.max(loss, 0) : bound;
    }

    private double unmapped(double x) {
        return (2 * x - 1) * bound;
    }

    /** Of x so far, with one half in front. */
    private static double mean(double sum, double n) {
        return (0.5 + sum) / (n + 1);
    }

    private static double psi(double lambda) {
        return (-DoubleMath.log(1 - lambda) - lambda) / 4;
    }

    @Override
    public boolean validState(double[] state) {
        boolean valid = state.length == LENGTH
                && state[EPOCH] >= 1
                && state[EPOCH] == Math.rint(state[EPOCH])
                && state[N] >= 0
                && state[N] == Math.rint(state[N])
                && (state[WON] == 0 || state[WON] == 1);
        for (int i = LAMBDA; valid && i < WON; i++) {
            valid = state[i] >= 0 && state[i] <= Double.MAX_VALUE;
        }
        return valid && (state[N] == 0) == (state[LAMBDA] == 0);
    }
}
