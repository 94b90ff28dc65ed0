package dev.freshet.jobs.models;

import dev.freshet.wire.SafeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;

/** What lies between two models of one pipeline, layer by layer, in lines for a person. */
public final class ModelDiff {
    private final float[] from;
    private final float[] to;

    private ModelDiff(float[] from, float[] to) {
        this.from = from;
        this.to = to;
    }

    /** @param top the largest changes that are named, at most */
    public static List<String> lines(OpenedModel from, OpenedModel to, int top) {
        ModelDiff diff = new ModelDiff(from.state().parameters(), to.state().parameters());
        List<LayerWeights> layers = LayerWeights.of(from.learner().spec());
        List<String> lines = new ArrayList<>();
        lines.add("key     " + SafeText.of(from.published().key()));
        lines.add("from    " + ModelText.facts(from.published()));
        lines.add("to      " + ModelText.facts(to.published()));
        lines.add(String.format(
                Locale.ROOT,
                "learned %,d examples -> %,d",
                from.state().trained(),
                to.state().trained()));
        layers.forEach(layer -> {
            lines.add(diff.part(layer, "W", layer.at(), layer.biases()));
            lines.add(diff.part(layer, "b", layer.biases(), layer.end()));
        });
        diff.largest(layers, top, lines);
        return lines;
    }

    private String part(LayerWeights layer, String what, int begin, int end) {
        float[] change = new float[end - begin];
        for (int i = begin; i < end; i++) {
            change[i - begin] = to[i] - from[i];
        }
        return String.format(
                Locale.ROOT,
                "layer %d  norm of %s %.6g -> %.6g, of the change %.6g",
                layer.number(),
                what,
                LayerWeights.norm(from, begin, end),
                LayerWeights.norm(to, begin, end),
                LayerWeights.norm(change, 0, change.length));
    }

    private void largest(List<LayerWeights> layers, int top, List<String> lines) {
        int[] changed = mostChanged(top);
        if (changed.length == 0) {
            lines.add("no weight differs");
        }
        for (int parameter : changed) {
            LayerWeights layer = layers.stream()
                    .filter(each -> parameter < each.end())
                    .findFirst()
                    .orElseThrow();
            lines.add(String.format(
                    Locale.ROOT,
                    "  layer %d %s  %.6g -> %.6g",
                    layer.number(),
                    layer.name(parameter),
                    from[parameter],
                    to[parameter]));
        }
    }

    /** Places of the largest changes, largest first; of equal ones the first. */
    private int[] mostChanged(int top) {
        Comparator<Integer> bySize = Comparator.comparingDouble(this::size);
        Comparator<Integer> order = bySize.thenComparing(Comparator.reverseOrder());
        PriorityQueue<Integer> kept = new PriorityQueue<>(order);
        for (int i = 0; i < from.length; i++) {
            if (size(i) > 0) {
                kept.add(i);
            }
            if (kept.size() > top) {
                kept.poll();
            }
        }
        return kept.stream().sorted(order.reversed()).mapToInt(i -> i).toArray();
    }

    private double size(int i) {
        return Math.abs((double) to[i] - from[i]);
    }
}
