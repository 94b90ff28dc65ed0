package dev.freshet.model.optim;

/**
 * Falls along half a cosine from {@code rate} at the first step to {@code end} after {@code steps} more, and stays there:
 * {@code end + ½ (rate − end)(1 + cos(π min(t − 1, steps) / steps))}. Keras's {@code CosineDecay} with alpha = end / rate,
 * PyTorch's {@code CosineAnnealingLR} with eta_min = end; no restarts.
 *
 * @param rate &gt; 0
 * @param steps ≥ 1
 * @param end in [0, rate]
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter (2017)</a>
 */
public record CosineDecay(double rate, long steps, double end) implements Schedule {

    public CosineDecay {
        Settings.requirePositive("cosine.rate", rate);
        Settings.requireSteps("cosine.steps", steps);
        if (!(end >= 0 && end <= rate)) {
            throw new IllegalArgumentException("cosine.end must lie in [0, " + rate + "]: got " + end);
        }
    }

    @Override
    public double rate(long step) {
        double done = (double) Math.min(step - 1, steps) / (double) steps;
        return end + (rate - end) * 0.5 * (1 + StrictMath.cos(Math.PI * done));
    }
}
