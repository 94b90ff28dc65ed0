package dev.freshet.jobs.models;

import dev.freshet.model.LearnerState;
import dev.freshet.wire.SafeText;
import dev.freshet.wire.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Published models in lines that a terminal can show, whatever is in their headers. */
public final class ModelText {
    private static final int KEY = 60;

    private ModelText() {}

    /** Key, step, fingerprint, why it was published, bytes, when, where. */
    public static String line(Published model) {
        return SafeText.of(model.key(), KEY) + "  " + facts(model);
    }

    /** The same without the key. */
    static String facts(Published model) {
        return String.format(
                Locale.ROOT,
                "step %s  fingerprint %s  %s  %,d bytes  %s  at %s",
                model.shown("step"),
                model.shown("fingerprint"),
                model.shown("reason"),
                model.bytes(),
                time(model.timestamp()),
                model.place());
    }

    /**
     * Everything about one model.
     *
     * @param history what was published of its key, oldest first
     */
    public static List<String> full(OpenedModel model, List<Published> history) {
        Published published = model.published();
        List<String> lines = new ArrayList<>();
        lines.add("key        " + SafeText.of(published.key()));
        lines.add("published  " + facts(published));
        lines.add("source     " + published.shown("source") + ", the last record that it has taken in");
        lines.add("sha256     " + Sha256.hex(model.snapshot()));
        lines.add("spec       " + spec(model));
        state(model.state(), lines);
        layers(model, lines);
        lines.add(String.format(Locale.ROOT, "history    %,d published", history.size()));
        history.forEach(each -> lines.add("  " + facts(each)));
        return lines;
    }

    private static String spec(OpenedModel model) {
        String own = HexFormat.of().toHexDigits(model.learner().specHash());
        String found = model.published().shown("spec");
        return found.equals(own) || model.state().prior() != 0
                ? found
                : found + "; the pipeline says " + own + " now, of the same form with other settings";
    }

    private static void state(LearnerState state, List<String> lines) {
        lines.add(String.format(
                Locale.ROOT,
                "examples   %,d predicted = %,d trained + %,d refused + %,d unlabelled + %,d waiting",
                state.predicted(),
                state.trained(),
                state.refused(),
                state.unlabelled(),
                state.open()));
        lines.add("newest     " + (state.predicted() == 0 ? "none" : time(state.lastTime()) + ", time of its event"));
        lines.add("began at   "
                + (state.prior() == 0
                        ? "the learner's own initial weights"
                        : "prior " + HexFormat.of().toHexDigits(state.prior())));
        if (state.frozen() || state.rate() != 1 || !state.waiting().isEmpty()) {
            lines.add("commands   " + (state.frozen() ? "frozen" : "learning") + ", rate x " + state.rate() + ", "
                    + state.waiting().size() + " waiting");
        }
    }

    private static void layers(OpenedModel model, List<String> lines) {
        float[] params = model.state().parameters();
        for (LayerWeights layer : LayerWeights.of(model.learner().spec())) {
            lines.add(String.format(
                    Locale.ROOT,
                    "layer %-4d %s, %,d x %,d: norm of W %.6g, largest %.6g; norm of b %.6g, largest %.6g",
                    layer.number(),
                    layer.layer().activation().name().toLowerCase(Locale.ROOT),
                    layer.inputs(),
                    layer.layer().units(),
                    LayerWeights.norm(params, layer.at(), layer.biases()),
                    LayerWeights.largest(params, layer.at(), layer.biases()),
                    LayerWeights.norm(params, layer.biases(), layer.end()),
                    LayerWeights.largest(params, layer.biases(), layer.end())));
        }
    }

    private static String time(long millis) {
        return millis < 0 ? "no time" : Instant.ofEpochMilli(millis).toString();
    }
}
