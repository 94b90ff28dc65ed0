package dev.freshet.model;

import dev.freshet.model.loss.ClassWeighted;
import dev.freshet.model.loss.Loss;
import dev.freshet.model.loss.Output;

/** Whether a network's last layer suits the task and the loss. */
final class LastLayer {

    private LastLayer() {}

    /** @throws IllegalArgumentException naming the first rule that is broken */
    static void require(Task task, Dense last, Loss loss) {
        if (task instanceof Task.Classification c) {
            requireClasses(c.classes().size(), last, loss);
        } else {
            requireNumber(last, loss);
        }
    }

    private static void requireNumber(Dense last, Loss loss) {
        require(last.units() == 1, "a regression ends in dense: 1", last);
        require(last.activation() != Activation.SOFTMAX, "softmax of one output is always 1", last);
        require(
                loss.output().takesNumbers() && !(loss instanceof ClassWeighted),
                "a regression takes loss mse, mae, huber, quantile or poisson",
                loss);
        require(
                loss.output() != Output.MEAN || last.activation() == Activation.EXPONENTIAL,
                "poisson takes an exponential output",
                last);
    }

    private static void requireClasses(int classes, Dense last, Loss loss) {
        Output output = loss.output();
        require(output.takesClasses(), "classes take loss cross-entropy, hinge or mse", loss);
        if (output == Output.SCORES) {
            requireScores(classes, last);
        } else {
            requireProbabilities(classes, last, output);
        }
        require(
                !(loss instanceof ClassWeighted weighted) || weighted.weights().size() == classes,
                "class-weights must be one per class, " + classes,
                loss);
    }

    private static void requireScores(int classes, Dense last) {
        boolean fits = last.units() == classes || (last.units() == 1 && classes == 2);
        require(
                fits && last.activation() == Activation.LINEAR,
                "hinge of " + classes + " classes takes a last layer of " + classes + " linear units"
                        + (classes == 2 ? " or 1 linear unit" : ""),
                last);
    }

    private static void requireProbabilities(int classes, Dense last, Output output) {
        boolean single = last.units() == 1 && classes == 2 && last.activation() == Activation.SIGMOID;
        boolean perClass = last.units() == classes && last.activation() == Activation.SOFTMAX;
        require(
                single || perClass,
                classes + " classes take a last layer of " + classes + " softmax units"
                        + (classes == 2 ? " or 1 sigmoid unit" : ""),
                last);
        require(output != Output.PROBABILITY || single, "binary cross-entropy takes one sigmoid output", last);
        require(
                output != Output.PROBABILITIES || perClass,
                "categorical cross-entropy takes a softmax output per class",
                last);
    }

    private static void require(boolean condition, String rule, Object found) {
        if (!condition) {
            throw new IllegalArgumentException(rule + ": got " + found);
        }
    }
}
