package dev.freshet.jobs.learn;

import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.model.PlannedAction;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.model.StateMapping;
import dev.freshet.model.Task;
import dev.freshet.wire.Event;
import dev.freshet.wire.JsonOutputs;
import dev.freshet.wire.Label;
import dev.freshet.wire.ModelRef;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a job must come to: each key's events, one after the other, through a plain {@link Learner}. No Flink, no Kafka. */
public final class Oracle {
    private final Learner learner;
    private final String topic;
    private final JsonOutputs json = new JsonOutputs();
    private final SortedMap<String, LearnerState> states = new TreeMap<>();
    private final PlainPublisher publisher;
    private final SortedMap<String, List<byte[]>> published = new TreeMap<>();

    /** @param topic of the events, as the predictions name it */
    public Oracle(LearnerSpec spec, String topic) {
        this(spec, topic, PublishRules.AT_END);
    }

    /** @param publish which states {@link #published} keeps */
    public Oracle(LearnerSpec spec, String topic, PublishRules publish) {
        this(new Learner(spec), topic, publish);
    }

    Oracle(Learner learner, String topic, PublishRules publish) {
        this.learner = learner;
        this.topic = topic;
        publisher = new PlainPublisher(publish);
    }

    /** The prediction's JSON. */
    public byte[] observe(Event event) {
        var example = event.example();
        LearnerState state = states.computeIfAbsent(event.key(), learner::init);
        Outcome outcome = learner.observe(state, example);
        if (publisher.after(state, outcome, example.partition(), example.offset()) != null) {
            published
                    .computeIfAbsent(event.key(), key -> new ArrayList<>())
                    .add(new SnapshotCodec(learner).encode(state));
        }
        boolean classes = learner.spec().task() instanceof Task.Classification;
        return json.prediction(new Prediction(
                event.id(),
                event.key(),
                example.time(),
                label(classes ? outcome.predictedClass() : outcome.prediction()[0]),
                classes ? outcome.prediction() : null,
                example.labelled() ? label(example.label()) : null,
                outcome.loss(),
                new ModelRef(outcome.step(), outcome.fingerprint(), outcome.spec()),
                new Source(topic, example.partition(), example.offset())));
    }

    /** What a run has accepted for a key. */
    void command(String key, PlannedAction planned) {
        var unused = learner.command(states.computeIfAbsent(key, learner::init), planned);
    }

    /** Each key's snapshot as it stands. */
    public SortedMap<String, byte[]> snapshots() {
        SnapshotCodec codec = new SnapshotCodec(learner);
        SortedMap<String, byte[]> snapshots = new TreeMap<>();
        states.forEach((key, state) -> snapshots.put(key, codec.encode(state)));
        return snapshots;
    }

    /** Each key's snapshots that were due before the end, in their order. */
    public SortedMap<String, List<byte[]>> published() {
        return published;
    }

    /** A key's snapshot, whose next event finds a new state. */
    byte[] retire(String key) {
        publisher.forget(key);
        return new SnapshotCodec(learner).encode(Objects.requireNonNull(states.remove(key), key));
    }

    /** The same states in the hands of a learner of another shape. */
    Oracle mappedTo(LearnerSpec spec) {
        Oracle other = new Oracle(spec, topic);
        StateMapping mapping = new StateMapping(other.learner);
        snapshots()
                .forEach(
                        (key, bytes) -> other.states.put(key, mapping.map(bytes).state()));
        return other;
    }

    /** A state of that key, read only. */
    LearnerState state(String key) {
        return states.computeIfAbsent(key, learner::init);
    }

    /** The same states in the hands of a learner of another spec, as bytes carry them there. */
    Oracle continuedBy(LearnerSpec spec) {
        Oracle other = new Oracle(spec, topic);
        SnapshotCodec codec = new SnapshotCodec(other.learner);
        snapshots().forEach((key, bytes) -> other.states.put(key, codec.decode(bytes)));
        return other;
    }

    private Label label(double label) {
        return learner.spec().task() instanceof Task.Classification c
                ? new Label.OfClass(c.classes().get((int) label))
                : new Label.OfNumber(label);
    }
}
