package dev.freshet.model;

import dev.freshet.model.drift.DriftDetector;
import dev.freshet.model.drift.DriftLevel;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a {@link DriftPolicy} over a key's judged predictions, and its response when a batch closes. */
final class DriftWatch {
    private final DriftPolicy policy;
    private final @Nullable DriftDetector detector;
    private final @Nullable DriftDetector warning;

    DriftWatch(DriftPolicy policy) {
        this.policy = policy;
        detector = policy.detector();
        warning = policy.warning();
    }

    double[] initDetector() {
        return detector == null ? new double[0] : detector.init();
    }

    double[] initWarning() {
        return warning == null ? new double[0] : warning.init();
    }

    boolean valid(LearnerState state) {
        return valid(detector, state.drift) && valid(warning, state.warning);
    }

    private static boolean valid(@Nullable DriftDetector rule, double[] state) {
        return rule == null ? state.length == 0 : rule.validState(state);
    }

    /** Drift if the detector says so, a warning if either says anything else than nothing. */
    DriftLevel level(LearnerState state) {
        DriftLevel main = detector == null ? DriftLevel.NONE : detector.level(state.drift);
        boolean warned = warning != null && warning.level(state.warning) != DriftLevel.NONE;
        return main == DriftLevel.NONE && warned ? DriftLevel.WARNING : main;
    }

    /** What the detector of the present level shows; null if nothing watches. */
    @Nullable
    DriftReading read(LearnerState state) {
        if (detector == null) {
            return null;
        }
        DriftLevel level = level(state);
        return warning != null && level != detector.level(state.drift)
                ? read(warning, state.warning, level)
                : read(detector, state.drift, level);
    }

    private DriftReading read(DriftDetector rule, double[] seen, DriftLevel level) {
        return new DriftReading(
                rule.name(),
                level,
                policy.target().name().toLowerCase(Locale.ROOT),
                rule.statistic(seen),
                rule.threshold(seen),
                rule.episodes(seen));
    }

    /** Takes one judged prediction in. */
    void update(LearnerState state, double error, double loss, Outcome outcome) {
        if (detector == null) {
            return;
        }
        double watched = policy.target() == DriftPolicy.Target.ERROR ? error : loss;
        state.drift = detector.update(state.drift, watched);
        if (warning != null) {
            state.warning = warning.update(state.warning, watched);
        }
        outcome.drift = level(state);
        if (outcome.drift == DriftLevel.DRIFT && outcome.driftBefore != DriftLevel.DRIFT) {
            state.control[Control.ALARMED] = 1;
        }
        if (outcome.drift == DriftLevel.WARNING && policy.response() instanceof DriftResponse.SwapBackground swap) {
            state.control[Control.PATIENCE] = swap.patience();
        }
    }

    /**
     * Does what an alarm since the last batch asks for; to be called when a batch closes, before it is learned.
     *
     * @return whether it did anything
     */
    boolean respond(LearnerState state, Supplier<Weights> fresh) {
        if (state.control[Control.ALARMED] == 0) {
            return false;
        }
        state.control[Control.ALARMED] = 0;
        DriftResponse response = policy.response();
        if (response instanceof DriftResponse.BoostRate boost) {
            state.control[Control.BOOST] = boost.batches();
        } else if (response instanceof DriftResponse.ResetOptimizer) {
            state.weights.resetSlots();
        } else if (response instanceof DriftResponse.ResetModel) {
            replace(state, fresh.get());
        } else if (response instanceof DriftResponse.SwapBackground) {
            replace(state, state.background == null ? fresh.get() : state.background);
            state.background = null;
            state.control[Control.PATIENCE] = 0;
        }
        return !(response instanceof DriftResponse.None);
    }

    /** What the guard knew of the weights that go says nothing of those that come. */
    private static void replace(LearnerState state, Weights weights) {
        state.weights = weights;
        state.pending.forwarded = 0;
        Control.forgetWeights(state.control);
    }

    /** Begins the background model at the first batch after a warning, ends it when its patience does. */
    static void keepBackground(LearnerState state, Supplier<Weights> fresh) {
        if (state.control[Control.PATIENCE] == 0) {
            state.background = null;
            return;
        }
        state.control[Control.PATIENCE]--;
        if (state.background == null) {
            state.background = fresh.get();
        }
    }

    /** By which the next update is multiplied. */
    double rate(LearnerState state) {
        double rate = state.control[Control.RATE];
        if (state.control[Control.BOOST] > 0 && policy.response() instanceof DriftResponse.BoostRate boost) {
            return rate * boost.factor();
        }
        return rate;
    }
}
