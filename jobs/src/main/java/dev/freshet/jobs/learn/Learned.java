package dev.freshet.jobs.learn;

import dev.freshet.jobs.ledger.FateCounter;
import dev.freshet.model.DriftReading;
import dev.freshet.model.Example;
import dev.freshet.model.Guard;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.model.drift.DriftLevel;
import dev.freshet.wire.SafeText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows from an example that a model has taken in: counts, metrics, drift, models that are due, a word in the log. */
final class Learned {
    private static final Logger LOG = LoggerFactory.getLogger(Learned.class);

    private final Learner learner;
    private final FateCounter fates;
    private final KeyStates states;
    private final Models models;
    private final OutputRecords outputs;
    private final Outlet outlet;
    private final @Nullable LateLabels late;

    private long refusedBefore;

    /** @param late whose delays metrics show; null where events bring their labels */
    Learned(
            Learner learner,
            FateCounter fates,
            KeyStates states,
            Models models,
            OutputRecords outputs,
            Outlet outlet,
            @Nullable LateLabels late) {
        this.learner = learner;
        this.fates = fates;
        this.states = states;
        this.models = models;
        this.outputs = outputs;
        this.outlet = outlet;
        this.late = late;
    }

    /** The state that the example meets. */
    void before(LearnerState state, Example example) throws Exception {
        refusedBefore = state.refused();
        fates.before(state);
        models.before(state, example.partition(), example.offset());
    }

    /** The same state with the example. */
    void after(LearnerState state, Example example, Outcome outcome) throws Exception {
        fates.after(state);
        boolean kept = states.keep(state, outcome);
        models.acted(state, outcome);
        if (!kept) {
            return;
        }
        if (outcome.metricsDue()) {
            metrics(state, "window");
        }
        emitDrift(state, outcome);
        models.after(state, outcome);
        if (state.refused() > refusedBefore) {
            warn(example, state, outcome);
        }
    }

    /** @param scope {@code window} or {@code final} */
    void metrics(LearnerState state, String scope) throws Exception {
        outlet.emit(outputs.metrics(state, scope, late == null ? null : late.delays()));
    }

    private void emitDrift(LearnerState state, Outcome outcome) {
        DriftReading drift = outcome.driftChanged() ? learner.drift(state) : null;
        if (drift != null && drift.level() != DriftLevel.NONE) {
            String action = learner.spec().drift().response().name();
            outlet.emit(outputs.drift(state, drift, drift.level() == DriftLevel.DRIFT ? action : "none"));
        }
        for (int i = 0; i < outcome.featuresChanged(); i++) {
            outlet.emit(outputs.drift(state, learner.featureDrift(state, outcome.featureChanged(i)), "none"));
        }
    }

    private static void warn(Example example, LearnerState state, Outcome outcome) {
        if (outcome.batchesRefused() > 0) {
            LOG.warn(
                    "model {}: batch refused after step {}: {}, the last good weights stand; to blame is the event at"
                            + " partition {}, offset {}",
                    SafeText.of(state.key()),
                    state.step(),
                    reason(outcome.refusal()),
                    outcome.blamedPartition(),
                    outcome.blamedOffset());
        } else if (isPowerOfTwo(state.refused())) {
            LOG.warn(
                    "model {}: {} events refused up to step {}; the newest, whose activations are not finite, is at"
                            + " partition {}, offset {}",
                    SafeText.of(state.key()),
                    state.refused(),
                    state.step(),
                    example.partition(),
                    example.offset());
        }
    }

    private static String reason(Guard.@Nullable Refusal refusal) {
        return switch (refusal == null ? Guard.Refusal.GRADIENT : refusal) {
            case GRADIENT -> "its gradient is not finite or explodes";
            case UPDATE -> "its update is not finite";
            case NORM -> "its gradient is longer than guard.max-norm";
            case LOSS -> "its loss exceeds guard.loss-spike";
        };
    }

    /** At which counts a model that refuses every event says so: ever more seldom. */
    private static boolean isPowerOfTwo(long count) {
        return Long.bitCount(count) == 1;
    }
}
