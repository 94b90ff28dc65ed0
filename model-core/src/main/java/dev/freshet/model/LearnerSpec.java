package dev.freshet.model;

import dev.freshet.model.drift.DriftDetector;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.eval.Views;
import dev.freshet.model.loss.Loss;
import dev.freshet.model.loss.Losses;
import dev.freshet.model.loss.Output;
import dev.freshet.model.optim.GradientTransform;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that says how a key learns and nothing that it has learned: two learners of equal specs that see the same
 * examples hold the same bits.
 *
 * @param seed of the initial weights, the same for every key, and of what dropout drops, which is each key's own
 */
public record LearnerSpec(
        Task task,
        FeatureEncoding features,
        Sequential network,
        Loss loss,
        GradientTransform optimizer,
        BatchPolicy batch,
        Guard guard,
        DriftPolicy drift,
        Views metrics,
        long seed)
        implements Serializable {

    public LearnerSpec {
        LastLayer.require(task, network.last(), loss);
        SparseNetwork.require(features, network, optimizer);
        requireScalable(optimizer, guard, drift.response());
        if (guard.watchesLoss() && loss.output() == Output.MEAN) {
            throw new IllegalArgumentException("guard.loss-spike needs a loss that is never below 0, as " + loss
                    + " can be: use guard.max-norm: got " + guard.lossSpike());
        }
        requireBounded(task, drift.target(), drift.detector());
        requireBounded(task, drift.target(), drift.warning());
    }

    private static void requireScalable(GradientTransform optimizer, Guard guard, DriftResponse response) {
        String reason = optimizer.whyUnscalable();
        if (reason == null) {
            return;
        }
        boolean backsOff = guard.backOff() < 1;
        if (backsOff || response instanceof DriftResponse.BoostRate) {
            throw new IllegalArgumentException((backsOff ? "guard.back-off" : response.name())
                    + " needs an optimizer whose rate can be multiplied: " + reason + ": got " + optimizer);
        }
        if (response instanceof DriftResponse.ResetOptimizer) {
            throw new IllegalArgumentException(
                    "reset-optimizer needs an optimizer that can forget and keep the weights: " + reason
                            + ": use reset-model: got " + optimizer);
        }
    }

    private static void requireBounded(Task task, DriftPolicy.Target target, @Nullable DriftDetector detector) {
        boolean unbounded = target == DriftPolicy.Target.LOSS || task instanceof Task.Regression;
        if (unbounded && detector != null && detector.bounded()) {
            throw new IllegalArgumentException(detector.name() + " takes errors in [0, 1], not "
                    + (target == DriftPolicy.Target.LOSS ? "losses" : "the errors of a regression")
                    + ": use adwin, page-hinkley, cusum or kswin: got " + detector);
        }
    }

    /** Begins a spec of some classes, in the order of their indices. */
    public static SpecBuilder classification(String... classes) {
        return of(new Task.Classification(List.of(classes)));
    }

    /** Begins a spec of a number. */
    public static SpecBuilder regression() {
        return of(new Task.Regression());
    }

    /** Begins a spec. */
    public static SpecBuilder of(Task task) {
        return new SpecBuilder(task);
    }

    /** Begins a spec like this one. */
    public SpecBuilder toBuilder() {
        return new SpecBuilder(task)
                .features(features)
                .network(network)
                .loss(loss)
                .optimizer(optimizer)
                .batch(batch)
                .guard(guard)
                .drift(drift)
                .metrics(metrics)
                .seed(seed);
    }

    /** The loss that goes with a task and the last layer of {@code network}. */
    public static Loss defaultLoss(Task task, Sequential network) {
        if (task instanceof Task.Regression) {
            return Losses.meanSquaredError();
        }
        return network.last().units() == 1 ? Losses.binaryCrossEntropy() : Losses.categoricalCrossEntropy();
    }

    /** The same spec with batches that close otherwise. */
    public LearnerSpec withBatch(BatchPolicy other) {
        return toBuilder().batch(other).build();
    }
}
