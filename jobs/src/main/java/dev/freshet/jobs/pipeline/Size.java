package dev.freshet.jobs.pipeline;

import dev.freshet.model.Layer;
import dev.freshet.model.LearnerSpec;
import java.util.List;
import java.util.Locale;

/**
 * What one model key takes, before any array is made.
 *
 * @param parameters weights and biases, float32
 * @param parameterBytes of them
 * @param slotBytes of what the optimiser remembers of each
 * @param batchBytes of the open batch's inputs and activations
 */
record Size(long parameters, long parameterBytes, long slotBytes, long batchBytes) {
    /** A key's state travels in one array of bytes, of which this leaves room for the rest. */
    static final long MAX_BYTES = 1L << 30;

    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    static Size of(LearnerSpec spec) {
        return of(
                spec.features().width(),
                spec.network().layers(),
                spec.optimizer().slots(),
                spec.batch().size());
    }

    static Size of(int inputs, List<Layer> layers, int slots, int batch) {
        long parameters = 0;
        long widths = inputs;
        int in = inputs;
        for (Layer layer : layers) {
            parameters += layer.parameters(in);
            in = layer.units(in);
            widths += in;
        }
        long bytes = parameters * Float.BYTES;
        return new Size(parameters, bytes, bytes * slots, widths * batch * Float.BYTES);
    }

    long bytes() {
        return parameterBytes + slotBytes + batchBytes;
    }

    /** Index of the layer that has the most parameters. */
    static int largest(int inputs, List<Layer> layers) {
        int largest = 0;
        long most = 0;
        int in = inputs;
        for (int l = 0; l < layers.size(); l++) {
            long parameters = layers.get(l).parameters(in);
            if (parameters > most) {
                most = parameters;
                largest = l;
            }
            in = layers.get(l).units(in);
        }
        return largest;
    }

    /** {@code 12.0 MiB}. */
    static String human(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
