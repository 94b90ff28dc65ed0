package dev.freshet.model;

import dev.freshet.model.drift.DriftDetector;
import dev.freshet.model.eval.Evaluation;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A table of a learner's layers, in the manner of Keras, and of what one key takes at most, part by part, without the
 * room that growing arrays have to spare.
 */
final class Summary {
    private static final int ARRAY_HEADER = 16;
    /** Label, weight, partition and offset of an example that waits. */
    private static final int TAIL = 2 * Double.BYTES + Integer.BYTES + Long.BYTES;
    /** Step, fingerprint and the like, of {@link LearnerState} and its batch. */
    private static final int COUNTS = 10;

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
        Evaluation evaluation = Learner.evaluationOf(spec);
        FeatureWatch watch = new FeatureWatch(spec);
        part("metrics", evaluation.maxLength(), Double.BYTES);
        part(
                "drift detectors",
                detector(spec.drift().detector()) + detector(spec.drift().warning()),
                Double.BYTES);
        part("watch over inputs", watch.maxLength(), Double.BYTES);
        part("open batch of " + spec.batch().size(), openBatch(), Float.BYTES);
        part(
                "its labels, weights and places",
                4L * spec.batch().size(),
                spec.batch().size() * (long) TAIL);
        part("counts, guard and response", COUNTS + Control.LENGTH + sets(), Double.BYTES);
        part("headers of arrays", arrays(evaluation.init().length + watch.rows()), ARRAY_HEADER);
        text.append(String.format(Locale.ROOT, "%-34s%,30d\n", "total state", bytes));
        return text.toString();
    }

    private void layers() {
        text.append(String.format(Locale.ROOT, "%-34s%-18s%12s\n", "Layer", "Output shape", "Parameters"));
        int width = spec.features().width();
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
        int held = held(slots);
        if (held > slots) {
            part("parameters", parameters, Float.BYTES);
            part("optimiser slots, " + slots + " a parameter", slots * parameters, Float.BYTES);
        } else {
            part("parameters, as " + slots + " slots each", held * parameters, Float.BYTES);
        }
        if (sets() > 1) {
            part("background model, with slots", held * parameters, Float.BYTES);
        }
    }

    /** Floats of a parameter with its slots. */
    private int held(int slots) {
        return network instanceof SparseNetwork sparse ? sparse.table().stride() : 1 + slots;
    }

    private int sets() {
        return spec.drift().response() instanceof DriftResponse.SwapBackground ? 2 : 1;
    }

    private static long detector(@Nullable DriftDetector detector) {
        return detector == null ? 0 : detector.maxLength();
    }

    /** Encoded inputs, of sparse ones columns and values, and activations. */
    private long openBatch() {
        long widths = network instanceof SparseNetwork sparse
                ? 1 + 2L * Math.min(sparse.inputs(), SparseRows.MAX_COLUMNS)
                : 0;
        for (int level = 0; level <= network.layers(); level++) {
            widths += network.width(level);
        }
        return spec.batch().size() * widths;
    }

    /** Of weights, statistics, metrics and watch, which have {@code rows}, detectors, and the open batch. */
    private long arrays(int rows) {
        long weights = sets() * (1L + spec.optimizer().slots());
        long batch = network.layers() + 2L + 4 + (network.sparse() ? 3 : 0);
        return weights + 1 + 2 + rows + 2 + 1 + batch;
    }

    private void part(String name, long numbers, int bytesEach) {
        part(name, numbers, numbers * bytesEach);
    }

    private void part(String name, long numbers, long partBytes) {
        bytes += partBytes;
        text.append(String.format(Locale.ROOT, "%-34s%,18d%,12d\n", name, numbers, partBytes));
    }
}
