package dev.freshet.jobs.learn;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.model.encode.CategoryHash;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A savepoint in whose midst features wait for labels and labels for features, as an earlier build wrote it: every later build
 * reads it, on either backend, and goes on bit for bit. What is on this page stays; a new layout takes a new file.
 */
class GoldenJoinTest {
    private static final Path WRITTEN = Path.of("target", "golden");
    private static final LabelRules RULES = new LabelRules(40, 200);
    private static final LearnerSpec SPEC = RandomSpecs.network(3, 0.05);
    private static final List<String> STATES =
            List.of("join-clocks", "join-features", "join-labels", "join-order", "join-delays");
    private static final int KEYS = 3;
    private static final int CUT = 58;
    private static final int END = 130;

    @ParameterizedTest
    @EnumSource(Backend.class)
    void theJoinGoesOnFromAnEarlierBuildsSavepointBitForBit(Backend backend) throws Exception {
        List<Outbound> undisturbed;
        try (Subtasks subtasks = Subtasks.joining(RULES, SPEC, Backend.HEAP, 1, null, 1)) {
            subtasks.process(records(0, CUT));
            byte[] savepoint = SavepointFile.write("learn", subtasks.savepoint());
            subtasks.process(records(CUT, END));
            subtasks.finish();
            undisturbed = subtasks.outputs();
            write("join.savepoint", savepoint);
            write("join.txt", models(undisturbed).getBytes(US_ASCII));
        }
        try (Subtasks restored =
                Subtasks.joining(RULES, SPEC, backend, 2, SavepointFile.read(golden("join-v1.savepoint")), 1)) {
            restored.process(records(CUT, END));
            restored.finish();

            assertThat(models(restored.outputs()))
                    .isEqualTo(models(undisturbed))
                    .isEqualTo(new String(golden("join-v1.txt"), US_ASCII));
        }
    }

    @Test
    void theNamesOfTheStatesStay() throws Exception {
        try (Subtasks subtasks = Subtasks.joining(RULES, SPEC, Backend.HEAP, 1, null, 1)) {
            subtasks.process(records(0, CUT));
            assertThat(SavepointFile.stateNames(subtasks.savepoint()))
                    .containsAll(STATES)
                    .containsAll(SavepointFile.stateNames(SavepointFile.read(golden("join-v1.savepoint"))));
        }
    }

    /** Features keep the inputs that they came with, and what another model answered. */
    @Test
    void whereFeaturesWaitModelsAreMappedToNoOtherShape() throws Exception {
        OperatorSubtaskState saved = SavepointFile.read(golden("join-v1.savepoint"));
        StateRules map = new StateRules(StateRules.ShapeChange.MAP, 0);

        assertThatThrownBy(() -> Subtasks.joining(RULES, RandomSpecs.network(5, 0.05), Backend.HEAP, 1, saved, 1, map)
                        .close())
                .rootCause()
                .hasMessage(
                        "models of another shape cannot be mapped while features that the old ones answered wait for"
                                + " their label: set the shape back, or begin without the savepoint");
        Subtasks.joining(RULES, SPEC, Backend.HEAP, 1, saved, 1, map).close();
    }

    /** Each model in words that outlive the layout of a snapshot. */
    private static String models(List<Outbound> outputs) {
        SnapshotCodec codec = new SnapshotCodec(new Learner(SPEC));
        List<String> lines = new ArrayList<>();
        for (Outbound model : Outputs.of(outputs, "models")) {
            LearnerState state = codec.decode(Objects.requireNonNull(model.value()));
            lines.add(state.key() + " step " + state.step() + " fingerprint "
                    + HexFormat.of().toHexDigits(state.fingerprint()) + " predicted " + state.predicted() + " open "
                    + state.open());
        }
        lines.sort(null);
        return String.join("\n", lines) + "\n";
    }

    /** {@code from} to {@code to} of one way in which two logs met: labels early, late, twice, in conflict and of nothing. */
    private static List<Decoded> records(int from, int to) {
        List<Decoded> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            int about = i / 2;
            records.add(i % 2 == 0 ? feature(about) : label(about));
        }
        return records;
    }

    private static Event feature(int i) {
        double[] numbers = {Math.floorMod(i * 37, 101) / 10.0 - 5, i % 17 - 8};
        long[] categories = {CategoryHash.of("day-" + i % 7)};
        Example example = new Example(numbers, categories, Double.NaN, 1, time(i), 0, i);
        return new Event("key-" + i % KEYS, "e" + i, example).withRaw(raw("features", i));
    }

    /** Of features three back, every seventh of three ahead; every eleventh says what its key's label before said, or not. */
    private static LateLabel label(int i) {
        int of = i % 7 == 0 ? i + KEYS : i % 11 == 0 ? i - 2 * KEYS : i - KEYS;
        String id = i % 13 == 0 ? "none" + i : "e" + of;
        return new LateLabel("key-" + i % KEYS, id, of % 3 == 0 ? 1 : 0, Double.NaN, time(i) + 5, raw("labels", i));
    }

    private static long time(int i) {
        return 1_700_000_000_000L + 10L * i;
    }

    private static RawRecord raw(String topic, int i) {
        return new RawRecord(topic, 0, i, time(i), null, new byte[] {(byte) i}, List.of());
    }

    private static void write(String name, byte[] bytes) throws IOException {
        Files.createDirectories(WRITTEN);
        Files.write(WRITTEN.resolve(name), bytes);
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(GoldenJoinTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
