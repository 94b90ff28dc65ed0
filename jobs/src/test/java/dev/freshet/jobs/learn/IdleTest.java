package dev.freshet.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.wire.Event;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.Outbound;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A key that was idle begins anew when its next event comes; its own events' times say so, and nothing else. */
class IdleTest {
    private static final int[] PARALLELISM = {1, 2, 3, 1};
    private static final int CASES = 90;
    private static final StateRules IDLE = new StateRules(StateRules.ShapeChange.REFUSE, 60);

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aKeyThatWasIdleIsPublishedAndBeginsAnewWhateverTheParallelismAndTheRestores(Backend backend) {
        int[] expired = new int[1];
        Seeds.each(backend.cases(CASES), random -> {
            LearnerSpec spec = RandomSpecs.draw(random);
            List<List<Event>> parts = new ArrayList<>();
            RandomEvents events = new RandomEvents(random, spec, random.nextInt(1, 8));
            for (int i = 0; i < PARALLELISM.length; i++) {
                parts.add(events.next(random.nextInt(60)));
            }

            List<Outbound> outputs = run(spec, backend, parts);

            Plain plain = new Plain(spec);
            parts.forEach(part -> part.forEach(plain::observe));
            plain.end();
            expired[0] += plain.expired;
            assertThat(Outputs.values(outputs, "predictions")).isEqualTo(plain.predictions);
            assertThat(Outputs.values(outputs, "models")).isEqualTo(plain.models);
        });
        assertThat(expired[0]).isPositive();
    }

    @Test
    void theLedgerCountsTheWaitingExamplesOfAKeyThatBeginsAnewAsRefused() throws Exception {
        LearnerSpec spec = RandomSpecs.network(3, 0.01);
        Event event = new RandomEvents(new SplittableRandom(5), spec, 1).next();
        Event labelled = new Event("k", "e", event.example().withLabel(1).withTime(1_000));
        Event late = new Event("k", "f", event.example().withLabel(1).withTime(1_061));
        LearnerState one = new Learner(spec).init("k");
        var unused = new Learner(spec).observe(one, labelled.example());
        try (Subtasks subtasks = Subtasks.keeping(IDLE, spec, Backend.HEAP, 1, null, 1)) {
            subtasks.process(labelled);
            subtasks.process(late);
            subtasks.beforeBarrier(1);

            assertThat(subtasks.rows())
                    .singleElement()
                    .extracting(LedgerRow::fates)
                    .isEqualTo(new LedgerRow.Fates(2, 0, 0, 0, 0, one.open(), 2 * one.unlabelled(), one.open(), 0));
        }
    }

    @Test
    void theBoundIsTheLatestEventsTimeAndHoldsToTheEndOfAllTime() {
        assertThat(IDLE.expired(1_000, 1_060)).isFalse();
        assertThat(IDLE.expired(1_000, 1_061)).isTrue();
        assertThat(IDLE.expired(1_000, 0)).isFalse();
        assertThat(IDLE.expired(Long.MAX_VALUE - 10, Long.MAX_VALUE)).isFalse();
        assertThat(StateRules.DEFAULT.expired(0, Long.MAX_VALUE)).isFalse();
    }

    private static List<Outbound> run(LearnerSpec spec, Backend backend, List<List<Event>> parts) throws Exception {
        List<Outbound> outputs = new ArrayList<>();
        OperatorSubtaskState snapshot = null;
        for (int i = 0; i < PARALLELISM.length; i++) {
            int before = i == 0 ? 1 : PARALLELISM[i - 1];
            try (Subtasks subtasks = Subtasks.keeping(IDLE, spec, backend, PARALLELISM[i], snapshot, before)) {
                subtasks.process(parts.get(i));
                if (i == PARALLELISM.length - 1) {
                    subtasks.finish();
                } else {
                    snapshot = subtasks.snapshot();
                }
                outputs.addAll(subtasks.outputs());
            }
        }
        return outputs;
    }

    /** The rule on plain maps. */
    private static final class Plain {
        private final Oracle oracle;
        private final Map<String, Long> latest = new HashMap<>();
        private final SortedMap<String, List<String>> predictions = new TreeMap<>();
        private final SortedMap<String, List<String>> models = new TreeMap<>();
        private int expired;

        Plain(LearnerSpec spec) {
            oracle = new Oracle(spec, "events");
        }

        void observe(Event event) {
            Long last = latest.put(event.key(), event.example().time());
            if (last != null && event.example().time() > last + IDLE.idle()) {
                add(models, event.key(), oracle.retire(event.key()));
                expired++;
            }
            add(predictions, event.key(), oracle.observe(event));
        }

        void end() {
            oracle.snapshots().forEach((key, bytes) -> add(models, key, bytes));
        }

        private static void add(SortedMap<String, List<String>> to, String key, byte[] bytes) {
            to.computeIfAbsent(key, k -> new ArrayList<>()).add(Outputs.bytes(bytes));
        }
    }
}
