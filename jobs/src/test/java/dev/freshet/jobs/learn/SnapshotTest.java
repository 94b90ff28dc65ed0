package dev.freshet.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.LearnerSpec;
import dev.freshet.wire.Event;
import dev.freshet.wire.Outbound;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFinalizer;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SnapshotTest {
    private static final int CASES = 60;

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aSnapshotAfterEachEventChangesNothing(Backend backend) {
        Seeds.each(backend.cases(CASES), random -> {
            LearnerSpec spec = RandomSpecs.draw(random);
            List<Event> events = new RandomEvents(random, spec, 4).next(40);
            try (Subtasks subtasks = Subtasks.start(spec, backend, 1)) {
                for (Event event : events) {
                    subtasks.process(event);
                    OperatorSubtaskState unused = subtasks.snapshot();
                }
                subtasks.finish();

                assertHolds(subtasks.outputs(), new Expected(new Oracle(spec, "events")).after(events));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void eventsThatARestoreTakesBackLeaveNoTrace(Backend backend) {
        Seeds.each(backend.cases(CASES), random -> {
            LearnerSpec spec = RandomSpecs.draw(random);
            RandomEvents events = new RandomEvents(random, spec, 5);
            List<Event> kept = events.next(random.nextInt(60));
            List<Event> lost = events.next(random.nextInt(1, 60));
            List<Event> next = events.next(random.nextInt(60));
            OperatorSubtaskState snapshot;
            try (Subtasks before = Subtasks.start(spec, backend, 1)) {
                before.process(kept);
                snapshot = before.snapshot();
                before.process(lost);
            }
            Oracle oracle = new Oracle(spec, "events");
            kept.forEach(oracle::observe);

            assertHolds(restored(spec, backend, snapshot, next), new Expected(oracle).after(next));
        });
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aSnapshotWrittenWhileEventsGoOnHoldsTheStateAtItsBarrier(Backend backend) {
        Seeds.each(backend.cases(4 * CASES), random -> {
            LearnerSpec spec = RandomSpecs.draw(random);
            RandomEvents events = new RandomEvents(random, spec, 5);
            List<Event> before = events.next(60);
            List<Event> meanwhile = events.next(200);
            boolean afterwards = random.nextBoolean();
            OperatorSubtaskState snapshot;
            Expected all =
                    new Expected(new Oracle(spec, "events")).after(before).after(meanwhile);
            try (Subtasks subtasks = Subtasks.start(spec, backend, 1)) {
                subtasks.process(before);
                OperatorSnapshotFutures barrier = subtasks.beginSnapshot();
                if (afterwards) {
                    subtasks.process(meanwhile);
                    snapshot = write(barrier);
                } else {
                    CompletableFuture<OperatorSubtaskState> writing =
                            CompletableFuture.supplyAsync(() -> write(barrier));
                    subtasks.process(meanwhile);
                    snapshot = writing.join();
                }
                subtasks.finish();
                assertHolds(subtasks.outputs(), all);
            }
            Oracle atBarrier = new Oracle(spec, "events");
            before.forEach(atBarrier::observe);

            assertHolds(restored(spec, backend, snapshot, List.of()), new Expected(atBarrier));
        });
    }

    @Test
    void whatAHeapRestoredAndNobodyReadIsWrittenAgainAsItWas() throws Exception {
        LearnerSpec spec = RandomSpecs.network(4, 0.01);
        List<Event> events = new RandomEvents(new SplittableRandom(1), spec, 5).next(100);
        OperatorSubtaskState first;
        try (Subtasks subtasks = Subtasks.start(spec, Backend.HEAP, 1)) {
            subtasks.process(events);
            first = subtasks.snapshot();
        }
        OperatorSubtaskState second;
        try (Subtasks untouched = Subtasks.restore(spec, Backend.HEAP, 1, first, 1)) {
            second = untouched.snapshot();
        }

        assertHolds(
                restored(spec, Backend.HEAP, second, List.of()),
                new Expected(new Oracle(spec, "events")).after(events).afterwards());
    }

    private static List<Outbound> restored(
            LearnerSpec spec, Backend backend, OperatorSubtaskState snapshot, List<Event> next) throws Exception {
        try (Subtasks subtasks = Subtasks.restore(spec, backend, 1, snapshot, 1)) {
            subtasks.process(next);
            subtasks.finish();
            return subtasks.outputs();
        }
    }

    private static OperatorSubtaskState write(OperatorSnapshotFutures barrier) {
        try {
            return OperatorSnapshotFinalizer.create(barrier).getJobManagerOwnedState();
        } catch (Exception e) {
            throw new IllegalStateException("the snapshot cannot be written", e);
        }
    }

    private static void assertHolds(List<Outbound> outputs, Expected expected) {
        assertThat(Outputs.values(outputs, "predictions")).isEqualTo(expected.predictions());
        assertThat(Outputs.values(outputs, "models")).isEqualTo(expected.models());
    }
}
