package dev.freshet.jobs.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.Action;
import dev.freshet.model.PlannedAction;
import dev.freshet.wire.Command;
import dev.freshet.wire.CommandAck;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an earlier build's savepoint says of commands: those that wait, what they have set, and the ids that have acted. */
class GoldenCommandsTest {
    private static final int CUT = 137;
    private static final int END = 260;

    @ParameterizedTest
    @EnumSource(
            value = Backend.class,
            names = {"HEAP", "ROCKSDB_CACHE_2"})
    void commandsGoOnFromAnEarlierBuildsSavepoint(Backend backend) throws Exception {
        List<Outbound> before;
        List<Outbound> undisturbed;
        try (Subtasks subtasks = Subtasks.start(GoldenSavepointTest.SPEC, Backend.HEAP, 1, GoldenSavepointTest.RULES)) {
            subtasks.process(begun());
            before = subtasks.outputs();
            Files.createDirectories(GoldenSavepointTest.WRITTEN);
            Files.write(
                    GoldenSavepointTest.WRITTEN.resolve("commands.savepoint"),
                    SavepointFile.write("learn", subtasks.savepoint()));
            subtasks.process(after());
            subtasks.finish();
            undisturbed = subtasks.outputs();
        }
        byte[] golden = GoldenSavepointTest.golden("commands-v1-heap.savepoint");
        try (Subtasks restored = Subtasks.restore(
                GoldenSavepointTest.SPEC, backend, 2, SavepointFile.read(golden), 1, GoldenSavepointTest.RULES)) {
            restored.process(after());
            restored.finish();

            List<Outbound> all = new ArrayList<>(before);
            all.addAll(restored.outputs());
            assertThat(Outputs.byPlace(all)).isEqualTo(Outputs.byPlace(undisturbed));
            assertThat(CommandedLearningTest.acks(restored.outputs()))
                    .extracting(ack -> ack.id() + " " + ack.status().word())
                    .containsExactlyInAnyOrder("far done", "freeze duplicate", "resume accepted", "resume done");
        }
        assertThat(CommandedLearningTest.acks(before))
                .extracting(CommandAck::status)
                .containsOnly(CommandAck.Status.ACCEPTED, CommandAck.Status.DONE);
    }

    private static List<Decoded> begun() {
        List<Decoded> records = new ArrayList<>(GoldenSavepointTest.events(0, CUT));
        records.add(command("key-1", "far", new Action.SetRate(0.25), 6, 0));
        records.add(40, command("key-2", "slow", new Action.SetRate(0.5), PlannedAction.NOW, 1));
        records.add(80, command("key-3", "freeze", new Action.Freeze(), PlannedAction.NOW, 2));
        return records;
    }

    private static List<Decoded> after() {
        List<Decoded> records = new ArrayList<>(GoldenSavepointTest.events(CUT, END));
        records.add(20, command("key-3", "freeze", new Action.Freeze(), PlannedAction.NOW, 3));
        records.add(60, command("key-3", "resume", new Action.Resume(), PlannedAction.NOW, 4));
        return records;
    }

    private static Command command(String key, String id, Action action, long at, long offset) {
        byte[] name = key.getBytes(UTF_8);
        RawRecord raw = new RawRecord("commands", 0, offset, 1_700_000_000_000L, name, new byte[] {1}, List.of());
        return new Command(key, id, action.name(), action, null, at, Command.ANY, false, null, raw);
    }
}
