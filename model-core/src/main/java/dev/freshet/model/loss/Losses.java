package dev.freshet.model.loss;

import java.util.Arrays;

/** The losses by the names that Keras and scikit-learn give them; p is the output, y the label. */
public final class Losses {

    private Losses() {}

    /** (p − y)². */
    public static Loss meanSquaredError() {
        return new Squared();
    }

    /** |p − y|. */
    public static Loss meanAbsoluteError() {
        return new Absolute();
    }

    /** {@link #huber(double)} with Keras's δ of 1. */
    public static Loss huber() {
        return huber(1);
    }

    /** Squared up to δ, absolute beyond. */
    public static Loss huber(double delta) {
        return new Huber(delta);
    }

    /** The pinball loss: p becomes the {@code level}-quantile of y. */
    public static Loss quantile(double level) {
        return new Quantile(level);
    }

    /** Of one linear score for two classes, or of one per class. */
    public static Loss hinge() {
        return new Hinge();
    }

    /** Of one sigmoid output. */
    public static Loss binaryCrossEntropy() {
        return binaryCrossEntropy(0);
    }

    /** Of one sigmoid output, towards y (1 − s) + s / 2. */
    public static Loss binaryCrossEntropy(double labelSmoothing) {
        return new BinaryCrossEntropy(labelSmoothing);
    }

    /** Of a softmax output per class. */
    public static Loss categoricalCrossEntropy() {
        return categoricalCrossEntropy(0);
    }

    /** Of n softmax outputs, towards y (1 − s) + s / n. */
    public static Loss categoricalCrossEntropy(double labelSmoothing) {
        return new CategoricalCrossEntropy(labelSmoothing);
    }

    /** Of a count's mean, an exponential output. */
    public static Loss poisson() {
        return new Poisson();
    }

    /** {@code loss} times the weight of the label's class, in the task's order of classes. */
    public static Loss classWeighted(Loss loss, double... weights) {
        return new ClassWeighted(loss, Arrays.stream(weights).boxed().toList());
    }
}
