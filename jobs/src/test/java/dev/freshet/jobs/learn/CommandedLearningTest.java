package dev.freshet.jobs.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.model.Action;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.PlannedAction;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.Command;
import dev.freshet.wire.CommandAck;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.JsonCommandDecoder;
import dev.freshet.wire.JsonCommands;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands through the learning operator: what they leave in models, acknowledgements and the ledger. */
class CommandedLearningTest {
    private static final int[] PARALLELISM = {1, 3, 2};
    private static final int CASES = 20;

    private final LearnerSpec spec = RandomSpecs.network(3, 0.01);
    private long offset;

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aRunWithCommandsRestoresAndOtherParallelismsIsWhatItsAcknowledgementsSay(Backend backend) {
        int[] done = new int[1];
        Seeds.each(backend.cases(CASES), random -> {
            LearnerSpec drawn = RandomSpecs.draw(random);
            RandomEvents events = new RandomEvents(random, drawn, random.nextInt(1, 5));
            List<List<Decoded>> parts = new ArrayList<>();
            for (int i = 0; i < PARALLELISM.length; i++) {
                parts.add(mixed(random, events, random.nextInt(120)));
            }

            List<LedgerRow> rows = new ArrayList<>();
            List<Outbound> outputs = run(drawn, backend, parts, rows);

            done[0] += (int) acks(outputs).stream()
                    .filter(ack -> ack.status() == CommandAck.Status.DONE)
                    .count();
            PlainCommanded plain = new PlainCommanded(drawn, acks(outputs));
            parts.forEach(part -> part.forEach(plain::add));
            plain.end()
                    .forEach((key, bytes) ->
                            assertThat(last(outputs, key)).as("model " + key).isEqualTo(bytes));
            CommandsBalance.check(rows, outputs);
        });
        assertThat(done[0]).isPositive();
    }

    @Test
    void aCommandIsAcceptedThenDoneAsTheOpenBatchCloses() throws Exception {
        try (Subtasks subtasks = Subtasks.start(spec, Backend.HEAP, 1)) {
            List<Event> events = events(2 * spec.batch().size());
            subtasks.process(events.subList(0, 1));
            subtasks.process(command("c1", new Action.SetRate(0.5)));
            assertThat(acks(subtasks.outputs()))
                    .extracting(CommandAck::status)
                    .containsExactly(CommandAck.Status.ACCEPTED);

            subtasks.process(events.subList(1, spec.batch().size()));

            assertThat(acks(subtasks.outputs()))
                    .extracting(CommandAck::status, CommandAck::at, CommandAck::seen)
                    .containsExactly(tuple(CommandAck.Status.ACCEPTED, 0L, 1L), tuple(CommandAck.Status.DONE, 0L, (long)
                            spec.batch().size()));
        }
    }

    @Test
    void anIdThatComesAgainIsADuplicateAlsoAfterARestore() throws Exception {
        OperatorSubtaskState snapshot;
        try (Subtasks before = Subtasks.start(spec, Backend.HEAP, 1)) {
            before.process(command("c1", new Action.Freeze()));
            snapshot = before.snapshot();
        }
        try (Subtasks restored = Subtasks.restore(spec, Backend.HEAP, 2, snapshot, 1)) {
            restored.process(command("c1", new Action.Resume()));

            assertThat(acks(restored.outputs())).singleElement().satisfies(ack -> {
                assertThat(ack.status()).isEqualTo(CommandAck.Status.DUPLICATE);
                assertThat(ack.command()).isEqualTo("resume");
            });
        }
    }

    @Test
    void aResetWithoutAnExpectedStepIsRefusedUnlessForced() throws Exception {
        try (Subtasks subtasks = Subtasks.start(spec, Backend.HEAP, 1)) {
            subtasks.process(events(spec.batch().size()));
            subtasks.process(command("c1", new Action.Reset()));
            subtasks.process(decoded("{\"id\":\"c2\",\"command\":\"reset\",\"expect\":7}"));
            subtasks.process(decoded("{\"id\":\"c3\",\"command\":\"reset\",\"expect\":1}"));
            subtasks.process(decoded("{\"id\":\"c4\",\"command\":\"reset\",\"force\":true}"));

            assertThat(acks(subtasks.outputs()))
                    .extracting(ack -> ack.id() + " " + ack.status().word() + " " + ack.reason())
                    .containsExactly(
                            "c1 rejected a reset must expect a step, or be forced: the key is at step 1",
                            "c2 rejected expected step 7, the key is at step 1",
                            "c3 accepted null",
                            "c3 done null",
                            "c4 accepted null",
                            "c4 done null");
        }
    }

    @Test
    void whatCannotBeFollowedIsRejectedWithItsReasonAndLeavesTheModelAlone() throws Exception {
        try (Subtasks subtasks = Subtasks.start(spec, Backend.HEAP, 1)) {
            subtasks.process(events(spec.batch().size()));
            subtasks.process(decoded("{\"id\":\"c1\",\"command\":\"dance\"}"));
            subtasks.process(decoded("{\"id\":\"c2\",\"command\":\"set-rate\",\"factor\":-1}"));
            subtasks.process(decoded("{\"id\":\"c3\",\"command\":\"promote\",\"challenger\":\"b\"}"));
            subtasks.process(command("c4", new Action.Rollback(new byte[] {1, 2, 3})));
            subtasks.finish();

            assertThat(acks(subtasks.outputs()))
                    .allSatisfy(ack -> assertThat(ack.status()).isEqualTo(CommandAck.Status.REJECTED))
                    .extracting(CommandAck::reason)
                    .satisfiesExactly(
                            reason -> assertThat(reason).contains("must be one of reset, rollback"),
                            reason -> assertThat(reason).contains("factor must lie in (0, 1000]: got -1.0"),
                            reason -> assertThat(reason).isEqualTo("there are no challengers to be promoted: got b"),
                            reason -> assertThat(reason).contains("snapshot"));
            assertThat(last(subtasks.outputs(), "k"))
                    .isEqualTo(plain(events(spec.batch().size())));
        }
    }

    @Test
    void anErasedKeyLeavesTombstonesAndBeginsAnew() throws Exception {
        try (Subtasks subtasks = Subtasks.start(spec, Backend.HEAP, 1)) {
            List<Event> events = events(2 * spec.batch().size());
            subtasks.process(events.subList(0, spec.batch().size()));
            subtasks.process(command("c1", new Action.Erase()));

            for (String topic : List.of("models", "history")) {
                assertThat(Outputs.of(subtasks.outputs(), topic)).last().satisfies(tombstone -> {
                    assertThat(tombstone.value()).isNull();
                    assertThat(tombstone.key()).isEqualTo("k".getBytes(UTF_8));
                });
            }
            subtasks.process(events.subList(spec.batch().size(), events.size()));
            subtasks.finish();
            assertThat(last(subtasks.outputs(), "k"))
                    .isEqualTo(plain(events.subList(spec.batch().size(), events.size())));
            CommandsBalance.check(subtasks.rows(), subtasks.outputs());
        }
    }

    @Test
    void anErasedKeyThatIsNotHeardOfAgainIsNotKept() throws Exception {
        try (Subtasks subtasks = Subtasks.start(spec, Backend.HEAP, 1)) {
            subtasks.process(events(spec.batch().size()));
            subtasks.process(command("c1", new Action.Erase()));
            int before = Outputs.of(subtasks.outputs(), "models").size();
            subtasks.finish();

            assertThat(Outputs.of(subtasks.outputs(), "models")).hasSize(before);
        }
    }

    private byte[] plain(List<Event> events) {
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");
        events.forEach(event -> learner.observe(state, event.example()));
        return new SnapshotCodec(learner).encode(state);
    }

    /** Labelled events of one key. */
    private List<Event> events(int count) {
        List<Event> events = new ArrayList<>();
        RandomEvents random = new RandomEvents(new SplittableRandom(4), spec, 1);
        while (events.size() < count) {
            Event event = random.next();
            if (event.example().labelled() && event.example().weight() > 0) {
                events.add(new Event("k", event.id(), event.example()));
            }
        }
        return events;
    }

    private List<Decoded> mixed(SplittableRandom random, RandomEvents events, int count) {
        List<Decoded> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Event event = events.next();
            records.add(event);
            if (random.nextInt(6) == 0) {
                records.add(new Command(
                        event.key(),
                        "c" + random.nextInt(1_000),
                        "any",
                        action(random),
                        null,
                        random.nextInt(3) == 0 ? random.nextInt(12) : PlannedAction.NOW,
                        Command.ANY,
                        random.nextBoolean(),
                        null,
                        raw(event.key(), "{}")));
            }
        }
        return records;
    }

    private static Action action(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> new Action.Reset();
            case 1 -> new Action.Freeze();
            case 2, 3 -> new Action.Resume();
            case 4 -> new Action.Snapshot();
            default -> random.nextInt(4) == 0 ? new Action.Erase() : new Action.SetRate(random.nextDouble(0.1, 3));
        };
    }

    private Command command(String id, Action action) {
        return new Command(
                "k", id, action.name(), action, null, PlannedAction.NOW, Command.ANY, false, null, raw("k", "{}"));
    }

    private Command decoded(String json) {
        return (Command) new JsonCommandDecoder(10_000).decode(raw("k", json));
    }

    private RawRecord raw(String key, String json) {
        return new RawRecord(
                "commands", 0, offset++, 1_700_000_000_000L, key.getBytes(UTF_8), json.getBytes(UTF_8), List.of());
    }

    private static List<Outbound> run(
            LearnerSpec spec, Backend backend, List<List<Decoded>> parts, List<LedgerRow> rows) throws Exception {
        List<Outbound> outputs = new ArrayList<>();
        OperatorSubtaskState snapshot = null;
        for (int i = 0; i < PARALLELISM.length; i++) {
            int before = i == 0 ? 1 : PARALLELISM[i - 1];
            try (Subtasks subtasks = snapshot == null
                    ? Subtasks.start(spec, backend, PARALLELISM[i])
                    : Subtasks.restore(spec, backend, PARALLELISM[i], snapshot, before)) {
                subtasks.process(parts.get(i));
                if (i == PARALLELISM.length - 1) {
                    subtasks.finish();
                } else {
                    subtasks.beforeBarrier(1);
                    snapshot = subtasks.snapshot();
                }
                rows.addAll(subtasks.rows());
                outputs.addAll(subtasks.outputs());
            }
        }
        return outputs;
    }

    static List<CommandAck> acks(List<Outbound> outputs) {
        return Outputs.of(outputs, "acks").stream()
                .map(output -> JsonCommands.readAck(Objects.requireNonNull(output.value())))
                .toList();
    }

    /** The newest that was published of a key; null for none, or once it was erased. */
    private static byte @Nullable [] last(List<Outbound> outputs, String key) {
        byte[] found = null;
        for (Outbound model : Outputs.of(outputs, "models")) {
            if (new String(Objects.requireNonNull(model.key()), UTF_8).equals(key)) {
                found = model.value();
            }
        }
        return found;
    }
}
