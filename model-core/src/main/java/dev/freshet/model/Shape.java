package dev.freshet.model;

import dev.freshet.model.drift.DriftDetector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a spec that fixes the form of a state, as lines of {@code name: value}. Rates, seeds, batch sizes and loss
 * may change between writing and reading a state; what stands here may not.
 */
final class Shape {

    private Shape() {}

    static String of(LearnerSpec spec) {
        List<String> lines = new ArrayList<>();
        lines.add("task: " + SpecText.of(spec.task()));
        spec.features().encoders().forEach(encoder -> lines.add("features: " + SpecText.of(encoder)));
        for (Dense layer : spec.network().dense()) {
            lines.add("layer: dense " + layer.units() + " " + layer.activation());
        }
        lines.add("weights: " + (SparseNetwork.suits(spec) ? "by column" : "by layer"));
        lines.add("optimizer slots: " + spec.optimizer().memory());
        lines.add("drift: " + detector(spec.drift().detector()));
        lines.add("warning: " + detector(spec.drift().warning()));
        lines.add("features watched: "
                + (spec.drift().features() == null
                        ? "no"
                        : SpecText.of(spec.drift().features())));
        lines.add("metrics window: " + spec.metrics().window());
        return String.join("\n", lines);
    }

    private static String detector(@Nullable DriftDetector detector) {
        return detector == null ? "none" : detector.layout();
    }

    /** The first line that differs, for a person. */
    static String difference(String found, String mine) {
        List<String> a = found.lines().toList();
        List<String> b = mine.lines().toList();
        int i = 0;
        while (i < a.size() && i < b.size() && a.get(i).equals(b.get(i))) {
            i++;
        }
        return "it has <" + (i < a.size() ? a.get(i) : "nothing more") + ">, this job runs <"
                + (i < b.size() ? b.get(i) : "nothing more") + ">";
    }
}
