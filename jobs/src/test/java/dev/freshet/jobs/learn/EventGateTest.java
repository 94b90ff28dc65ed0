package dev.freshet.jobs.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freshet.model.Example;
import dev.freshet.model.LearnerSpec;
import dev.freshet.wire.Event;
import dev.freshet.wire.Header;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which events a model gets to see: rows 64, 65, 69 and 70. */
class EventGateTest {
    private static final LearnerSpec SPEC = RandomSpecs.network(4, 0.05);
    private static final long HOUR = 3_600_000;

    private static Event event(String id, long time, double number, long offset) {
        Example example = new Example(new double[] {number, 1}, new long[] {7}, 1, 1, time, 0, offset).withTexts();
        RawRecord raw = new RawRecord("events", 0, offset, time, null, (id + number).getBytes(UTF_8), List.of());
        return new Event("k", id, example, raw);
    }

    private static List<Outbound> outputs(Backend backend, EventRules rules, Event... events) throws Exception {
        try (Subtasks subtasks = Subtasks.start(SPEC, backend, 1, rules)) {
            subtasks.process(List.of(events));
            return subtasks.outputs();
        }
    }

    @DisplayName("row 64: duplicate id, same payload")
    @ParameterizedTest
    @EnumSource(Backend.class)
    void anEventThatComesAgainIsDroppedWhateverItsPlaceAndTime(Backend backend) throws Exception {
        List<Outbound> outputs =
                outputs(backend, new EventRules(10, 0, EventRules.Late.DROP), event("a", 5, 1, 0), event("a", 6, 1, 1));
        assertThat(Outputs.of(outputs, "predictions")).hasSize(1);
        assertThat(Outputs.of(outputs, "dead-letters")).isEmpty();
    }

    @DisplayName("row 65: duplicate id, other payload")
    @ParameterizedTest
    @EnumSource(Backend.class)
    void anIdThatStandsForAnotherEventIsADeadLetterWithItsRecordAndTheFirstStands(Backend backend) throws Exception {
        List<Outbound> outputs = outputs(
                backend,
                new EventRules(10, 0, EventRules.Late.DROP),
                event("a", 5, 1, 0),
                event("a", 5, 2, 1),
                event("a", 5, 1, 2));
        assertThat(Outputs.of(outputs, "predictions")).hasSize(1);
        assertThat(Outputs.of(outputs, "dead-letters")).singleElement().satisfies(letter -> {
            assertThat(letter.value()).asString(UTF_8).isEqualTo("a2.0");
            assertThat(letter.headers())
                    .contains(
                            Header.of("freshet.error.code", "ID_CONFLICT"),
                            Header.of("freshet.error.stage", "LEARN"),
                            Header.of("__connect.errors.offset", "1"),
                            Header.of(
                                    "freshet.error.detail",
                                    "an id must stand for one event of its key: got \"a\" again with other content; the"
                                            + " first one stands"));
        });
    }

    @Test
    void withoutTheRuleEveryEventIsLearned() throws Exception {
        assertThat(Outputs.of(
                        outputs(Backend.HEAP, EventRules.NONE, event("a", 5, 1, 0), event("a", 5, 1, 1)),
                        "predictions"))
                .hasSize(2);
    }

    @Test
    void anEventThatIsCalledByItsPlaceIsNewAndPushesNoIdOut() throws Exception {
        assertThat(Outputs.of(
                        outputs(
                                Backend.HEAP,
                                new EventRules(1, 0, EventRules.Late.DROP),
                                event("a", 5, 1, 0),
                                event("0:1", 5, 1, 1),
                                event("0:2", 5, 1, 2),
                                event("a", 5, 1, 3)),
                        "predictions"))
                .hasSize(3);
    }

    @DisplayName("rows 69 and 70: 1970 in a live stream, and out of order beyond the bound")
    @ParameterizedTest
    @EnumSource(Backend.class)
    void anEventBehindItsKeysNewestByMoreThanTheBoundIsADeadLetter(Backend backend) throws Exception {
        long now = 1_700_000_000_000L;
        List<Outbound> outputs = outputs(
                backend,
                new EventRules(0, HOUR, EventRules.Late.DROP),
                event("a", now, 1, 0),
                event("b", now - HOUR, 1, 1),
                event("c", now - HOUR - 1, 1, 2),
                event("d", 31_536_000_001L, 1, 3));
        assertThat(Outputs.of(outputs, "predictions")).hasSize(2);
        assertThat(Outputs.of(outputs, "dead-letters"))
                .hasSize(2)
                .allSatisfy(letter -> assertThat(letter.headers()).contains(Header.of("freshet.error.code", "LATE")))
                .first()
                .satisfies(letter -> assertThat(letter.headers())
                        .contains(Header.of(
                                "freshet.error.detail",
                                "an event's time must be at most 3600000 ms behind its key's newest, 1700000000000: got "
                                        + (now - HOUR - 1))));
    }

    @DisplayName("row 70: late, scored and not trained")
    @Test
    void aLateEventMayBeScoredWithoutItsLabel() throws Exception {
        List<Outbound> outputs = outputs(
                Backend.HEAP,
                new EventRules(0, HOUR, EventRules.Late.SCORE),
                event("a", 2 * HOUR + 1, 1, 0),
                event("b", HOUR, 1, 1));
        assertThat(Outputs.values(outputs, "predictions").get("k")).hasSize(2).satisfies(json -> {
            assertThat(json.get(0)).contains("\"y\":");
            assertThat(json.get(1)).doesNotContain("\"y\":");
        });
        assertThat(Outputs.of(outputs, "dead-letters")).isEmpty();
    }

    /** The oracle: a list of a key's newest ids, and its newest time. */
    private static final class Plain {
        private final EventRules rules;
        private final List<String> ids = new ArrayList<>();
        private long newest = Long.MIN_VALUE / 2;

        Plain(EventRules rules) {
            this.rules = rules;
        }

        boolean admits(Event event) {
            if (ids.contains(event.id())) {
                return false;
            }
            boolean late = event.example().time() < newest - rules.lateAfter();
            newest = Math.max(newest, event.example().time());
            if (!late) {
                ids.add(event.id());
            }
            if (ids.size() > rules.ids()) {
                ids.remove(0);
            }
            return !late;
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aRestoreAtAnyPointDecidesAsIfThereHadBeenNone(Backend backend) {
        Seeds.each(backend.cases(60), random -> {
            EventRules rules = new EventRules(1 + random.nextInt(6), 1 + random.nextInt(30), EventRules.Late.DROP);
            List<Event> events = events(random, 60);
            int cut = random.nextInt(events.size());
            Set<Long> learned = new HashSet<>();
            OperatorSubtaskState snapshot;
            try (Subtasks before = Subtasks.start(SPEC, backend, 1, rules)) {
                before.process(events.subList(0, cut));
                snapshot = before.snapshot();
                before.process(events.subList(cut, events.size()));
                learned.addAll(offsets(before.outputs()));
            }
            Plain plain = new Plain(rules);
            Set<Long> expected = new HashSet<>();
            Set<Long> expectedAfter = new HashSet<>();
            for (Event event : events) {
                if (plain.admits(event)) {
                    expected.add(event.example().offset());
                    if (event.example().offset() >= cut) {
                        expectedAfter.add(event.example().offset());
                    }
                }
            }
            assertThat(learned).isEqualTo(expected);
            try (Subtasks after = Subtasks.restore(SPEC, backend, 2, snapshot, 1, rules)) {
                after.process(events.subList(cut, events.size()));
                assertThat(offsets(after.outputs())).isEqualTo(expectedAfter);
            }
        });
    }

    private static List<Event> events(SplittableRandom random, int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event("e" + random.nextInt(12), 1_000 + i + random.nextInt(-40, 5), 1, i));
        }
        return events;
    }

    private static Set<Long> offsets(List<Outbound> outputs) {
        Set<Long> offsets = new HashSet<>();
        Outputs.values(outputs, "predictions")
                .values()
                .forEach(all -> all.forEach(
                        json -> offsets.add(Long.parseLong(json.replaceAll(".*\"offset\":(\\d+).*", "$1")))));
        return offsets;
    }

    @Test
    void aRuleHasBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventRules(-1, 0, EventRules.Late.DROP))
                .withMessage("events.dedupe.ids must lie in [1, 10000000], or be 0 for none: got -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventRules(1, -1, EventRules.Late.DROP))
                .withMessage("events.late.after must be > 0 ms, or 0 for never: got -1");
    }
}
