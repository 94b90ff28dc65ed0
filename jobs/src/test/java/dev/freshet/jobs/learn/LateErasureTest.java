package dev.freshet.jobs.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.Action;
import dev.freshet.model.BatchPolicy;
import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.PlannedAction;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.Command;
import dev.freshet.wire.CommandAck;
import dev.freshet.wire.Event;
import dev.freshet.wire.JsonOutputReader;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.MetricsRecord;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Source;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A key that is erased while features wait for labels and labels for features. */
class LateErasureTest {
    private static final LabelRules RULES = new LabelRules(10_000, 100_000);
    private static final long TIME = 1_700_000_000_000L;

    /** Each label closes a batch, so that commands act at once. */
    private final LearnerSpec spec = RandomSpecs.network(3, 0.01).withBatch(new BatchPolicy(1, 0));

    @Test
    void nothingOfWhatWaitedIsLearnedAndAllOfItIsCounted() throws Exception {
        try (Subtasks subtasks = Subtasks.joining(RULES, spec, Backend.HEAP, 1, null, 1)) {
            subtasks.process(List.of(
                    feature("a", 0), feature("b", 1), label("a", 0), label("none", 1), label("b", 2), erasure(0)));
            assertThat(done(subtasks)).satisfies(ack -> {
                assertThat(ack.after()).isEqualTo(new Source("labels", 0, 0));
                assertThat(ack.erased()).containsExactly(new Source("features", 0, 1), new Source("labels", 0, 2));
            });

            subtasks.process(List.of(feature("b", 2), label("b", 3)));
            subtasks.finish();

            assertThat(Outputs.of(subtasks.outputs(), "predictions")).hasSize(3);
            Outbound last = Outputs.of(subtasks.outputs(), "models").get(1);
            assertThat(last.value()).isEqualTo(plain(feature("b", 2), label("b", 3)));
            assertThat(delays(subtasks)).as("delays since").isEqualTo(1);
            requireBalance(subtasks);
        }
    }

    @Test
    void theLabelWhoseTimeClosesTheBatchIsForgottenWithTheRest() throws Exception {
        LearnerSpec aged = spec.withBatch(new BatchPolicy(7, 5));
        try (Subtasks subtasks = Subtasks.joining(RULES, aged, Backend.HEAP, 1, null, 1)) {
            subtasks.process(List.of(feature("a", 0), feature("b", 1), label("a", 0), erasure(0), label("b", 100)));
            subtasks.finish();

            assertThat(done(subtasks).after()).isEqualTo(new Source("labels", 0, 100));
            assertThat(Outputs.of(subtasks.outputs(), "models"))
                    .as("its tombstone")
                    .singleElement()
                    .satisfies(model -> assertThat(model.value()).isNull());
            assertThat(fates(subtasks).labels().joined()).isEqualTo(2);
            assertThat(fates(subtasks).refused()).isEqualTo(2);
            assertThat(fates(subtasks).open()).isZero();
        }
    }

    @Test
    void aPlaceFromBeforePlacesWereKeptIsReadAsNone() {
        long[] before = {5, 6, 7, 8, 9, 10};

        assertThat(LabelJoin.whole(before)).startsWith(before).endsWith(-1, -1, -1, -1, -1);
        assertThat(LabelJoin.whole(before)).hasSize(LabelJoin.CLOCKS);
    }

    private static void requireBalance(Subtasks subtasks) {
        LedgerRow.Fates fates = fates(subtasks);
        assertThat(fates.labels()).isEqualTo(new LedgerRow.Labels(2, 0, 0, 0, 2));
        assertThat(fates.predicted()).isEqualTo(3);
        assertThat(fates.unlabelled()).as("features that waited").isEqualTo(1);
        assertThat(fates.trained()).isEqualTo(2);
        assertThat(fates.waiting()).isZero();
    }

    private static LedgerRow.Fates fates(Subtasks subtasks) {
        return subtasks.rows().stream()
                .map(row -> Objects.requireNonNull(row.fates()))
                .reduce(LedgerRow.Fates.NONE, LedgerRow.Fates::plus);
    }

    private static CommandAck done(Subtasks subtasks) {
        return CommandedLearningTest.acks(subtasks.outputs()).stream()
                .filter(ack -> ack.status() == CommandAck.Status.DONE)
                .findFirst()
                .orElseThrow();
    }

    private static long delays(Subtasks subtasks) {
        return Outputs.of(subtasks.outputs(), "metrics").stream()
                .map(record -> JsonOutputReader.metrics(Objects.requireNonNull(record.value())))
                .filter(metrics -> metrics.scope().equals("final"))
                .map(MetricsRecord::delays)
                .mapToLong(delays -> Objects.requireNonNull(delays).count())
                .sum();
    }

    private byte[] plain(Event feature, LateLabel label) {
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");
        float[] served = learner.score(state, feature.example()).prediction().clone();
        Example example =
                feature.example().withLabel(label.label()).at(0, label.raw().offset());
        var unused = learner.learn(state, example, label.time(), served);
        return new SnapshotCodec(learner).encode(state);
    }

    private static Event feature(String id, long offset) {
        Example example =
                new Example(new double[] {offset - 1.5, 1}, new long[] {7}, Double.NaN, 1, TIME + offset, 0, offset);
        return new Event("k", id, example, raw("features", offset));
    }

    private static LateLabel label(String id, long offset) {
        return new LateLabel("k", id, 1, Double.NaN, TIME + 10 + offset, raw("labels", offset));
    }

    private static Command erasure(long offset) {
        return new Command(
                "k",
                "c" + offset,
                "erase",
                new Action.Erase(),
                null,
                PlannedAction.NOW,
                Command.ANY,
                false,
                null,
                raw("commands", offset));
    }

    private static RawRecord raw(String topic, long offset) {
        return new RawRecord(topic, 0, offset, TIME, "k".getBytes(UTF_8), new byte[] {1}, List.of());
    }
}
