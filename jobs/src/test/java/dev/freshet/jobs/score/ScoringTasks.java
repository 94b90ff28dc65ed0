package dev.freshet.jobs.score;

import dev.freshet.jobs.learn.Backend;
import dev.freshet.jobs.learn.LearnerSource;
import dev.freshet.jobs.types.RecordTypeInfo;
import dev.freshet.kafka.DeadLetters;
import dev.freshet.model.LearnerSpec;
import dev.freshet.wire.CaughtUp;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.JsonLedger;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.ModelRecord;
import dev.freshet.wire.Outbound;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** All subtasks of one {@link ScoringOperator}; records go to the one that Flink would send them to. */
final class ScoringTasks implements AutoCloseable {
    static final ScoreTopics TOPICS = new ScoreTopics("features", "scores", "ledger");
    static final DeadLetters DEAD_LETTERS = DeadLetters.of("pipeline", "dead-letters");
    private static final int KEY_GROUPS = 16;
    private static final List<String> GROUP_KEYS = KeyGroupKeys.of(KEY_GROUPS);

    private final List<KeyedOneInputStreamOperatorTestHarness<String, Decoded, Outbound>> harnesses = new ArrayList<>();
    private boolean idle = true;

    /** State of a whole job with the parallelism that it had. */
    record Savepoint(OperatorSubtaskState state, int parallelism) {}

    ScoringTasks(
            LearnerSpec spec,
            ScoreRules rules,
            Set<Integer> awaited,
            Backend backend,
            int parallelism,
            @Nullable Savepoint from)
            throws Exception {
        for (int i = 0; i < parallelism; i++) {
            var harness = new KeyedOneInputStreamOperatorTestHarness<String, Decoded, Outbound>(
                    new ScoringOperator(LearnerSource.of(spec), TOPICS, DEAD_LETTERS, rules, backend.cache())
                            .awaiting(awaited),
                    ScoringTasks::key,
                    Types.STRING,
                    KEY_GROUPS,
                    parallelism,
                    i);
            harnesses.add(harness);
            harness.setStateBackend(backend.create());
            harness.setup(RecordTypeInfo.OUTBOUND.createSerializer(new SerializerConfigImpl()));
            if (from != null) {
                harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        from.state(), KEY_GROUPS, from.parallelism(), parallelism, i));
            }
            harness.open();
        }
    }

    private static String key(Decoded decoded) {
        if (decoded instanceof Event event) {
            return event.key();
        }
        return decoded instanceof ModelRecord model ? model.key() : ((CaughtUp) decoded).key();
    }

    void process(Decoded decoded) throws Exception {
        int index = KeyGroupRangeAssignment.assignKeyToParallelOperator(key(decoded), KEY_GROUPS, harnesses.size());
        harnesses.get(index).processElement(decoded, 0);
        if (idle) {
            work(Integer.MAX_VALUE);
        }
    }

    /** From now on a subtask does between two records only what {@link #work} asks for. */
    void beBusy() {
        idle = false;
    }

    /** Lets each subtask open so many of its mails, as far as it has any. */
    void work(int mails) throws Exception {
        for (var harness : harnesses) {
            for (int i = 0; i < mails; i++) {
                Optional<Mail> mail = harness.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
                if (mail.isEmpty()) {
                    break;
                }
                mail.get().run();
            }
        }
    }

    /** A mark, as {@link SpreadMarks} sends it on. */
    void mark(int partition) throws Exception {
        for (String key : GROUP_KEYS) {
            process(new CaughtUp(partition, key));
        }
    }

    Savepoint snapshot(long checkpoint) throws Exception {
        OperatorSubtaskState[] each = new OperatorSubtaskState[harnesses.size()];
        for (int i = 0; i < each.length; i++) {
            harnesses.get(i).prepareSnapshotPreBarrier(checkpoint);
            each[i] = harnesses.get(i).snapshot(checkpoint, checkpoint);
        }
        return new Savepoint(AbstractStreamOperatorTestHarness.repackageState(each), each.length);
    }

    /** Ends the input. */
    void finish() throws Exception {
        for (var harness : harnesses) {
            harness.endInput();
            harness.getOperator().finish();
        }
    }

    List<Outbound> outputs() {
        return all().filter(o -> !o.topic().equals(TOPICS.ledger())).toList();
    }

    List<LedgerRow> rows() {
        return all().filter(o -> o.topic().equals(TOPICS.ledger()))
                .map(o -> JsonLedger.read(Objects.requireNonNull(o.value())))
                .toList();
    }

    private Stream<Outbound> all() {
        return harnesses.stream().flatMap(h -> h.extractOutputValues().stream());
    }

    @Override
    public void close() {
        for (var harness : harnesses) {
            try {
                harness.close();
            } catch (Exception e) {
                throw new IllegalStateException("a subtask cannot be closed", e);
            }
        }
    }
}
