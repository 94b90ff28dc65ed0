package dev.freshet.model.eval;

import java.io.Serializable;

/**
 * How far the three views of every metric reach: all events, the newest {@code window}, and fading, where an event weighs
 * {@code fading} times the next.
 *
 * @param window events, in [1, 1000000]; 0 switches metrics off
 * @param fading α, in (0, 1]
 * @see <a href="https://doi.org/10.1007/s10994-012-5320-9">Gama, Sebastião and Rodrigues (2013), for fading</a>
 */
public record Views(int window, double fading) implements Serializable {

    /** A window of 1,000 and a fading factor of .999. */
    public static final Views DEFAULT = new Views(1000, 0.999);

    /** No metrics: no state, and nothing to do per event but the loss. */
    public static final Views NONE = new Views(0, 1);

    public Views {
        if (!(window >= 0 && window <= 1_000_000)) {
            throw new IllegalArgumentException("metrics.window must lie in [0, 1000000]: got " + window);
        }
        if (!(fading > 0 && fading <= 1)) {
            throw new IllegalArgumentException("metrics.fading must lie in (0, 1]: got " + fading);
        }
    }

    /** Whether metrics are off. */
    public boolean none() {
        return window == 0;
    }
}
