package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.freshet.model.drift.Adwin;
import dev.freshet.model.drift.Kswin;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.encode.SparseInput;
import dev.freshet.model.eval.Views;
import dev.freshet.model.loss.Losses;
import dev.freshet.model.optim.Optimizers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotCodecTest {
    private final Learner learner = Snapshots.specs().learner();
    private final SnapshotCodec codec = new SnapshotCodec(learner);

    @Test
    void whatIsWrittenIsRead() {
        LearnerState state = Snapshots.state(learner);

        LearnerState read = codec.decode(codec.encode(state));

        assertThat(read.key()).isEqualTo("sensor-1");
        assertThat(read.step()).isEqualTo(1);
        assertThat(read.fingerprint()).isEqualTo(state.fingerprint());
        assertThat(read.predicted()).isEqualTo(4);
        assertThat(read.trained()).isEqualTo(2);
        assertThat(read.unlabelled()).isEqualTo(1);
        assertThat(read.open()).isEqualTo(1);
        assertThat(read.parameters()).isEqualTo(state.parameters());
        assertThat(learner.metrics(read)).isDeepEqualTo(learner.metrics(state));
        assertThat(learner.drift(read)).isEqualTo(learner.drift(state));
        assertThat(codec.encode(read)).isEqualTo(codec.encode(state));
    }

    @Test
    void aKeyMayHoldAnyCharacter() {
        LearnerState read = codec.decode(codec.encode(learner.init("naïve 東京 🌊\n\0")));

        assertThat(read.key()).isEqualTo("naïve 東京 🌊\n\0");
    }

    @Test
    void everyFlippedBitIsRefused() {
        byte[] snapshot = codec.encode(Snapshots.state(learner));

        for (int bit = 0; bit < 8 * snapshot.length; bit++) {
            byte[] flipped = snapshot.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(flipped, "bit " + bit);
        }
    }

    @Test
    void aSnapshotCutAtAnyLengthIsRefused() {
        byte[] snapshot = codec.encode(Snapshots.state(learner));

        for (int length = 0; length < snapshot.length; length++) {
            assertRefused(Arrays.copyOf(snapshot, length), "length " + length);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noSnapshotIsLongerThanWasSaidBeforeAnyArrayWasMade(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec random = Specs.random(gen);
        LearnerSpec spec = random.withBatch(BatchPolicy.ofSize(random.batch().size()));
        Learner any = new Learner(spec);
        SnapshotCodec anyCodec = new SnapshotCodec(any);
        LearnerState state = any.init("key");
        long longest = 0;
        long longestDetector = 0;
        for (Example example : Streams.random(gen, spec, 200)) {
            any.observe(state, example);
            longest = Math.max(longest, anyCodec.encode(state).length - 8L * state.drift.length);
            longestDetector = Math.max(longestDetector, state.drift.length);
        }

        long detectorMax =
                spec.drift().detector() == null ? 0 : spec.drift().detector().maxLength();
        assertThat(longest + 8 * detectorMax)
                .isBetween(SnapshotCodec.maxBytes(spec, 3) * 8 / 10, SnapshotCodec.maxBytes(spec, 3));
        assertThat(longestDetector).isLessThanOrEqualTo(detectorMax);
    }

    @Test
    void weightsByColumnAreNotReadAsWeightsByLayer() {
        SpecBuilder wide = LearnerSpec.classification("no", "yes").features(new SparseInput(5000));
        Learner byColumn = new Learner(wide.optimizer(Optimizers.sgd(0.1)).build());
        Learner byLayer = new Learner(
                wide.network(new Dropout(0.5), new Dense(1, Activation.SIGMOID)).build());
        byte[] snapshot = new SnapshotCodec(byColumn).encode(byColumn.init("k"));

        assertThatThrownBy(() -> new SnapshotCodec(byLayer).decode(snapshot))
                .hasMessage(
                        "snapshot holds another model: it has <weights: by column>, this job runs <weights: by layer>");
    }

    @Test
    void aLearnerWhoseSnapshotWouldNotFitAByteArrayIsRefused() {
        LearnerSpec tooLong = LearnerSpec.classification("no", "yes")
                .features(new SparseInput(1 << 17))
                .optimizer(Optimizers.sgd(0.1))
                .batch(65_536)
                .build();

        assertThatThrownBy(() -> new Learner(tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "learner must come to a snapshot of at most 2147483647 bytes with a full batch: got ")
                .hasMessageEndingWith("; take smaller batches, layers or fewer columns");
    }

    @Test
    void aSnapshotWithMoreBehindItIsRefused() {
        byte[] snapshot = codec.encode(Snapshots.state(learner));

        assertRefused(Snapshots.sealed(Arrays.copyOf(snapshot, snapshot.length + 1)), "longer");
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomBytesAreRefusedAndAllocateLittle(long seed) {
        Gen gen = new Gen(seed);
        byte[] bytes = new byte[16 + gen.below(400)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) gen.bits();
        }
        assertRefused(bytes, "no magic");

        ByteBuffer.wrap(bytes).putInt(SnapshotCodec.MAGIC).putInt(SnapshotCodec.VERSION);
        assertRefused(Snapshots.sealed(bytes), "a true checksum");
    }

    /** Lengths, counts and values changed by one who can compute a checksum. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aForgedSnapshotIsReadOrRefusedAndAllocatesLittle(long seed) {
        Gen gen = new Gen(seed);
        byte[] snapshot = codec.encode(Snapshots.state(learner));

        for (int i = 0; i < 50; i++) {
            byte[] forged = snapshot.clone();
            int at = gen.between(8, forged.length - 8);
            ByteBuffer.wrap(forged).putInt(at, gen.pick(0, -1, 1, Integer.MAX_VALUE, 0x7fc00000, gen.below(300)));
            long allocated = Allocated.bytes(() -> decodeQuietly(Snapshots.sealed(forged)));
            assertThat(allocated).as("int at " + at).isLessThan(1 << 20);
        }
    }

    @Test
    void aNewerVersionIsRefusedByName() {
        byte[] snapshot = codec.encode(Snapshots.state(learner));
        ByteBuffer.wrap(snapshot).putInt(Integer.BYTES, 3);

        assertThatThrownBy(() -> codec.decode(Snapshots.sealed(snapshot)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("snapshot has version 3, this build reads 1 to 2: use the build that wrote it, or upgrade");
    }

    @ParameterizedTest
    @MethodSource("otherShapes")
    void anotherShapeIsRefusedByName(Specs other, String theirs, String ours) {
        byte[] snapshot =
                new SnapshotCodec(other.learner()).encode(other.learner().init("k"));

        assertThatThrownBy(() -> codec.decode(snapshot))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("snapshot holds another model: it has <" + theirs + ">, this job runs <" + ours + ">");
    }

    static Stream<Arguments> otherShapes() {
        return Stream.of(
                Arguments.of(
                        Specs.classes(3).numbers(2),
                        "task: Classification(classes=[\"class 0\", \"class 1\", \"class 2\"])",
                        "task: Classification(classes=[\"no\", \"yes\"])"),
                Arguments.of(
                        Specs.binary().numbers(2),
                        "features: Numbers(inputs=[\"x0.0\", \"x0.1\"], scaling=NONE)",
                        "features: Numbers(inputs=[\"x0.0\", \"x0.1\"], scaling=STANDARD)"),
                Arguments.of(
                        Specs.binary().numbers(2, Scaling.STANDARD),
                        "layer: dense 1 SIGMOID",
                        "features: HashedCategories(inputs=[\"c1\"], buckets=2)"),
                Arguments.of(
                        Snapshots.specs().hidden(7, Activation.TANH), "layer: dense 7 TANH", "layer: dense 1 SIGMOID"),
                Arguments.of(
                        Snapshots.specs().optimizer(Optimizers.adam(0.1)),
                        "optimizer slots: adam",
                        "optimizer slots: momentum"),
                Arguments.of(
                        Snapshots.specs().detector(new Adwin(0.002)),
                        "drift: adwin, state of 20",
                        "drift: adwin, state of 14"),
                Arguments.of(
                        Snapshots.specs().detector(new Kswin(0.1, 100, 30, 1)),
                        "drift: kswin, window 100, recent 30",
                        "drift: adwin, state of 14"),
                Arguments.of(Snapshots.specs().metrics(new Views(3, 0.5)), "metrics window: 3", "metrics window: 2"));
    }

    @Test
    void anotherRateSeedBatchSizeOrLossIsAccepted() {
        byte[] snapshot = codec.encode(Snapshots.state(learner));
        Learner changed = Snapshots.specs()
                .optimizer(Optimizers.momentum(0.5, 0.25))
                .seed(99)
                .batch(7, 1000)
                .loss(Losses.meanSquaredError())
                .metrics(new Views(2, 0.25))
                .learner();

        LearnerState read = new SnapshotCodec(changed).decode(snapshot);

        assertThat(new SnapshotCodec(changed).encode(read)).isEqualTo(snapshot);
    }

    @ParameterizedTest
    @MethodSource("badStates")
    void aStateThatCannotBeIsRefused(Consumer<LearnerState> spoil, String problem) {
        LearnerState state = Snapshots.state(learner);
        spoil.accept(state);
        byte[] snapshot = codec.encode(state);

        assertThatThrownBy(() -> codec.decode(snapshot))
                .isExactlyInstanceOf(
                        problem.contains("not finite") ? NotFiniteException.class : IllegalArgumentException.class)
                .hasMessage("snapshot " + problem);
    }

    static Stream<Arguments> badStates() {
        return Stream.of(
                spoilt(s -> s.weights.params[1] = Float.NaN, "holds parameters that are not finite"),
                spoilt(s -> s.weights.params[0] = Float.NEGATIVE_INFINITY, "holds parameters that are not finite"),
                spoilt(s -> s.weights.slots[0][2] = Float.NaN, "holds optimizer slots that are not finite"),
                spoilt(s -> s.encoderStats[0] = Double.NaN, "holds encoder statistics that are not finite"),
                spoilt(s -> s.evaluation[0][0] = 0.5, "holds metrics of an impossible form"),
                spoilt(s -> s.drift[0] = -1, "holds a drift detector of an impossible form"),
                spoilt(s -> s.pending.activation[0][0] = Float.NaN, "holds waiting inputs that are not finite"),
                spoilt(s -> s.control[Control.RATE] = 0, "holds impossible numbers of guard and response"),
                spoilt(s -> s.weights.steps = -1, "holds -1 steps"),
                spoilt(s -> s.pending.labels[0] = 2, "holds a waiting example of label 2.0 and weight 1.0"),
                spoilt(s -> s.pending.weights[0] = 0, "holds a waiting example of label 1.0 and weight 0.0"),
                spoilt(
                        s -> s.trained = 3,
                        "holds impossible counts: 4 predicted, 3 trained, 0 refused, 1 unlabelled, 1 waiting"));
    }

    private static Arguments spoilt(Consumer<LearnerState> spoil, String problem) {
        return Arguments.of(spoil, problem);
    }

    private void decodeQuietly(byte[] bytes) {
        try {
            codec.decode(bytes);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("snapshot ");
        }
    }

    private void assertRefused(byte[] bytes, String what) {
        long allocated = Allocated.bytes(() -> {
            try {
                codec.decode(bytes);
            } catch (IllegalArgumentException e) {
                return;
            }
            fail(what + " was read");
        });
        assertThat(allocated).as(what).isLessThan(1 << 20);
    }
}
