package dev.freshet.jobs.learn;

import dev.freshet.jobs.ledger.FateCounter;
import dev.freshet.jobs.ledger.InputCounter;
import dev.freshet.jobs.ledger.LedgerRows;
import dev.freshet.kafka.DeadLetters;
import dev.freshet.model.Action;
import dev.freshet.model.DriftReading;
import dev.freshet.model.Example;
import dev.freshet.model.Guard;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.model.TakenAction;
import dev.freshet.model.drift.DriftLevel;
import dev.freshet.wire.Command;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.MetricsRecord;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.SafeText;
import dev.freshet.wire.Tally;
import java.util.Objects;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * State in, {@link Learner#observe}, state out; what came of it goes on as records of the output topics. A rejection has no
 * model key and passes through as a dead letter, so that everything a subtask writes commits together.
 *
 * <p>Nothing here looks at a clock or at a checkpoint: a barrier writes states and changes none, and the end of a bounded
 * input publishes every key's state as it stands, its open batch included.
 */
public final class LearningOperator extends AbstractStreamOperator<Outbound>
        implements OneInputStreamOperator<Decoded, Outbound> {
    private static final long serialVersionUID = 1L;

    /** What an output that may come again is known by: {@code topic/partition/offset/n} of the record that caused it. */
    public static final String ID_HEADER = "freshet.id";

    private final LearnerSource source;
    private final OutputTopics topics;
    private final DeadLetters deadLetters;
    private final int cache;

    private EventRules rules = EventRules.NONE;
    private boolean named;
    private StateRules stateRules = StateRules.DEFAULT;
    private PublishRules publishRules = PublishRules.AT_END;
    private @Nullable LabelRules labelRules;
    private @Nullable CommandRules commandRules;

    private transient Learner learner;
    private transient LearnerStore store;
    private transient @Nullable EventGate gate;
    private transient @Nullable LateLabels late;
    private transient OutputRecords outputs;
    private transient LedgerRows rows;
    private transient InputCounter inputs;
    private transient FateCounter fates;
    private transient @Nullable OutputIds ids;
    private transient StreamRecord<Outbound> reused;
    private transient Publisher publisher;
    private transient @Nullable Commands commands;
    private transient Counter expired;
    private transient PublishedEnd end;
    private transient long refusedBefore;

    /** @param cache live learner states per subtask in front of a backend that keeps bytes */
    @SuppressWarnings("NullAway.Init") // the transient fields are Flink's to begin, in initializeState
    public LearningOperator(LearnerSource source, OutputTopics topics, DeadLetters deadLetters, int cache) {
        this.source = source;
        this.topics = topics;
        this.deadLetters = deadLetters;
        this.cache = cache;
    }

    /** Lets in only the events that keep {@code eventRules}; all of them unless told. */
    public LearningOperator admitting(EventRules eventRules) {
        rules = eventRules;
        return this;
    }

    /** Gives each output an {@link #ID_HEADER}, for a delivery that may repeat it. */
    public LearningOperator namingOutputs() {
        named = true;
        return this;
    }

    /** Treats states by {@code others}; by {@link StateRules#DEFAULT} unless told. */
    public LearningOperator keeping(StateRules others) {
        stateRules = others;
        return this;
    }

    /** Publishes models by {@code others}; by {@link PublishRules#AT_END} unless told. */
    public LearningOperator publishing(PublishRules others) {
        publishRules = others;
        return this;
    }

    /** Takes labels that come later than their events, by {@code others}; events bring theirs unless told. */
    public LearningOperator joining(@Nullable LabelRules others) {
        labelRules = others;
        return this;
    }

    /** Takes commands by {@code others}; none unless told. */
    public LearningOperator commanded(@Nullable CommandRules others) {
        commandRules = others;
        return this;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        learner = source.open();
        expired = getMetricGroup().addGroup("state").counter("expired");
        outputs = new OutputRecords(topics, learner);
        reused = new StreamRecord<>(null);
        rows = LedgerRows.ofLearning(getRuntimeContext(), context.getRestoredCheckpointId());
        inputs = new InputCounter();
        fates = new FateCounter();
        ids = named ? new OutputIds() : null;
        KeyedStateBackend<String> backend = getKeyedStateBackend();
        end = new PublishedEnd(
                context.getOperatorStateStore().getListState(PublishedEnd.DESCRIPTOR), getRuntimeContext());
        ValueState<KeyedLearner> state = context.getKeyedStateStore().getState(LearnerStore.DESCRIPTOR);
        store = backend.isSafeToReuseKVState()
                ? new CachedLearnerStore(backend, state, learner, cache)
                : new HeapLearnerStore(backend, state, learner);
        publisher =
                new Publisher(publishRules, outputs, new SnapshotCodec(learner), backend, context.getKeyedStateStore());
        commands = commandRules == null
                ? null
                : new Commands(
                        commandRules, learner, context.getKeyedStateStore(), topics.commands(), labelRules != null);
        gate = rules.any() ? new EventGate(rules, context.getKeyedStateStore(), getMetricGroup()) : null;
        late = labelRules == null ? null : new LateLabels(labelRules, context.getKeyedStateStore(), fates);
        LOG.info("learning with kernels: {}", learner.kernels());
        if (context.isRestored()) {
            look(new RestoredStates(backend, state, learner));
        }
    }

    private void look(RestoredStates restored) throws Exception {
        if (stateRules.onShapeChange() == StateRules.ShapeChange.REFUSE) {
            restored.requireSameShape();
            return;
        }
        RestoredStates.Carried carried = restored.carryOver();
        fates.refusedOpen(carried.refused());
        for (String line : carried.report()) {
            LOG.warn("models of another shape: {}", SafeText.of(line));
        }
        if (carried.models() > 0) {
            LOG.warn(
                    "models of another shape: {} carried over, {} waiting examples refused",
                    carried.models(),
                    carried.refused());
        }
    }

    @Override
    public void processElement(StreamRecord<Decoded> element) throws Exception {
        Decoded decoded = element.getValue();
        if (decoded instanceof Event event) {
            begin(topics.events(), event.example().partition(), event.example().offset());
            inputs.event(
                    topics.events(),
                    event.example().partition(),
                    event.example().offset());
            if (late == null) {
                admit(event);
            } else {
                features(event.withoutLabel(), late);
            }
        } else if (decoded instanceof Rejection rejection) {
            RawRecord raw = rejection.raw();
            begin(raw.topic(), raw.partition(), raw.offset());
            inputs.rejected(raw.topic(), raw.partition(), raw.offset());
            rejected(raw.topic());
            emit(deadLetters.letter(rejection, DeadLetters.Stage.DECODE));
        } else if (decoded instanceof Command command) {
            RawRecord raw = command.raw();
            begin(topics.commands(), raw.partition(), raw.offset());
            inputs.event(topics.commands(), raw.partition(), raw.offset());
            take(command);
        } else if (decoded instanceof LateLabel label && late != null) {
            inputs.event(
                    label.raw().topic(), label.raw().partition(), label.raw().offset());
            late.add(label);
            settle(late);
        } else if (decoded instanceof Tally tally) {
            emit(outputs.ledger(tally.row()));
        } else {
            throw new IllegalStateException("a training job reads events, or features and labels: got " + decoded);
        }
    }

    private void rejected(String topic) {
        if (topic.equals(topics.labels())) {
            fates.labelRejected();
        } else {
            fates.dead();
        }
    }

    /** Answers an event whose label comes later, and takes the labels that waited for it. */
    private void features(Event event, LateLabels labels) throws Exception {
        switch (labels.judge(event)) {
            case NEW -> {
                LearnerState state = stateOf(event.key());
                Outcome outcome = learner.score(state, event.example());
                if (state.predicted() == 0) {
                    store.changed();
                }
                emit(outputs.prediction(event, outcome));
                labels.add(event, outcome.prediction());
                settle(labels);
            }
            case DUPLICATE -> fates.duplicate();
            case CONFLICT -> {
                fates.dead();
                emit(deadLetters.letter(LateLabels.conflict(event), DeadLetters.Stage.LEARN));
            }
        }
    }

    /** Takes the key's labels in their order as far as their fate is known; each of them causes outputs of its own. */
    private void settle(LateLabels labels) throws Exception {
        for (LabelJoin.Settled next = labels.next(); next != null; next = labels.next()) {
            RawRecord raw = next.label().raw();
            begin(raw.topic(), raw.partition(), raw.offset());
            Feature feature = next.feature();
            if (next.fate() == LabelJoin.Fate.JOINED && feature != null) {
                learn(next.label(), feature);
            } else if (next.fate() != LabelJoin.Fate.DUPLICATE) {
                emit(deadLetters.letter(labels.rejection(next), DeadLetters.Stage.LEARN));
            }
        }
        labels.forget();
    }

    private void learn(LateLabel label, Feature feature) throws Exception {
        Feature.Waiting waiting = Objects.requireNonNull(feature.waiting(), "features that wait");
        Example example = waiting.labelled(label);
        LearnerState state = unexpired(label.key(), label.time());
        before(state, example);
        Outcome outcome = learner.learn(state, example, label.time(), waiting.served());
        after(state, example, outcome);
    }

    private void begin(String topic, int partition, long offset) {
        if (ids != null) {
            ids.causedBy(topic, partition, offset);
        }
    }

    private void admit(Event event) throws Exception {
        EventGate.Verdict verdict = gate == null ? EventGate.Verdict.ADMIT : gate.judge(event);
        switch (verdict) {
            case ADMIT -> observe(event);
            case SCORE -> observe(event.withoutLabel());
            case DUPLICATE -> fates.duplicate();
            case CONFLICT -> {
                fates.dead();
                refuse(event, verdict);
            }
            case LATE -> {
                fates.late();
                refuse(event, verdict);
            }
        }
    }

    private void refuse(Event event, EventGate.Verdict verdict) throws Exception {
        emit(deadLetters.letter(Objects.requireNonNull(gate).rejection(event, verdict), DeadLetters.Stage.LEARN));
    }

    private void observe(Event event) throws Exception {
        Example example = event.example();
        LearnerState state = unexpired(event.key(), example.time());
        before(state, example);
        Outcome outcome = learner.observe(state, example);
        emit(outputs.prediction(event, outcome));
        after(state, example, outcome);
    }

    private void before(LearnerState state, Example example) throws Exception {
        refusedBefore = state.refused();
        fates.before(state);
        publisher.before(state, example.partition(), example.offset());
    }

    private void after(LearnerState state, Example example, Outcome outcome) throws Exception {
        fates.after(state);
        keep(state, outcome);
        acted(state, outcome);
        if (outcome.metricsDue()) {
            emit(outputs.metrics(state, "window", delays()));
        }
        emitDrift(state, outcome);
        PublishRules.Reason due = publisher.after(state, outcome);
        if (due != null) {
            publish(state, due);
        }
        if (state.refused() > refusedBefore) {
            warn(example, state, outcome);
        }
    }

    private void take(Command command) throws Exception {
        Commands taking = Objects.requireNonNull(commands, "a job that reads commands takes them");
        LearnerState state = stateOf(command.key());
        fates.command();
        fates.before(state);
        Commands.Handed handed = taking.handIn(state, command);
        fates.after(state);
        emit(outputs.ack(handed.ack()));
        Outcome outcome = handed.outcome();
        if (outcome != null) {
            keep(state, outcome);
            acted(state, outcome);
        }
    }

    /** Of a key that has been erased and has seen nothing since, nothing is kept. */
    private void keep(LearnerState state, Outcome outcome) throws Exception {
        boolean erased = outcome.taken().stream().anyMatch(LearningOperator::isErasure);
        if (erased && state.predicted() == 0) {
            store.remove(state.key());
        } else {
            store.changed();
        }
    }

    private static boolean isErasure(TakenAction taken) {
        return taken.action() instanceof Action.Erase && taken.problem() == null;
    }

    /** What commands that have acted leave behind. */
    private void acted(LearnerState state, Outcome outcome) throws Exception {
        if (commands == null || outcome.taken().isEmpty()) {
            return;
        }
        commands.taken(state.key(), outcome).forEach(ack -> emit(outputs.ack(ack)));
        for (TakenAction taken : outcome.taken()) {
            if (taken.problem() == null) {
                publishTaken(state, taken);
            }
        }
    }

    private void publishTaken(LearnerState state, TakenAction taken) throws Exception {
        LearnerState given = taken.state();
        if (isErasure(taken)) {
            fates.erased(Objects.requireNonNull(given, "an erasure gives out what the key was"));
            publisher.erased(state.key());
            outputs.erased(state.key()).forEach(this::emit);
        } else if (given != null) {
            publish(given, PublishRules.Reason.COMMAND);
        } else if (taken.action().dropsBatch() && !(taken.action() instanceof Action.Freeze)) {
            publish(state, PublishRules.Reason.COMMAND);
        }
    }

    private MetricsRecord.@Nullable Delays delays() throws Exception {
        return late == null ? null : late.delays();
    }

    /** The state that an event meets; one that was idle for too long is published and makes way for a new one. */
    private LearnerState unexpired(String key, long time) throws Exception {
        LearnerState state = stateOf(key);
        boolean seen = state.predicted() > 0;
        if (!seen || !stateRules.expired(state.lastTime(), time)) {
            return state;
        }
        publish(state, PublishRules.Reason.IDLE);
        if (commands != null) {
            commands.givenUp(state, "the key was idle for too long and begins anew")
                    .forEach(ack -> emit(outputs.ack(ack)));
        }
        fates.refusedOpen(state.open());
        expired.inc();
        return store.renew(key);
    }

    /** A key whose state cannot be read now cannot be read after a restart either. */
    private LearnerState stateOf(String key) throws Exception {
        try {
            return store.get(key);
        } catch (IllegalArgumentException e) {
            throw new SuppressRestartsException(
                    new IllegalStateException("model " + SafeText.of(key) + ": " + e.getMessage(), e));
        }
    }

    private void emitDrift(LearnerState state, Outcome outcome) throws Exception {
        DriftReading drift = outcome.driftChanged() ? learner.drift(state) : null;
        if (drift != null && drift.level() != DriftLevel.NONE) {
            String action = learner.spec().drift().response().name();
            emit(outputs.drift(state, drift, drift.level() == DriftLevel.DRIFT ? action : "none"));
        }
        for (int i = 0; i < outcome.featuresChanged(); i++) {
            emit(outputs.drift(state, learner.featureDrift(state, outcome.featureChanged(i)), "none"));
        }
    }

    private static void warn(Example example, LearnerState state, Outcome outcome) {
        if (outcome.batchesRefused() > 0) {
            LOG.warn(
                    "model {}: batch refused after step {}: {}, the last good weights stand; to blame is the event at"
                            + " partition {}, offset {}",
                    SafeText.of(state.key()),
                    state.step(),
                    reason(outcome.refusal()),
                    outcome.blamedPartition(),
                    outcome.blamedOffset());
        } else if (isPowerOfTwo(state.refused())) {
            LOG.warn(
                    "model {}: {} events refused up to step {}; the newest, whose activations are not finite, is at"
                            + " partition {}, offset {}",
                    SafeText.of(state.key()),
                    state.refused(),
                    state.step(),
                    example.partition(),
                    example.offset());
        }
    }

    private static String reason(Guard.@Nullable Refusal refusal) {
        return switch (refusal == null ? Guard.Refusal.GRADIENT : refusal) {
            case GRADIENT -> "its gradient is not finite or explodes";
            case UPDATE -> "its update is not finite";
            case NORM -> "its gradient is longer than guard.max-norm";
            case LOSS -> "its loss exceeds guard.loss-spike";
        };
    }

    /** At which counts a model that refuses every event says so: ever more seldom. */
    private static boolean isPowerOfTwo(long count) {
        return Long.bitCount(count) == 1;
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        super.prepareSnapshotPreBarrier(checkpointId);
        if (!rows.ended()) {
            emit(outputs.ledger(rows.next(checkpointId, inputs.take(), fates.take())));
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        store.flush();
        publisher.flush();
    }

    @Override
    public void finish() throws Exception {
        if (!end.isPublished()) {
            publish();
            end.published();
        }
        emit(outputs.ledger(rows.last(inputs.take(), fates.take())));
        super.finish();
    }

    private void publish() throws Exception {
        store.forEach(state -> {
            if (ids != null) {
                ids.causedByTheEnd(topics.learned(), state.step());
            }
            emitAtEnd(state);
        });
    }

    /** In a visit, which may throw nothing that it does not declare. */
    private void emitAtEnd(LearnerState state) {
        try {
            emit(outputs.metrics(state, "final", delays()));
            publish(state, PublishRules.Reason.END);
        } catch (Exception e) {
            throw new IllegalStateException("model " + SafeText.of(state.key()) + " cannot be published", e);
        }
    }

    private void publish(LearnerState state, PublishRules.Reason why) throws Exception {
        publisher.publish(state, why).forEach(this::emit);
    }

    private void emit(Outbound outbound) {
        // A row of the ledger is of a checkpoint, not of a record.
        OutputIds names = outbound.topic().equals(topics.ledger()) ? null : ids;
        output.collect(reused.replace(names == null ? outbound : names.named(outbound)));
    }
}
