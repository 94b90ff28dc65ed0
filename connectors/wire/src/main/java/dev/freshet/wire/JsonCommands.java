package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.freshet.model.Action;
import dev.freshet.model.PlannedAction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commands and their acknowledgements as JSON. Owns its buffer: one per thread.
 *
 * @see JsonCommandDecoder
 */
public final class JsonCommands {
    private final JsonBuffer buffer = new JsonBuffer();
    private final char[] hex = new char[16];

    /** {@code {id, key, command, at, expect, force, …}}, with what the command needs besides. */
    public byte[] command(Command command) {
        return buffer.document(json -> write(json, command));
    }

    /** {@code {id, key, command, status, at, seen, dropped, fingerprint, reason, after, erased, src}}: places are {@code {topic, partition, offset}}. */
    public byte[] ack(CommandAck ack) {
        return buffer.document(json -> write(json, ack));
    }

    private static void write(JsonGenerator json, Command command) throws IOException {
        json.writeStartObject();
        JsonText.string(json, "id", command.id());
        JsonText.string(json, "key", command.key());
        JsonText.string(json, "command", command.word());
        if (command.at() != PlannedAction.NOW) {
            json.writeNumberField("at", command.at());
        }
        if (command.expect() != Command.ANY) {
            json.writeNumberField("expect", command.expect());
        }
        if (command.force()) {
            json.writeBooleanField("force", true);
        }
        writeArgument(json, command.action(), command.place());
        json.writeEndObject();
    }

    private static void writeArgument(
            JsonGenerator json, @Nullable Action action, Command.@Nullable SnapshotPlace place) throws IOException {
        if (action instanceof Action.SetRate set) {
            json.writeNumberField("factor", set.factor());
        } else if (action instanceof Action.Promote promote) {
            JsonText.string(json, "challenger", promote.challenger());
        } else if (action instanceof Action.Rollback rollback) {
            json.writeBinaryField("snapshot", rollback.snapshot());
        }
        if (place != null) {
            json.writeObjectFieldStart("snapshot");
            json.writeNumberField("partition", place.partition());
            json.writeNumberField("offset", place.offset());
            JsonText.string(json, "sha256", place.sha256());
            json.writeEndObject();
        }
    }

    private void write(JsonGenerator json, CommandAck ack) throws IOException {
        json.writeStartObject();
        JsonText.string(json, "id", ack.id());
        JsonText.string(json, "key", ack.key());
        JsonText.string(json, "command", ack.command());
        JsonText.string(json, "status", ack.status().word());
        json.writeNumberField("at", ack.at());
        json.writeNumberField("seen", ack.seen());
        if (ack.dropped() > 0) {
            json.writeNumberField("dropped", ack.dropped());
        }
        JsonText.hex(json, "fingerprint", ack.fingerprint(), hex);
        if (ack.reason() != null) {
            JsonText.string(json, "reason", ack.reason());
        }
        if (ack.after() != null) {
            json.writeFieldName("after");
            write(json, ack.after());
        }
        if (!ack.erased().isEmpty()) {
            json.writeArrayFieldStart("erased");
            for (Source place : ack.erased()) {
                write(json, place);
            }
            json.writeEndArray();
        }
        json.writeFieldName("src");
        write(json, ack.src());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Source place) throws IOException {
        json.writeStartObject();
        JsonText.string(json, "topic", place.topic());
        json.writeNumberField("partition", place.partition());
        json.writeNumberField("offset", place.offset());
        json.writeEndObject();
    }

    /** @throws IllegalArgumentException if {@code json} is no acknowledgement */
    public static CommandAck readAck(byte[] json) {
        AckDraft draft = new AckDraft();
        JsonOutputReader.read("command's acknowledgement", json, draft::field);
        return draft.build();
    }

    private static final class AckDraft {
        private @Nullable String id;
        private @Nullable String key;
        private @Nullable String command;
        private CommandAck.@Nullable Status status;
        private long at;
        private long seen;
        private int dropped;
        private long fingerprint;
        private @Nullable String reason;
        private @Nullable Source after;
        private final List<Source> erased = new ArrayList<>();
        private @Nullable Source src;

        void field(String name, JsonParser json) throws IOException {
            switch (name) {
                case "id" -> id = json.getText();
                case "key" -> key = json.getText();
                case "command" -> command = json.getText();
                case "status" -> status = status(json.getText());
                case "at" -> at = json.getLongValue();
                case "seen" -> seen = json.getLongValue();
                case "dropped" -> dropped = json.getIntValue();
                case "fingerprint" -> fingerprint = Long.parseUnsignedLong(json.getText(), 16);
                case "reason" -> reason = json.getText();
                case "after" -> after = place(json);
                case "erased" -> places(json, erased);
                case "src" -> src = place(json);
                default -> json.skipChildren();
            }
        }

        private static void places(JsonParser json, List<Source> to) throws IOException {
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw new IllegalArgumentException("erased must be an array");
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                to.add(place(json));
            }
        }

        private static Source place(JsonParser json) throws IOException {
            PlaceDraft draft = new PlaceDraft();
            JsonOutputReader.object(json, draft::field);
            return new Source(
                    JsonOutputReader.required("topic of a place", draft.topic), draft.partition, draft.offset);
        }

        private static CommandAck.Status status(String word) {
            return Arrays.stream(CommandAck.Status.values())
                    .filter(status -> status.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "status must be one that Freshet writes: got " + SafeText.of(word)));
        }

        CommandAck build() {
            return new CommandAck(
                    JsonOutputReader.required("id", id),
                    JsonOutputReader.required("key", key),
                    JsonOutputReader.required("command", command),
                    JsonOutputReader.required("status", status),
                    at,
                    seen,
                    dropped,
                    fingerprint,
                    reason,
                    after,
                    erased,
                    JsonOutputReader.required("src", src));
        }
    }

    private static final class PlaceDraft {
        private @Nullable String topic;
        private int partition;
        private long offset;

        void field(String name, JsonParser json) throws IOException {
            switch (name) {
                case "topic" -> topic = json.getText();
                case "partition" -> partition = json.getIntValue();
                case "offset" -> offset = json.getLongValue();
                default -> json.skipChildren();
            }
        }
    }
}
