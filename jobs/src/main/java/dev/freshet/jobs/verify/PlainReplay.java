package dev.freshet.jobs.verify;

import dev.freshet.jobs.learn.EventRules;
import dev.freshet.jobs.learn.StateRules;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.JsonEventDecoder;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.ModelRef;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.SafeText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The same events through the plain core, without Flink: what each key's model must have come to. Holds every model. */
final class PlainReplay {
    private final JsonEventDecoder decoder;
    private final Learner learner;
    private final EventRules rules;
    private final StateRules stateRules;
    private final Commanded commanded;
    private final SnapshotCodec codec;
    private final Map<String, LearnerState> states = new HashMap<>();
    private final Map<String, ModelRef> last = new HashMap<>();
    private final Map<String, Long> newest = new HashMap<>();

    /** @param commanded what was asked of the models besides */
    PlainReplay(Pipeline pipeline, JsonEventDecoder decoder, Commanded commanded) {
        this.commanded = commanded;
        this.decoder = decoder;
        learner = pipeline.learnerSource().open();
        rules = pipeline.rules();
        stateRules = pipeline.state().rules();
        codec = new SnapshotCodec(learner);
    }

    /** Takes a record of the events topic that was let in to its model; those of a partition come in their order. */
    void add(RawRecord record) {
        Decoded decoded = decoder.decode(record);
        if (decoded instanceof Event event) {
            LearnerState state = state(event.key(), event.example().time());
            Outcome outcome = learner.observe(state, admitted(event).example());
            last.put(event.key(), new ModelRef(outcome.step(), outcome.fingerprint(), learner.specHash()));
        }
    }

    /** A key that was idle for too long begins anew. */
    private LearnerState state(String key, long time) {
        LearnerState state = states.get(key);
        if (state != null) {
            commanded.handIn(learner, state);
        }
        if (state == null || stateRules.expired(state.lastTime(), time)) {
            state = learner.init(key);
            states.put(key, state);
            commanded.handIn(learner, state);
        }
        return state;
    }

    /** Takes what a label that came later says of features that were answered by {@code served}. */
    void learn(LateLabel label, Example example, float[] served) {
        LearnerState state = state(label.key(), label.time());
        Outcome unused = learner.learn(state, example, label.time(), served);
    }

    /** No event comes any more; commands may have come behind the last. */
    void end() {
        commanded.keys().forEach(key -> commanded.handIn(learner, states.computeIfAbsent(key, learner::init)));
    }

    /** A late event that was not refused was scored only. */
    private Event admitted(Event event) {
        long time = event.example().time();
        long latest = newest.merge(event.key(), time, Math::max);
        boolean late = rules.lateAfter() > 0 && time < latest - rules.lateAfter();
        return late && rules.late() == EventRules.Late.SCORE ? event.withoutLabel() : event;
    }

    /** Compares the model behind each key's last prediction. */
    void compare(Map<String, ModelRef> predicted, Findings wrong) {
        last.forEach((key, expected) -> {
            ModelRef found = predicted.get(key);
            if (!expected.equals(found)) {
                wrong.add("key " + SafeText.of(key, 60) + ": the same events through the plain core end at "
                        + text(expected) + ", its last prediction was made by " + text(found));
            }
        });
    }

    private static String text(@Nullable ModelRef model) {
        return model == null
                ? "no model"
                : "step " + model.step() + ", fingerprint " + HexFormat.of().toHexDigits(model.fingerprint());
    }

    /**
     * Compares a published model; one of another place than the replay's end says nothing.
     *
     * @param fingerprint and {@code sha256} as its headers have them, in hexadecimal digits
     * @return whether it could be compared
     */
    boolean compareModel(String key, @Nullable String fingerprint, @Nullable String sha256, Findings wrong) {
        LearnerState state = states.get(key);
        if (state == null || !HexFormat.of().toHexDigits(state.fingerprint()).equals(fingerprint)) {
            return false;
        }
        String expected = sha256(codec.encode(state));
        if (!expected.equals(sha256)) {
            wrong.add("key " + SafeText.of(key, 60) + ": the plain core's model at step " + state.step()
                    + " has sha256 " + expected + ", the published one " + SafeText.of(String.valueOf(sha256), 64));
        }
        return true;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    int keys() {
        return states.size();
    }
}
