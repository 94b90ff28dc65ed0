package dev.freshet.model;

import dev.freshet.model.drift.Adwin;
import dev.freshet.model.encode.CategoryHash;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.eval.Views;
import dev.freshet.model.optim.Optimizers;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** A small learner whose snapshot has something in every part, and ways to spoil its bytes. */
final class Snapshots {

    private Snapshots() {}

    static Specs specs() {
        return Specs.binary()
                .numbers(2, Scaling.STANDARD)
                .category(2)
                .optimizer(Optimizers.momentum(0.125, 0.5))
                .detector(new Adwin(0.002, 32, 2, 5, 10))
                .batch(2)
                .metrics(new Views(2, 0.5));
    }

    /** One batch trained, one example without a label, one waiting. */
    static LearnerState state(Learner learner) {
        LearnerState state = learner.init("sensor-1");
        learner.observe(state, example(0, 1, 1.5, -2));
        learner.observe(state, example(1, 0, 2.5, Double.NaN));
        learner.observe(state, example(2, Double.NaN, 0.5, 4));
        learner.observe(state, example(3, 1, -1, 3));
        return state;
    }

    static Example example(long offset, double label, double x0, double x1) {
        long[] categories = {CategoryHash.of("v" + offset)};
        return new Example(new double[] {x0, x1}, categories, label, 1, 1_000 + offset, 3, offset);
    }

    /** {@code bytes} with their last four made the right CRC-32C of those before. */
    static byte[] sealed(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - Integer.BYTES);
        ByteBuffer.wrap(bytes).putInt(bytes.length - Integer.BYTES, (int) crc.getValue());
        return bytes;
    }
}
