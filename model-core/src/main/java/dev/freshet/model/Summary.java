package dev.freshet.model;

import dev.freshet.model.drift.DriftDetector;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A table of a learner's layers, in the manner of Keras, and of what one key takes at most, part by part. */
final class Summary {
    private final LearnerSpec spec;
    private final Network network;
    private final StringBuilder text = new StringBuilder();
    private long bytes;

    Summary(LearnerSpec spec, Network network) {
        this.spec = spec;
        this.network = network;
    }

    String text() {
        layers();
        text.append('\n').append(String.format(Locale.ROOT, "%-34s%18s%12s\n", "Per key, at most", "Numbers", "Bytes"));
        weights();
        part("encoder statistics", spec.features().statsLength(), Double.BYTES);
        part("metrics", Learner.evaluationOf(spec).maxLength(), Double.BYTES);
        part(
                "drift detectors",
                detector(spec.drift().detector()) + detector(spec.drift().warning()),
                Double.BYTES);
        part("open batch of " + spec.batch().size(), openBatch(), Float.BYTES);
        text.append(String.format(Locale.ROOT, "%-34s%,30d\n", "total state", bytes));
        return text.toString();
    }

    private void layers() {
        text.append(String.format(Locale.ROOT, "%-34s%-18s%12s\n", "Layer", "Output shape", "Parameters"));
        int width = network.width(0);
        layer("input", width, 0);
        for (Layer layer : spec.network().layers()) {
            long parameters = layer.parameters(width);
            width = layer.units(width);
            layer(name(layer), width, parameters);
        }
        text.append(String.format(Locale.ROOT, "%-34s%-18s%,12d\n", "total", "", network.parameterCount()));
    }

    private void layer(String name, int width, long parameters) {
        text.append(String.format(Locale.ROOT, "%-34s%-18s%,12d\n", name, "(batch, " + width + ")", parameters));
    }

    private static String name(Layer layer) {
        return layer instanceof Dense dense
                ? "dense " + dense.units() + " "
                        + dense.activation().name().toLowerCase(Locale.ROOT).replace('_', '-')
                : "dropout " + ((Dropout) layer).rate();
    }

    private void weights() {
        long parameters = network.parameterCount();
        int slots = spec.optimizer().slots();
        part("parameters", parameters, Float.BYTES);
        part("optimiser slots, " + slots + " a parameter", slots * parameters, Float.BYTES);
        if (spec.drift().response() instanceof DriftResponse.SwapBackground) {
            part("background model, with slots", (1 + slots) * parameters, Float.BYTES);
        }
    }

    private static long detector(@Nullable DriftDetector detector) {
        return detector == null ? 0 : detector.maxLength();
    }

    /** Encoded inputs and activations. */
    private long openBatch() {
        long widths = 0;
        for (int level = 0; level <= network.layers(); level++) {
            widths += network.width(level);
        }
        return spec.batch().size() * widths;
    }

    private void part(String name, long numbers, int bytesEach) {
        bytes += numbers * bytesEach;
        text.append(String.format(Locale.ROOT, "%-34s%,18d%,12d\n", name, numbers, numbers * bytesEach));
    }
}
