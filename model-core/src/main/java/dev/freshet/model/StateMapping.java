package dev.freshet.model;

import static dev.freshet.model.SnapshotBytes.require;

import dev.freshet.model.optim.Ftrl;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries states of another shape over to a learner: what has a counterpart keeps its bits, the rest is as a new key has it.
 * A function of the old bytes and the learner alone. The fingerprint gets a link for it.
 *
 * <pre>
 * inputs         columns and statistics of equal encoders, input by input, at their new places
 * layers         by their number from the input, the last one only if there are as many layers; the block that both have
 * last layer     its units by class
 * slots          with their parameters, if the optimizer remembers the same; else all begin anew, and so do its steps
 * metrics        if task and window are the same
 * detectors      if their form is the same
 * open batch     if task and encoding are the same; else its examples are refused, and counted so
 * </pre>
 *
 * <p>Not thread-safe.
 */
public final class StateMapping {
    private final Learner learner;
    private final SnapshotCodec codec;
    private final @Nullable Ftrl ftrl;
    private @Nullable MappingPlan latest;

    /**
     * A state that has been carried over.
     *
     * @param refused examples of its open batch that could not be
     */
    public record Mapped(LearnerState state, int refused) {}

    public StateMapping(Learner learner) {
        this.learner = learner;
        codec = new SnapshotCodec(learner);
        ftrl = SparseTable.last(learner.spec().optimizer()) instanceof Ftrl rule ? rule : null;
    }

    /**
     * The state of {@code snapshot}, as it is if its shape is the learner's.
     *
     * @throws IllegalArgumentException if the bytes are damaged, of a newer version, or of version 1 and another shape
     */
    public Mapped map(byte[] snapshot) {
        return codec.difference(snapshot) == null ? new Mapped(codec.decode(snapshot), 0) : carry(snapshot);
    }

    /** What is kept and what is not of the states of {@code snapshot}'s shape, a line each; none if that is the learner's. */
    public List<String> report(byte[] snapshot) {
        return codec.difference(snapshot) == null
                ? List.of()
                : plan(SnapshotCodec.shape(snapshot)).report();
    }

    /** The same without a look at whether that is needed. */
    Mapped carry(byte[] snapshot) {
        ByteBuffer in = SnapshotCodec.open(snapshot);
        require(
                SnapshotCodec.version(snapshot) == SnapshotCodec.VERSION,
                "of version " + SnapshotCodec.version(snapshot) + " holds another model, which only those of version "
                        + SnapshotCodec.VERSION
                        + " can be carried over from: go on under its own shape until each key had an event");
        return SnapshotCodec.reading(() -> carry(in));
    }

    private Mapped carry(ByteBuffer in) {
        MappingPlan plan = plan(SnapshotBytes.getText(in));
        LearnerState state = learner.init(SnapshotBytes.getText(in));
        SnapshotCodec.getCounts(in, state);
        state.fingerprint = Fingerprint.carry(state.fingerprint, learner.specHash());
        SnapshotBytes.getDoubles(in, state.control, "numbers of guard and response");
        if (!plan.keepsOutputs()) {
            Control.forgetWeights(state.control);
        }
        FormerWeights weights = FormerWeights.read(in, plan.from());
        carry(weights, plan, state.weights);
        int background = in.getInt();
        require(background == 0 || background == 1, "is damaged: it claims " + background + " background models");
        if (background == 1) {
            state.background = learner.init(state.key).weights;
            carry(weights.another(in, plan.from()), plan, state.background);
        }
        carryRest(in, plan, state);
        int refused = carryPending(in, plan, state);
        SnapshotCodec.getTail(in, state);
        codec.requireWhole(in, state);
        return new Mapped(state, refused);
    }

    private void carry(FormerWeights old, MappingPlan plan, Weights weights) {
        float[][] planes = weights.planes();
        int held = weights.holdsParameters() ? 1 : 0;
        float[] params = old.parameters(plan.keepsSlots() ? ftrl : null);
        if (held == 1 && params != null) {
            plan.copy(params, planes[0]);
        }
        if (plan.keepsSlots()) {
            for (int s = 0; s < old.slots().size(); s++) {
                plan.copy(old.slots().get(s), planes[held + s]);
            }
            weights.steps = old.steps();
        }
        weights.setPlanes(planes);
    }

    private void carryRest(ByteBuffer in, MappingPlan plan, LearnerState state) {
        plan.carryStatistics(SnapshotBytes.getDoubles(in), state.encoderStats);
        double[][] metrics = SnapshotBytes.getRows(in);
        double[] drift = SnapshotBytes.getDoubles(in);
        double[] warning = SnapshotBytes.getDoubles(in);
        double[][] watched = SnapshotBytes.getRows(in);
        if (plan.keepsMetrics()) {
            require(metrics.length == state.evaluation.length, "holds " + metrics.length + " rows of metrics");
            System.arraycopy(metrics, 0, state.evaluation, 0, metrics.length);
        }
        state.drift = plan.keeps("drift") ? drift : state.drift;
        state.warning = plan.keeps("warning") ? warning : state.warning;
        plan.carryWatched(watched, state.featureDrift);
    }

    /** Returns how many waiting examples cannot be kept. */
    private int carryPending(ByteBuffer in, MappingPlan plan, LearnerState state) {
        int begin = in.position();
        int size = in.getInt();
        long unused = in.getLong();
        require(size >= 0 && size <= in.remaining(), "is damaged: it claims " + size + " waiting examples");
        boolean fits = plan.keepsBatch() && learner.holds(size);
        double minLabel = learner.spec().loss().minLabel();
        for (int i = 0; i < size; i++) {
            int floats = plan.from().byColumn() ? in.getInt() : plan.from().width(0);
            long bytes = floats * (plan.from().byColumn() ? 2L : 1L) * Float.BYTES;
            require(floats >= 0 && bytes <= in.remaining(), "is damaged: a waiting example points beyond its end");
            in.position(in.position() + (int) bytes);
            fits &= in.getDouble() >= minLabel;
            in.position(in.position() + SnapshotCodec.EXAMPLE_TAIL - Double.BYTES);
        }
        if (fits) {
            in.position(begin);
            codec.getPending(in, state.pending);
            return 0;
        }
        state.refused += size;
        return size;
    }

    private MappingPlan plan(String shape) {
        MappingPlan plan = latest;
        if (plan == null || !plan.isOf(shape)) {
            plan = new MappingPlan(shape, learner.spec());
            latest = plan;
        }
        return plan;
    }
}
