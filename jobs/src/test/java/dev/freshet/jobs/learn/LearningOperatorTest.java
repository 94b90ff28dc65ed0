package dev.freshet.jobs.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.kafka.DeadLetters;
import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.model.drift.DriftLevel;
import dev.freshet.wire.DriftRecord;
import dev.freshet.wire.Event;
import dev.freshet.wire.Header;
import dev.freshet.wire.JsonOutputReader;
import dev.freshet.wire.MetricsRecord;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearningOperatorTest {
    private static final LearnerSpec SPEC = RandomSpecs.network(4, 0.05);

    @Test
    void aRejectionPassesAsADeadLetterOfTheSameBytesAndLeavesNoState() throws Exception {
        byte[] key = {'k', (byte) 0xc3};
        byte[] value = "{\"key\":".getBytes(UTF_8);
        RawRecord raw = new RawRecord("events", 3, 17, 1_000, key, value, List.of(Header.of("trace", "t1")));
        Rejection rejection = new Rejection(RejectionCode.MALFORMED, null, "cut off: got 7 bytes", raw);
        try (Subtasks subtasks = Subtasks.start(SPEC, Backend.HEAP, 1)) {
            subtasks.process(rejection);
            subtasks.finish();

            assertThat(subtasks.outputs()).singleElement().satisfies(letter -> {
                assertThat(letter.topic()).isEqualTo("dead-letters");
                assertThat(letter.key()).isEqualTo(key);
                assertThat(letter.value()).isEqualTo(value);
                assertThat(letter.headers())
                        .contains(Header.of("trace", "t1"), Header.of("freshet.error.code", "MALFORMED"))
                        .isEqualTo(Subtasks.DEAD_LETTERS
                                .letter(rejection, DeadLetters.Stage.DECODE)
                                .headers());
            });
        }
    }

    @Test
    void windowMetricsAndDriftComeOutWhenTheyAreDue() throws Exception {
        List<Event> events = eventsWhoseLabelsTurn();
        Learner learner = new Learner(SPEC);
        LearnerState state = learner.init("key-0");
        List<Long> due = new ArrayList<>();
        List<Long> alarms = new ArrayList<>();
        for (Event event : events) {
            Outcome outcome = learner.observe(state, event.example());
            if (outcome.metricsDue()) {
                due.add(state.predicted());
            }
            if (outcome.driftChanged() && outcome.drift() != DriftLevel.NONE) {
                alarms.add(state.predicted());
            }
        }
        try (Subtasks subtasks = Subtasks.start(SPEC, Backend.HEAP, 1)) {
            subtasks.process(events);

            assertThat(metrics(subtasks))
                    .extracting(MetricsRecord::at)
                    .isEqualTo(due)
                    .hasSizeGreaterThan(30);
            assertThat(metrics(subtasks)).extracting(MetricsRecord::scope).containsOnly("window");
            assertThat(drifts(subtasks))
                    .extracting(DriftRecord::at)
                    .isEqualTo(alarms)
                    .isNotEmpty();
            assertThat(drifts(subtasks)).extracting(DriftRecord::level).containsOnly("drift");
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void theEndOfTheInputPublishesEachKeyOnceWithHeadersThatFitItsBytes(Backend backend) throws Exception {
        List<Event> events = new RandomEvents(new SplittableRandom(1), SPEC, 20).next(500);
        Oracle oracle = new Oracle(SPEC, "events");
        events.forEach(oracle::observe);
        Map<String, String> lasts = new HashMap<>();
        events.forEach(e ->
                lasts.put(e.key(), e.example().partition() + ":" + e.example().offset()));
        Learner learner = new Learner(SPEC);
        try (Subtasks subtasks = Subtasks.start(SPEC, backend, 2)) {
            subtasks.process(events);
            assertThat(Outputs.of(subtasks.outputs(), "models")).isEmpty();
            subtasks.finish();

            List<Outbound> models = Outputs.of(subtasks.outputs(), "models");
            assertThat(models).hasSize(20).allSatisfy(model -> {
                byte[] bytes = Objects.requireNonNull(model.value());
                LearnerState state = new SnapshotCodec(learner).decode(bytes);
                assertThat(bytes).isEqualTo(oracle.snapshots().get(state.key()));
                assertThat(model.key()).isEqualTo(state.key().getBytes(UTF_8));
                assertThat(model.headers())
                        .containsExactly(
                                Header.of("spec", HexFormat.of().toHexDigits(learner.specHash())),
                                Header.of("step", String.valueOf(state.step())),
                                Header.of("fingerprint", HexFormat.of().toHexDigits(state.fingerprint())),
                                Header.of("sha256", sha256(bytes)),
                                Header.of("source", "events:" + lasts.get(state.key())),
                                Header.of("reason", "end"));
            });
            assertThat(metrics(subtasks))
                    .filteredOn(m -> m.scope().equals("final"))
                    .extracting(MetricsRecord::key)
                    .containsExactlyInAnyOrderElementsOf(oracle.snapshots().keySet());
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aStateOfAnotherShapeIsRefusedAtTheStart(Backend backend) throws Exception {
        OperatorSubtaskState snapshot = snapshot(backend, new RandomEvents(new SplittableRandom(1), SPEC, 3).next(50));

        assertThatThrownBy(() -> Subtasks.restore(RandomSpecs.network(5, 0.05), backend, 1, snapshot, 1)
                        .close())
                .satisfies(failure -> assertThat(ExceptionUtils.findThrowable(failure, SuppressRestartsException.class))
                        .as("a restart would only fail again")
                        .isPresent())
                .rootCause()
                .hasMessage("snapshot holds another model: it has <layer: dense 4 TANH>,"
                        + " this job runs <layer: dense 5 TANH>: set it back, begin without the savepoint, or set"
                        + " state.on-shape-change to map");
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void anotherRateContinuesTheSameStates(Backend backend) throws Exception {
        RandomEvents events = new RandomEvents(new SplittableRandom(1), SPEC, 3);
        List<Event> before = events.next(50);
        List<Event> after = events.next(50);
        LearnerSpec slower = RandomSpecs.network(4, 0.001);
        Oracle oracle = new Oracle(SPEC, "events");
        before.forEach(oracle::observe);
        Expected expected = new Expected(oracle.continuedBy(slower)).after(after);
        try (Subtasks subtasks = Subtasks.restore(slower, backend, 1, snapshot(backend, before), 1)) {
            subtasks.process(after);
            subtasks.finish();

            assertThat(Outputs.values(subtasks.outputs(), "predictions")).isEqualTo(expected.predictions());
            assertThat(Outputs.values(subtasks.outputs(), "models")).isEqualTo(expected.models());
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void anEventThatDoesNotFitIsRefusedByItsPlaceBeforeItChangesAnything(Backend backend) throws Exception {
        List<Event> events = new RandomEvents(new SplittableRandom(1), SPEC, 3).next(50);
        Event wrong = new Event("key-0", "e", new Example(new double[1], new long[1], 1, 1, 0, 2, 77));
        try (Subtasks subtasks = Subtasks.start(SPEC, backend, 1)) {
            subtasks.process(events);
            assertThatThrownBy(() -> subtasks.process(wrong))
                    .hasMessageContaining("has 1 numbers, the model takes 2 (partition 2, offset 77)");
            subtasks.finish();

            assertThat(Outputs.values(subtasks.outputs(), "models"))
                    .isEqualTo(new Expected(new Oracle(SPEC, "events"))
                            .after(events)
                            .models());
        }
    }

    private static OperatorSubtaskState snapshot(Backend backend, List<Event> events) throws Exception {
        try (Subtasks subtasks = Subtasks.start(SPEC, backend, 1)) {
            subtasks.process(events);
            return subtasks.snapshot();
        }
    }

    /** The sign of the first number decides, and after 200 of 400 events the other way round. */
    private static List<Event> eventsWhoseLabelsTurn() {
        SplittableRandom random = new SplittableRandom(1);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            double[] numbers = {random.nextDouble(-2, 2), random.nextDouble(-2, 2)};
            double label = numbers[0] > 0 == i < 200 ? 1 : 0;
            events.add(new Event("key-0", "e" + i, Example.of(i, label, numbers, "day")));
        }
        return events;
    }

    private static List<MetricsRecord> metrics(Subtasks subtasks) {
        return Outputs.of(subtasks.outputs(), "metrics").stream()
                .map(o -> JsonOutputReader.metrics(Objects.requireNonNull(o.value())))
                .toList();
    }

    private static List<DriftRecord> drifts(Subtasks subtasks) {
        return Outputs.of(subtasks.outputs(), "drift").stream()
                .map(o -> JsonOutputReader.drift(Objects.requireNonNull(o.value())))
                .toList();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
