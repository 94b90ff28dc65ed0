package dev.freshet.jobs.verify;

import dev.freshet.jobs.learn.EventRules;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.rebuild.CommandLog;
import dev.freshet.jobs.rebuild.Relearning;
import dev.freshet.model.Example;
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

/** The same records learned anew, and held to what a job says that its models were. */
final class PlainReplay {
    private final JsonEventDecoder decoder;
    private final Relearning models;
    private final EventRules rules;
    private final SnapshotCodec codec;
    private final Map<String, ModelRef> last = new HashMap<>();
    private final Map<String, Long> newest = new HashMap<>();

    /** @param commands what was asked of the models besides */
    PlainReplay(Pipeline pipeline, JsonEventDecoder decoder, CommandLog commands) {
        this.decoder = decoder;
        models = new Relearning(pipeline, commands);
        rules = pipeline.rules();
        codec = new SnapshotCodec(models.learner());
    }

    /** Takes a record of the events topic that was let in to its model; those of a partition come in their order. */
    void add(RawRecord record) {
        Decoded decoded = decoder.decode(record);
        if (decoded instanceof Event event) {
            Outcome outcome = models.observe(admitted(event));
            last.put(event.key(), new ModelRef(outcome.step(), outcome.fingerprint(), outcome.spec()));
        }
    }

    /** Takes what a label that came later says of features that were answered by {@code served}. */
    void learn(LateLabel label, Example example, float[] served) {
        models.learn(label, example, served);
    }

    /** No record comes any more. */
    void end() {
        models.end();
    }

    /** A late event that was not refused was scored only. */
    private Event admitted(Event event) {
        if (models.isNew(event.key())) {
            newest.remove(event.key());
        }
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
        LearnerState state = models.model(key);
        if (state == null || !HexFormat.of().toHexDigits(state.fingerprint()).equals(fingerprint)) {
            return false;
        }
        String expected = sha256(codec.encodeChampion(state));
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
        return models.keys();
    }
}
