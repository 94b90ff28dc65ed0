package dev.freshet.model.optim;

import java.util.List;

/** Rules one after the other, each on what the one before left; their slots lie side by side in the same order. */
public record Chain(List<GradientTransform> transforms) implements GradientTransform {

    public Chain {
        transforms = List.copyOf(transforms);
        if (transforms.isEmpty()) {
            throw new IllegalArgumentException("chain must hold at least one rule: got []");
        }
    }

    static Chain of(GradientTransform... transforms) {
        return new Chain(List.of(transforms));
    }

    @Override
    public int slots() {
        int sum = 0;
        for (int i = 0; i < transforms.size(); i++) {
            sum += transforms.get(i).slots();
        }
        return sum;
    }

    @Override
    public void apply(float[] update, float[] params, float[][] slots, float[][] next, int first, long step) {
        int own = first;
        for (int i = 0; i < transforms.size(); i++) {
            GradientTransform transform = transforms.get(i);
            transform.apply(update, params, slots, next, own, step);
            own += transform.slots();
        }
    }
}
