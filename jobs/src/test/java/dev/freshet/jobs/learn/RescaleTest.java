package dev.freshet.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.LearnerSpec;
import dev.freshet.wire.Event;
import dev.freshet.wire.Outbound;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RescaleTest {
    private static final int[] PARALLELISM = {1, 2, 3, 1};
    private static final int CASES = 240;

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aSnapshotARestoreAndAnotherParallelismChangeNoByteOfAnyOutput(Backend backend) {
        Seeds.each(backend.cases(CASES), random -> {
            LearnerSpec spec = RandomSpecs.draw(random);
            List<List<Event>> parts = parts(random, spec);
            List<Event> all = parts.stream().flatMap(List::stream).toList();

            List<Outbound> rescaled = rescaled(spec, backend, parts);

            Expected expected = new Expected(new Oracle(spec, "events")).after(all);
            assertThat(Outputs.values(rescaled, "predictions")).isEqualTo(expected.predictions());
            assertThat(Outputs.values(rescaled, "models")).isEqualTo(expected.models());
            assertThat(Outputs.byPlace(rescaled)).isEqualTo(Outputs.byPlace(undisturbed(spec, all)));
        });
    }

    /** Cut at random places, which mostly lie inside the batch of some key. */
    private static List<List<Event>> parts(SplittableRandom random, LearnerSpec spec) {
        RandomEvents events = new RandomEvents(random, spec, random.nextInt(1, 8));
        List<List<Event>> parts = new ArrayList<>();
        for (int i = 0; i < PARALLELISM.length; i++) {
            parts.add(events.next(random.nextInt(60)));
        }
        return parts;
    }

    private static List<Outbound> rescaled(LearnerSpec spec, Backend backend, List<List<Event>> parts)
            throws Exception {
        List<Outbound> outputs = new ArrayList<>();
        OperatorSubtaskState snapshot = null;
        for (int i = 0; i < PARALLELISM.length; i++) {
            try (Subtasks subtasks = snapshot == null
                    ? Subtasks.start(spec, backend, PARALLELISM[i])
                    : Subtasks.restore(spec, backend, PARALLELISM[i], snapshot, PARALLELISM[i - 1])) {
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

    private static List<Outbound> undisturbed(LearnerSpec spec, List<Event> events) throws Exception {
        try (Subtasks subtasks = Subtasks.start(spec, Backend.HEAP, 1)) {
            subtasks.process(events);
            subtasks.finish();
            return subtasks.outputs();
        }
    }
}
