package dev.freshet.jobs.learn;

import dev.freshet.jobs.ledger.FateCounter;
import dev.freshet.jobs.ledger.InputCounter;
import dev.freshet.jobs.ledger.LedgerRows;
import dev.freshet.kafka.DeadLetters;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.wire.Command;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.SafeText;
import dev.freshet.wire.Tally;
import java.util.Objects;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.metrics.Counter;
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
    private transient Publisher publisher;
    private transient Outlet outlet;
    private transient OutputRecords outputs;
    private transient LedgerRows rows;
    private transient InputCounter inputs;
    private transient FateCounter fates;
    private transient PublishedEnd end;
    private transient Models models;
    private transient Learned learned;
    private transient @Nullable EventInput events;
    private transient @Nullable LateLabels late;
    private transient @Nullable LabelInput labels;
    private transient @Nullable CommandInput commandInput;

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
        outputs = new OutputRecords(topics, learner);
        outlet = new Outlet(output, topics.ledger(), named);
        rows = LedgerRows.ofLearning(getRuntimeContext(), context.getRestoredCheckpointId());
        inputs = new InputCounter();
        fates = new FateCounter();
        KeyedStateBackend<String> backend = getKeyedStateBackend();
        end = new PublishedEnd(
                context.getOperatorStateStore().getListState(PublishedEnd.DESCRIPTOR), getRuntimeContext());
        ValueState<KeyedLearner> state = context.getKeyedStateStore().getState(LearnerStore.DESCRIPTOR);
        store = backend.isSafeToReuseKVState()
                ? new CachedLearnerStore(backend, state, learner, cache)
                : new HeapLearnerStore(backend, state, learner);
        publisher = new Publisher(publishRules, outputs, learner, backend, context.getKeyedStateStore());
        openInputs(context.getKeyedStateStore());
        LOG.info("learning with kernels: {}", learner.kernels());
        if (context.isRestored()) {
            look(new RestoredStates(backend, state, learner));
        }
    }

    private void openInputs(KeyedStateStore keyed) {
        EventGate gate = rules.any() ? new EventGate(rules, keyed, getMetricGroup()) : null;
        late = labelRules == null ? null : new LateLabels(labelRules, keyed, fates, getMetricGroup());
        Commands commands =
                commandRules == null ? null : new Commands(commandRules, learner, keyed, topics, late, gate);
        models = new Models(publisher, outputs, outlet, fates, commands);
        Counter expired = getMetricGroup().addGroup("state").counter("expired");
        KeyStates states = new KeyStates(store, stateRules, fates, models, commands, expired);
        learned = new Learned(learner, fates, states, models, outputs, outlet, late);
        events = late != null
                ? null
                : new EventInput(learner, gate, fates, states, learned, outputs, outlet, deadLetters);
        labels = late == null
                ? null
                : new LabelInput(learner, late, fates, states, learned, outputs, outlet, deadLetters);
        commandInput = commands == null ? null : new CommandInput(commands, fates, states, models);
    }

    private void look(RestoredStates restored) throws Exception {
        if (stateRules.onShapeChange() == StateRules.ShapeChange.REFUSE) {
            restored.requireSameShape();
            return;
        }
        RestoredStates.Carried carried = restored.carryOver();
        if (carried.models() > 0 && late != null) {
            late.requireNoFeaturesWait(getKeyedStateBackend());
        }
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
            if (events != null) {
                events.take(event);
            } else {
                Objects.requireNonNull(labels, "a job without labels takes events")
                        .take(event.withoutLabel());
            }
        } else if (decoded instanceof Rejection rejection) {
            reject(rejection);
        } else if (decoded instanceof Command command) {
            begin(topics.commands(), command.raw().partition(), command.raw().offset());
            Objects.requireNonNull(commandInput, "a job that reads commands takes them")
                    .take(command);
        } else if (decoded instanceof LateLabel label && labels != null) {
            inputs.event(
                    label.raw().topic(), label.raw().partition(), label.raw().offset());
            labels.take(label);
        } else if (decoded instanceof Tally tally) {
            outlet.emit(outputs.ledger(tally.row()));
        } else {
            throw new IllegalStateException("a training job reads events, or features and labels: got " + decoded);
        }
    }

    private void begin(String topic, int partition, long offset) {
        outlet.causedBy(topic, partition, offset);
        inputs.event(topic, partition, offset);
    }

    private void reject(Rejection rejection) {
        RawRecord raw = rejection.raw();
        outlet.causedBy(raw.topic(), raw.partition(), raw.offset());
        inputs.rejected(raw.topic(), raw.partition(), raw.offset());
        if (raw.topic().equals(topics.labels())) {
            fates.labelRejected();
        } else {
            fates.dead();
        }
        outlet.emit(deadLetters.letter(rejection, DeadLetters.Stage.DECODE));
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        super.prepareSnapshotPreBarrier(checkpointId);
        if (!rows.ended()) {
            outlet.emit(outputs.ledger(rows.next(checkpointId, inputs.take(), fates.take())));
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
        outlet.emit(outputs.ledger(rows.last(inputs.take(), fates.take())));
        super.finish();
    }

    private void publish() throws Exception {
        store.forEach(state -> {
            outlet.causedByTheEnd(topics.learned(), state.step());
            emitAtEnd(state);
        });
    }

    /** In a visit, which may throw nothing that it does not declare. */
    private void emitAtEnd(LearnerState state) {
        try {
            learned.metrics(state, "final");
            models.publish(state, PublishRules.Reason.END);
        } catch (Exception e) {
            throw new IllegalStateException("model " + SafeText.of(state.key()) + " cannot be published", e);
        }
    }
}
