package dev.freshet.model;

import static dev.freshet.model.SnapshotBytes.require;

import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.HashedCategories;
import dev.freshet.model.encode.Numbers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads version 1, which knew no guard, warning or background and named no optimiser. Its metrics had fewer series: they
 * begin anew, everything that learning depends on goes on.
 *
 * <pre>
 * version 1
 *   int    magic 0x46525348 ("FRSH")
 *   int    version
 *   text   shape of the learner; text = int bytes, then UTF-8
 *   text   key
 *   long   step, fingerprint, predicted, trained, refused, unlabelled, time of the latest example
 *   floats parameters                                  floats = int n, then n floats
 *   floats optimizer slots, one after the other
 *   doubles encoder statistics                         doubles = int n, then n doubles
 *   int    rows, then that many doubles: evaluation
 *   doubles drift detector
 *   int    waiting examples; long time of the first, 0 if none
 *     each: d floats encoded input, double label, double weight, int partition, long offset
 *   int    CRC-32C of all the above
 * </pre>
 */
final class SnapshotV1 {
    static final int VERSION = 1;

    private SnapshotV1() {}

    /** Up to the waiting examples, which are as in version 2. */
    static LearnerState read(ByteBuffer in, Learner learner) {
        String found = SnapshotBytes.getText(in);
        String mine = shape(learner.spec());
        require(found.equals(mine), "holds another model: " + Shape.difference(found, mine));
        require(!learner.network().sparse(), "of version 1 holds weights by layer, this job runs them by column");
        LearnerState state = learner.blank(SnapshotBytes.getText(in));
        SnapshotCodec.getCounts(in, state);
        SnapshotBytes.getFloats(in, state.weights.params, "parameters");
        getSlots(in, state.weights);
        state.weights.steps = state.step;
        SnapshotBytes.getDoubles(in, state.encoderStats, "encoder statistics");
        for (int rows = in.getInt(); rows > 0; rows--) {
            SnapshotBytes.getDoubles(in);
        }
        state.drift = SnapshotBytes.getDoubles(in);
        return state;
    }

    private static void getSlots(ByteBuffer in, Weights weights) {
        int n = SnapshotBytes.checkedLength(in, Float.BYTES);
        int floats = weights.slots.length * weights.params.length;
        require(n == floats, "holds " + n + " optimizer slots, not " + floats);
        for (float[] slot : weights.slots) {
            SnapshotBytes.getPlainFloats(in, slot, 0, slot.length);
            SnapshotBytes.requireFinite(slot, "optimizer slots");
        }
    }

    /** The words that version 1 had for a spec; those it had no words for match nothing. */
    static String shape(LearnerSpec spec) {
        List<String> lines = new ArrayList<>();
        lines.add("task: " + SpecText.of(spec.task()));
        spec.features().encoders().forEach(encoder -> lines.add("features: " + feature(encoder)));
        for (Dense layer : spec.network().dense()) {
            lines.add("layer: dense " + layer.units() + " " + layer.activation());
        }
        lines.add("optimizer slots: " + spec.optimizer().slots());
        var detector = spec.drift().detector();
        lines.add("drift: " + (detector == null ? "none" : detector.name() + ", state of " + detector.init().length));
        lines.add("metrics window: " + spec.metrics().window());
        return String.join("\n", lines);
    }

    private static String feature(Encoder encoder) {
        if (encoder instanceof Numbers numbers) {
            return "Numbers(inputs=" + SpecText.of(numbers.inputs()) + ", scaling=" + numbers.scaling() + ")";
        }
        if (encoder instanceof HashedCategories c) {
            return "HashedCategories(inputs=" + SpecText.of(c.inputs()) + ", buckets=" + c.buckets() + ")";
        }
        return SpecText.of(encoder);
    }
}
