package dev.freshet.jobs.score;

import dev.freshet.jobs.learn.LearnerSource;
import dev.freshet.jobs.learn.OutputIds;
import dev.freshet.jobs.ledger.InputCounter;
import dev.freshet.jobs.ledger.LedgerRows;
import dev.freshet.kafka.DeadLetters;
import dev.freshet.model.Learner;
import dev.freshet.model.Scorer;
import dev.freshet.wire.CaughtUp;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.ModelRecord;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import dev.freshet.wire.SafeText;
import dev.freshet.wire.Tally;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Features and models of a key in, answers out. A model that comes takes effect with the key's next features; those that
 * waited for it are answered first, in their order. A snapshot that is refused leaves the one that answers where it is.
 *
 * <p>Where it waits for partitions of the models topic, features wait until each has sent its mark, whatever the rules say;
 * after a restore they do so again, as marks are sent again. What has waited is answered a few features at a time, so that
 * checkpoints go on; features that come meanwhile stand behind those of their key.
 */
public final class ScoringOperator extends AbstractStreamOperator<Outbound>
        implements OneInputStreamOperator<Decoded, Outbound> {
    private static final long serialVersionUID = 1L;

    private final LearnerSource source;
    private final ScoreTopics topics;
    private final DeadLetters deadLetters;
    private final ScoreRules rules;
    private final int cache;
    private Set<Integer> marked = Set.of();
    private boolean named;

    private transient Set<Integer> awaited;
    private transient HeldModel prior;
    private transient KeyModels models;
    private transient WaitingFeatures waiting;
    private transient Backlog backlog;
    private transient ScoreRecords records;
    private transient LedgerRows rows;
    private transient InputCounter inputs;
    private transient ScoreFates fates;
    private transient ModelCounts counts;
    private transient @Nullable OutputIds ids;
    private transient StreamRecord<Outbound> reused;

    /**
     * An operator that waits for no mark.
     *
     * @param source with the prior, where there is one
     * @param cache models per subtask that are kept ready
     */
    @SuppressWarnings("NullAway.Init") // the transient fields are Flink's to begin, in initializeState
    public ScoringOperator(
            LearnerSource source, ScoreTopics topics, DeadLetters deadLetters, ScoreRules rules, int cache) {
        this.source = source;
        this.topics = topics;
        this.deadLetters = deadLetters;
        this.rules = rules;
        this.cache = cache;
    }

    /** Answers nothing before each of these partitions has sent its {@link CaughtUp}. */
    public ScoringOperator awaiting(Set<Integer> partitions) {
        marked = Set.copyOf(partitions);
        return this;
    }

    /** Gives each output its name, for a delivery that may repeat it. */
    public ScoringOperator namingOutputs() {
        named = true;
        return this;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        Learner beginning = source.open();
        Learner learner = source.reader();
        prior = HeldModel.of(Scorer.of(beginning, beginning.init("")), beginning.specHash(), true);
        awaited = new TreeSet<>(marked);
        counts = new ModelCounts(getMetricGroup());
        models = new KeyModels(new ModelGate(learner), counts, context.getKeyedStateStore(), cache);
        waiting = new WaitingFeatures(rules, context.getKeyedStateStore());
        backlog = new Backlog(
                getContainingTask()
                        .getMailboxExecutorFactory()
                        .createExecutor(getOperatorConfig().getChainIndex()),
                this::settleOf);
        records = new ScoreRecords(topics, beginning.spec());
        rows = LedgerRows.ofScoring(getRuntimeContext(), context.getRestoredCheckpointId());
        inputs = new InputCounter();
        fates = new ScoreFates();
        ids = named ? new OutputIds() : null;
        reused = new StreamRecord<>(null);
    }

    @Override
    public void open() throws Exception {
        super.open();
        if (awaited.isEmpty()) {
            settleAll();
        }
    }

    @Override
    public void processElement(StreamRecord<Decoded> element) throws Exception {
        Decoded decoded = element.getValue();
        if (decoded instanceof Event event) {
            inputs.event(
                    topics.features(),
                    event.example().partition(),
                    event.example().offset());
            features(event);
        } else if (decoded instanceof ModelRecord record) {
            model(record);
        } else if (decoded instanceof Rejection rejection) {
            rejected(rejection);
        } else if (decoded instanceof CaughtUp mark) {
            caughtUp(mark.partition());
        } else if (decoded instanceof Tally tally) {
            emit(records.ledger(tally.row()));
        } else {
            throw new IllegalStateException("a scoring job reads features and models: got " + decoded);
        }
    }

    private void features(Event event) throws Exception {
        boolean first = mayAnswer(event.key());
        HeldModel model = first ? answering(event.key()) : null;
        if (model != null) {
            answer(event, model);
            return;
        }
        waiting.add(event);
        fates.waits();
        if (first) {
            settle(event.key());
        }
    }

    /** Whether no features of {@code key} wait that could be answered. */
    private boolean mayAnswer(String key) {
        return awaited.isEmpty() && !backlog.contains(key);
    }

    /** Null if {@code key} has to wait for its model. */
    private @Nullable HeldModel answering(String key) throws Exception {
        HeldModel model = models.get(key);
        return model == null && rules.untilModel() == ScoreRules.UntilModel.PRIOR ? prior : model;
    }

    private void model(ModelRecord record) throws Exception {
        byte[] snapshot = record.raw().value();
        if (snapshot == null) {
            models.retire(record.key());
            counts.retired();
            return;
        }
        ModelGate.Verdict verdict = models.offer(record, snapshot);
        if (verdict instanceof ModelGate.Verdict.Refused refused) {
            counts.refused(refused.why());
            LOG.warn(
                    "model {} at topic {}, partition {}, offset {} is refused, the one before it goes on: {}",
                    SafeText.of(record.key(), 60),
                    record.raw().topic(),
                    record.raw().partition(),
                    record.raw().offset(),
                    refused.detail());
            return;
        }
        counts.taken();
        if (mayAnswer(record.key())) {
            settle(record.key());
        }
    }

    private void rejected(Rejection rejection) {
        if (!rejection.raw().topic().equals(topics.features())) {
            counts.refused(ModelGate.Refusal.DAMAGED);
            LOG.warn("a record of topic {} is refused: {}", rejection.raw().topic(), rejection.detail());
            return;
        }
        inputs.rejected(
                topics.features(), rejection.raw().partition(), rejection.raw().offset());
        causedBy(rejection.raw().partition(), rejection.raw().offset());
        fates.dead();
        emit(deadLetters.letter(rejection, DeadLetters.Stage.DECODE));
    }

    private void caughtUp(int partition) throws Exception {
        if (awaited.remove(partition) && awaited.isEmpty()) {
            settleAll();
        }
    }

    private void settleAll() {
        try (Stream<String> keys =
                this.<String>getKeyedStateBackend().getKeys(WaitingFeatures.END.getName(), VoidNamespace.INSTANCE)) {
            keys.forEach(backlog::add);
        }
    }

    private void settleOf(String key) throws Exception {
        setCurrentKey(key);
        settle(key);
    }

    /** Lets those of the current key go that need not wait, or no longer may. */
    private void settle(String key) throws Exception {
        HeldModel model = answering(key);
        for (int i = 0; i < Backlog.TURN; i++) {
            Event next = model == null ? waiting.overdue() : waiting.next();
            if (next == null) {
                return;
            }
            fates.waitsNoMore();
            if (model != null) {
                answer(next, model);
            } else if (rules.then() == ScoreRules.Then.PRIOR) {
                answer(next, prior);
            } else {
                refuse(next);
            }
        }
        backlog.add(key);
    }

    private void refuse(Event event) {
        causedBy(event.example().partition(), event.example().offset());
        fates.dead();
        Rejection rejection = new Rejection(
                RejectionCode.MODEL_MISSING,
                null,
                "a key's features may wait for its model until newer ones are " + rules.waitMillis()
                        + " ms ahead, and no more than " + rules.most() + " of them: these have waited for longer",
                Objects.requireNonNull(event.raw(), "features that may be refused bring their record"));
        emit(deadLetters.letter(rejection, DeadLetters.Stage.SCORE));
    }

    private void answer(Event event, HeldModel model) {
        causedBy(event.example().partition(), event.example().offset());
        fates.answered();
        emit(records.answer(event, model));
    }

    private void causedBy(int partition, long offset) {
        if (ids != null) {
            ids.causedBy(topics.features(), partition, offset);
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        super.prepareSnapshotPreBarrier(checkpointId);
        if (!rows.ended()) {
            emit(records.ledger(rows.next(checkpointId, inputs.take(), fates.take())));
        }
    }

    @Override
    public void finish() throws Exception {
        backlog.end();
        emit(records.ledger(rows.last(inputs.take(), fates.take())));
        super.finish();
    }

    private void emit(Outbound outbound) {
        // A row of the ledger is of a checkpoint, not of a record.
        OutputIds names = outbound.topic().equals(topics.ledger()) ? null : ids;
        output.collect(reused.replace(names == null ? outbound : names.named(outbound)));
    }
}
