package dev.freshet.model.loss;

import java.util.List;

/**
 * Another loss, times the weight of the label's class. A batch's mean still divides by the sum of the examples' weights
 * alone, so that a class weight acts on batches of one too.
 *
 * @param loss of classes
 * @param weights one per class, finite and &gt; 0
 */
public record ClassWeighted(Loss loss, List<Double> weights) implements Loss {

    public ClassWeighted {
        weights = List.copyOf(weights);
        if (!loss.output().takesClasses() || loss instanceof ClassWeighted) {
            throw new IllegalArgumentException("class-weights must be given once, to a loss of classes: got " + loss);
        }
        for (double weight : weights) {
            if (!((float) weight > 0 && (float) weight < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("class-weights must be > 0 and finite: got " + weights);
            }
        }
    }

    @Override
    public Output output() {
        return loss.output();
    }

    @Override
    public double value(float[] output, int at, int n, double label) {
        return Finite.bound(weights.get((int) label) * loss.value(output, at, n, label));
    }

    @Override
    public void gradient(float[] output, int at, int n, double label, float scale, float[] d) {
        loss.gradient(output, at, n, label, scale * weights.get((int) label).floatValue(), d);
    }
}
