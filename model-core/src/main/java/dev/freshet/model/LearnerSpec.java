package dev.freshet.model;

import dev.freshet.model.drift.DriftDetector;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.eval.Views;
import dev.freshet.model.optim.GradientTransform;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Everything that says how a key learns and nothing that it has learned: two learners of equal specs that see the same
 * examples hold the same bits.
 *
 * @param detector watches the prediction error; null for none
 * @param seed of the initial weights, the same for every key
 */
public record LearnerSpec(
        Task task,
        FeatureEncoding features,
        Sequential network,
        Loss loss,
        GradientTransform optimizer,
        BatchPolicy batch,
        @Nullable DriftDetector detector,
        Views metrics,
        long seed)
        implements Serializable {

    public LearnerSpec {
        int outputs = network.last().units();
        Activation activation = network.last().activation();
        if (task instanceof Task.Regression) {
            require(outputs == 1, "a regression ends in dense: 1", network.last());
            require(activation != Activation.SOFTMAX, "softmax of one output is always 1", network.last());
            require(loss == Loss.MSE, "a regression takes loss mse", loss);
        } else {
            int classes = task.predictionWidth();
            boolean single = outputs == 1 && classes == 2 && activation == Activation.SIGMOID;
            boolean perClass = outputs == classes && activation == Activation.SOFTMAX;
            require(
                    single || perClass,
                    classes + " classes take a last layer of " + classes + " softmax units"
                            + (classes == 2 ? " or 1 sigmoid unit" : ""),
                    network.last());
            require(
                    loss != Loss.BINARY_CROSS_ENTROPY || single,
                    "binary cross-entropy takes one sigmoid output",
                    network.last());
            require(
                    loss != Loss.CATEGORICAL_CROSS_ENTROPY || perClass,
                    "categorical cross-entropy takes a softmax output per class",
                    network.last());
        }
    }

    /** The same spec with batches that close otherwise. */
    public LearnerSpec withBatch(BatchPolicy other) {
        return new LearnerSpec(task, features, network, loss, optimizer, other, detector, metrics, seed);
    }

    private static void require(boolean condition, String rule, Object found) {
        if (!condition) {
            throw new IllegalArgumentException(rule + ": got " + found);
        }
    }
}
