package dev.freshet.jobs.learn;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.Activation;
import dev.freshet.model.BatchPolicy;
import dev.freshet.model.Dense;
import dev.freshet.model.DriftPolicy;
import dev.freshet.model.DriftResponse;
import dev.freshet.model.Example;
import dev.freshet.model.Guard;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Sequential;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.model.Task;
import dev.freshet.model.drift.Adwin;
import dev.freshet.model.drift.HddmA;
import dev.freshet.model.encode.CategoryHash;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.encode.HashedCategories;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.eval.Views;
import dev.freshet.model.loss.Losses;
import dev.freshet.model.optim.Optimizers;
import dev.freshet.wire.Event;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Savepoints as an earlier build wrote them: every later build reads them, on either backend, and goes on bit for bit. The
 * learner and the events of this page stay as they are; a new layout takes new files beside these, for which this test
 * leaves those of this build in {@code target/golden}.
 */
class GoldenSavepointTest {
    static final Path WRITTEN = Path.of("target", "golden");
    static final EventRules RULES = new EventRules(4, 50, EventRules.Late.DROP);
    private static final int KEYS = 5;
    private static final int CUT = 137;
    private static final int END = 260;

    /** With something in every part of a learner's state. */
    static final LearnerSpec SPEC = new LearnerSpec(
            new Task.Classification(List.of("no", "yes", "maybe")),
            new FeatureEncoding(
                    List.of(new Numbers(List.of("a", "b"), Scaling.STANDARD), new HashedCategories(List.of("c"), 3))),
            Sequential.of(new Dense(4, Activation.TANH), new Dense(3, Activation.SOFTMAX)),
            Losses.categoricalCrossEntropy(),
            Optimizers.adam(0.05),
            new BatchPolicy(7, 0),
            new Guard(100, 50, 0.5),
            DriftPolicy.watch(new Adwin(0.2, 4, 3, 2, 4))
                    .warn(new HddmA())
                    .respond(new DriftResponse.SwapBackground(3)),
            new Views(10, 0.99),
            1);

    static Stream<Arguments> savepoints() {
        return Stream.of("learn-v1-heap.savepoint", "learn-v1-rocksdb.savepoint")
                .flatMap(name -> Stream.of(Backend.values()).map(backend -> Arguments.of(name, backend)));
    }

    @ParameterizedTest
    @MethodSource("savepoints")
    void learningGoesOnFromAnEarlierBuildsSavepointBitForBit(String name, Backend backend) throws Exception {
        List<Outbound> before;
        List<Outbound> undisturbed;
        try (Subtasks subtasks = Subtasks.start(SPEC, Backend.HEAP, 1, RULES)) {
            subtasks.process(events(0, CUT));
            before = subtasks.outputs();
            subtasks.process(events(CUT, END));
            subtasks.finish();
            undisturbed = subtasks.outputs();
        }
        try (Subtasks restored = Subtasks.restore(SPEC, backend, 2, SavepointFile.read(golden(name)), 1, RULES)) {
            restored.process(events(CUT, END));
            restored.finish();

            List<Outbound> all = new ArrayList<>(before);
            all.addAll(restored.outputs());
            assertThat(Outputs.byPlace(all)).isEqualTo(Outputs.byPlace(undisturbed));
            assertThat(described(restored.outputs())).isEqualTo(new String(golden("learn-v1.txt"), US_ASCII));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Backend.class,
            names = {"HEAP", "ROCKSDB_CACHE_2"})
    void theNamesOfTheStatesStay(Backend backend) throws Exception {
        List<String> names = SavepointFile.operators().get("learn");
        try (Subtasks subtasks = Subtasks.start(SPEC, backend, 1, RULES)) {
            subtasks.process(events(0, CUT));
            byte[] written = SavepointFile.write("learn", subtasks.savepoint());
            Files.createDirectories(WRITTEN);
            Files.write(WRITTEN.resolve(backend + ".savepoint"), written);

            assertThat(SavepointFile.stateNames(SavepointFile.read(written))).hasSameElementsAs(names);
        }
        assertThat(SavepointFile.stateNames(SavepointFile.read(golden("learn-v1-heap.savepoint"))))
                .as("a state that is gone or renamed cannot be restored")
                .isSubsetOf(names);
    }

    /** What names the serializer in every checkpoint. */
    @Test
    void theSerializersSnapshotKeepsItsBytes() throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(16);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, KeyedLearnerSerializer.INSTANCE.snapshotConfiguration());

        assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer()))
                .isEqualTo(new String(golden("keyed-learner-snapshot.hex"), US_ASCII).strip());
    }

    /** Each model in words that outlive the layout of a snapshot. */
    private static String described(List<Outbound> outputs) throws Exception {
        SnapshotCodec codec = new SnapshotCodec(new Learner(SPEC));
        List<String> lines = new ArrayList<>();
        for (Outbound model : Outputs.of(outputs, "models")) {
            LearnerState state = codec.decode(Objects.requireNonNull(model.value()));
            lines.add(state.key() + " step " + state.step() + " fingerprint "
                    + HexFormat.of().toHexDigits(state.fingerprint()) + " predicted " + state.predicted() + " open "
                    + state.open() + " parameters " + sha256(state.parameters()));
        }
        lines.sort(null);
        Files.createDirectories(WRITTEN);
        Files.writeString(WRITTEN.resolve("learn.txt"), String.join("\n", lines) + "\n");
        return String.join("\n", lines) + "\n";
    }

    private static String sha256(float[] parameters) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(parameters.length * Float.BYTES);
        bytes.asFloatBuffer().put(parameters);
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()))
                .substring(0, 16);
    }

    /** {@code from} to {@code to} of one stream: labels that turn, repeated ids, late times, missing inputs. */
    static List<Event> events(int from, int to) {
        List<Event> events = new ArrayList<>();
        for (int i = from; i < to; i++) {
            boolean repeated = i % 11 == 10;
            int at = repeated ? i - KEYS : i;
            double[] numbers = {Math.floorMod(at * 37, 101) / 10.0 - 5, at % 13 == 0 ? Double.NaN : at % 17 - 8};
            long[] categories = {CategoryHash.of("day-" + at % 7)};
            double label = at % 19 == 0 ? Double.NaN : numbers[0] > 0 == at < 150 ? 1 : 2 * (at % 2);
            long time = 1_700_000_000_000L + 10L * at - (at % 23 == 0 ? 5_000 : 0);
            Example example = new Example(numbers, categories, label, 1, time, at % KEYS % 2, i);
            RawRecord raw = new RawRecord("events", at % KEYS % 2, i, time, null, new byte[] {(byte) i}, List.of());
            events.add(new Event("key-" + at % KEYS, "e" + at, example, raw));
        }
        return events;
    }

    static byte[] golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(GoldenSavepointTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
