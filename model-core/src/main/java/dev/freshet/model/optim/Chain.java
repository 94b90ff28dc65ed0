package dev.freshet.model.optim;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rules one after the other, each on what the one before left; their slots lie side by side in the same order. */
public record Chain(List<GradientTransform> transforms) implements GradientTransform {

    public Chain {
        transforms = List.copyOf(transforms);
        if (transforms.isEmpty()) {
            throw new IllegalArgumentException("chain must hold at least one rule: got []");
        }
        for (GradientTransform transform : transforms.subList(0, transforms.size() - 1)) {
            if (transform.whyUnscalable() != null) {
                throw new IllegalArgumentException(
                        "chain must end in " + transform.name() + " where it holds it: got " + transforms);
            }
        }
    }

    static Chain of(GradientTransform... transforms) {
        return new Chain(List.of(transforms));
    }

    @Override
    public String name() {
        return transforms.stream().map(GradientTransform::name).collect(Collectors.joining(" + "));
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
    public String memory() {
        List<String> kept = transforms.stream()
                .filter(transform -> transform.slots() > 0)
                .map(GradientTransform::memory)
                .toList();
        return kept.isEmpty() ? "none" : String.join(" + ", kept);
    }

    @Override
    public @Nullable String whyUnscalable() {
        return transforms.get(transforms.size() - 1).whyUnscalable();
    }

    @Override
    public @Nullable String whyEager() {
        return transforms.stream()
                .map(GradientTransform::whyEager)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public boolean showsAll() {
        for (int i = 0; i < transforms.size(); i++) {
            if (!transforms.get(i).showsAll()) {
                return false;
            }
        }
        return true;
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
