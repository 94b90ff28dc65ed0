package dev.freshet.model;

import dev.freshet.model.drift.Adwin;
import dev.freshet.model.encode.CategoryHash;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.eval.Views;
import dev.freshet.model.optim.Optimizers;
import dev.freshet.model.select.BestWindow;
import java.nio.ByteBuffer;
import java.util.List;
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

    /** With two challengers, of which one has another shape. */
    static Learner contested() {
        LearnerSpec spec = specs().build();
        LearnerSpec quick =
                spec.toBuilder().optimizer(Optimizers.momentum(0.5, 0.5)).build();
        LearnerSpec deep = specs().hidden(2, Activation.TANH).build();
        return new Learner(
                spec,
                null,
                new Selection(
                        List.of(new Challenger("quick", quick), new Challenger("deep", deep)), new BestWindow(3, 0)));
    }

    /** Promoted by a command, with a batch open and another promotion that waits for it. */
    static LearnerState contested(Learner learner) {
        LearnerState state = learner.init("sensor-1");
        for (int i = 0; i < 4; i++) {
            learner.observe(state, example(i, i % 2, i, -i));
        }
        learner.command(state, new PlannedAction("to-deep", PlannedAction.NOW, 0, 1, new Action.Promote("deep")));
        for (int i = 4; i < 7; i++) {
            learner.observe(state, example(i, i % 2, i, -i));
        }
        learner.command(state, new PlannedAction("to-quick", PlannedAction.NOW, 0, 2, new Action.Promote("quick")));
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
