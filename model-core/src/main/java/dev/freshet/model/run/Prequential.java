package dev.freshet.model.run;

import dev.freshet.model.AtRest;
import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Predict, then learn, over a whole stream for one key: every prediction is judged before its label is learned from.
 *
 * @param window labelled examples between two points of the curve
 * @param gap whether each window is scored once more by the model that has learned from it, which costs one forward pass
 *     per example
 * @param freeze when to stop learning; null for never
 * @see <a href="https://doi.org/10.1007/s10994-012-5320-9">Gama, Sebastião and Rodrigues (2013)</a>
 */
public record Prequential(int window, boolean gap, @Nullable Freeze freeze) {

    public Prequential {
        if (!(window >= 1 && window <= 1_000_000)) {
            throw new IllegalArgumentException("prequential.window must lie in [1, 1000000]: got " + window);
        }
    }

    /** A point per {@code window} labelled examples, with the gap, never frozen. */
    public static Prequential every(int window) {
        return new Prequential(window, true, null);
    }

    public Prequential freezing(Freeze when) {
        return new Prequential(window, gap, when);
    }

    public Prequential withoutGap() {
        return new Prequential(window, false, freeze);
    }

    /** Runs a new key over {@code stream}, with a point per 1,000 labelled examples. */
    public static PrequentialResult run(Iterable<Example> stream, Learner learner) {
        return every(1000).over(stream, learner, learner.init("run"), point -> {});
    }

    /**
     * Runs {@code state} over {@code stream}.
     *
     * @param progress gets each point as it is made, on this thread
     * @throws IllegalArgumentException if an example does not fit the learner's spec
     */
    public PrequentialResult over(
            Iterable<Example> stream, Learner learner, LearnerState state, Consumer<Point> progress) {
        var run = new PrequentialRun(this, learner, new AtRest(learner), state, progress);
        for (Example example : stream) {
            run.accept(example);
        }
        return run.end();
    }
}
