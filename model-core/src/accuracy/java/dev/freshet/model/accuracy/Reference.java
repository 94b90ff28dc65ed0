package dev.freshet.model.accuracy;

/** Prequential accuracies in percent, one pass: MOA 2024.07 at its defaults, and River's scaler with SGD .005; NaN for none. */
record Reference(double naiveBayes, double hoeffdingTree, double randomForest, double linear) {
    static final Reference NONE = new Reference(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
}
