package dev.freshet.jobs.models;

import dev.freshet.wire.Header;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.SafeText;
import dev.freshet.wire.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A published model without its bytes: where it lies and what its headers say, which nobody has looked at.
 *
 * @param topic of models or their history
 * @param bytes of the snapshot; -1 where the key was retired
 * @param timestamp when it was written, in epoch milliseconds UTC
 */
public record Published(
        String topic, int partition, long offset, String key, int bytes, long timestamp, List<Header> headers) {
    private static final int LONGEST = 300;
    private static final Pattern PLACE = Pattern.compile("([^:]+):(\\d{1,9}):(\\d{1,18})");

    public Published {
        headers = List.copyOf(headers);
    }

    /** Of a record; null where it has no key, so is no model. */
    static @Nullable Published of(RawRecord raw) {
        byte[] key = raw.key();
        byte[] value = raw.value();
        return key == null
                ? null
                : new Published(
                        raw.topic(),
                        raw.partition(),
                        raw.offset(),
                        new String(key, StandardCharsets.UTF_8),
                        value == null ? -1 : value.length,
                        raw.timestamp(),
                        raw.headers());
    }

    /** Whether it says that the key has no model any more. */
    public boolean retired() {
        return bytes < 0;
    }

    /** {@code partition:offset}. */
    public String place() {
        return partition + ":" + offset;
    }

    /** A header's text as it came; null where there is none. */
    public @Nullable String header(String name) {
        return Header.text(headers, name);
    }

    /** The last record that it has taken in; null where it does not say. */
    public @Nullable Source source() {
        String text = header("source");
        Matcher place = text == null ? null : PLACE.matcher(text);
        return place == null || !place.matches()
                ? null
                : new Source(place.group(1), Integer.parseInt(place.group(2)), Long.parseLong(place.group(3)));
    }

    /** How many batches it had learned; -1 where it does not say. */
    public long step() {
        String text = header("step");
        return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    /** Whether it was published as its last record was taken in, so that no command can have come behind that. */
    public boolean beforeCommands() {
        return Set.of("steps", "age", "drift").contains(String.valueOf(header("reason")));
    }

    /** Whether it was published when no record came any more, behind all commands that had come. */
    public boolean behindCommands() {
        return Set.of("end", "idle").contains(String.valueOf(header("reason")));
    }

    /** A header's text, fit to be shown. */
    public String shown(String name) {
        String text = header(name);
        return text == null ? "unknown" : SafeText.of(text, LONGEST);
    }

    /** Whether it is the model of this step. */
    public boolean isOfStep(long step) {
        return step == step();
    }
}
