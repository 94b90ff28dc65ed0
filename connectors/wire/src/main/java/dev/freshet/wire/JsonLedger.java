package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the ledger as JSON: {@code {run, checkpoint, since, restored, last, role, source, subtask, parallelism, input:
 * [{topic, partition, from, to, events, rejected}], fates: {…, labels: {…}}}}. Unknown fields are ignored, a count that is missing is 0, a
 * text other than {@code run} and {@code role} is empty.
 *
 * <p>Writing owns its buffer: one per thread.
 */
public final class JsonLedger {
    private final JsonBuffer buffer = new JsonBuffer();

    public byte[] row(LedgerRow row) {
        return buffer.document(json -> write(json, row));
    }

    /** Bytes of the longest row, its key included, that a subtask can write which reads {@code partitions} of a topic. */
    public static int maxBytes(String topic, int partitions) {
        long most = Long.MAX_VALUE;
        int last = Integer.MAX_VALUE;
        LedgerRow longest = new LedgerRow(
                "f".repeat(32),
                most,
                most,
                false,
                false,
                LedgerRow.Role.DECODE,
                topic,
                last - 1,
                last,
                Collections.nCopies(partitions, new LedgerRow.Input(topic, last, most, most, most, most)),
                new LedgerRow.Fates(most, most, most, most, most, most, most, -most, most));
        return new JsonLedger().row(longest).length + key(longest).length;
    }

    /** The record's key: rows of one subtask lie in one partition, in their order. */
    public static byte[] key(LedgerRow row) {
        String source = row.source().isEmpty() ? "" : row.source() + "/";
        return (row.run() + "/" + row.role().word() + "/" + source + row.subtask()).getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException if {@code json} is no row of a ledger */
    public static LedgerRow read(byte[] json) {
        Draft draft = new Draft();
        JsonOutputReader.read("ledger row", json, draft::field);
        return draft.build();
    }

    private static void write(JsonGenerator json, LedgerRow row) throws IOException {
        json.writeStartObject();
        JsonText.string(json, "run", row.run());
        json.writeNumberField("checkpoint", row.checkpoint());
        json.writeNumberField("since", row.since());
        json.writeBooleanField("restored", row.restored());
        json.writeBooleanField("last", row.last());
        json.writeStringField("role", row.role().word());
        if (!row.source().isEmpty()) {
            JsonText.string(json, "source", row.source());
        }
        json.writeNumberField("subtask", row.subtask());
        json.writeNumberField("parallelism", row.parallelism());
        json.writeArrayFieldStart("input");
        for (LedgerRow.Input input : row.inputs()) {
            write(json, input);
        }
        json.writeEndArray();
        if (row.fates() != null) {
            write(json, row.fates());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, LedgerRow.Input input) throws IOException {
        json.writeStartObject();
        if (!input.topic().isEmpty()) {
            JsonText.string(json, "topic", input.topic());
        }
        json.writeNumberField("partition", input.partition());
        json.writeNumberField("from", input.from());
        json.writeNumberField("to", input.to());
        json.writeNumberField("events", input.events());
        json.writeNumberField("rejected", input.rejected());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, LedgerRow.Fates fates) throws IOException {
        json.writeObjectFieldStart("fates");
        json.writeNumberField("predicted", fates.predicted());
        json.writeNumberField("dead", fates.dead());
        json.writeNumberField("duplicates", fates.duplicates());
        json.writeNumberField("late", fates.late());
        json.writeNumberField("trained", fates.trained());
        json.writeNumberField("refused", fates.refused());
        json.writeNumberField("unlabelled", fates.unlabelled());
        json.writeNumberField("open", fates.open());
        json.writeNumberField("batches", fates.batches());
        if (fates.commands() > 0) {
            json.writeNumberField("commands", fates.commands());
        }
        if (fates.waiting() != 0 || !fates.labels().equals(LedgerRow.Labels.NONE)) {
            json.writeNumberField("waiting", fates.waiting());
            write(json, fates.labels());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, LedgerRow.Labels labels) throws IOException {
        json.writeObjectFieldStart("labels");
        json.writeNumberField("joined", labels.joined());
        json.writeNumberField("dead", labels.dead());
        json.writeNumberField("duplicates", labels.duplicates());
        json.writeNumberField("waiting", labels.waiting());
        if (labels.erased() > 0) {
            json.writeNumberField("erased", labels.erased());
        }
        json.writeEndObject();
    }

    private static final class Draft {
        private static final List<String> INPUT = List.of("partition", "from", "to", "events", "rejected");
        private static final List<String> FATES = List.of(
                "predicted",
                "dead",
                "duplicates",
                "late",
                "trained",
                "refused",
                "unlabelled",
                "open",
                "batches",
                "waiting",
                "commands");

        private static final List<String> LABELS = List.of("joined", "dead", "duplicates", "waiting", "erased");

        private @Nullable String run;
        private long checkpoint;
        private long since;
        private boolean restored;
        private boolean last;
        private LedgerRow.@Nullable Role role;
        private String source = "";
        private int subtask;
        private int parallelism;
        private final List<LedgerRow.Input> inputs = new ArrayList<>();
        private LedgerRow.@Nullable Fates fates;

        void field(String name, JsonParser json) throws IOException {
            switch (name) {
                case "run" -> run = json.getText();
                case "checkpoint" -> checkpoint = json.getLongValue();
                case "since" -> since = json.getLongValue();
                case "restored" -> restored = json.getBooleanValue();
                case "last" -> last = json.getBooleanValue();
                case "role" -> role = role(json.getText());
                case "source" -> source = text(json);
                case "subtask" -> subtask = json.getIntValue();
                case "parallelism" -> parallelism = json.getIntValue();
                case "input" -> inputs(json);
                case "fates" -> fates = fates(json);
                default -> json.skipChildren();
            }
        }

        private static String text(JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw new IllegalArgumentException("a topic's name must be a string: got " + json.currentToken());
            }
            return json.getText();
        }

        private static LedgerRow.Role role(String word) {
            for (LedgerRow.Role role : LedgerRow.Role.values()) {
                if (role.word().equals(word)) {
                    return role;
                }
            }
            throw new IllegalArgumentException("a ledger row's role must be decode, learn, score-decode or score: got "
                    + SafeText.of(word.toLowerCase(Locale.ROOT), 40));
        }

        private void inputs(JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw new IllegalArgumentException("input must be an array: got " + json.currentToken());
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                String[] topic = {""};
                long[] at = numbers(json, INPUT, (name, value) -> {
                    if (name.equals("topic")) {
                        topic[0] = text(value);
                    } else {
                        value.skipChildren();
                    }
                });
                inputs.add(new LedgerRow.Input(topic[0], Math.toIntExact(at[0]), at[1], at[2], at[3], at[4]));
            }
        }

        private static LedgerRow.Fates fates(JsonParser json) throws IOException {
            LedgerRow.Labels[] labels = {LedgerRow.Labels.NONE};
            long[] n = numbers(json, FATES, (name, value) -> {
                if (name.equals("labels")) {
                    labels[0] = labels(value);
                } else {
                    value.skipChildren();
                }
            });
            return new LedgerRow.Fates(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], labels[0], n[10]);
        }

        private static LedgerRow.Labels labels(JsonParser json) throws IOException {
            long[] n = numbers(json, LABELS, (name, value) -> value.skipChildren());
            return new LedgerRow.Labels(n[0], n[1], n[2], n[3], n[4]);
        }

        /** The numbers of an object's fields, in the order of {@code names}; other fields go to {@code others}. */
        private static long[] numbers(JsonParser json, List<String> names, JsonOutputReader.Fields others)
                throws IOException {
            long[] numbers = new long[names.size()];
            JsonOutputReader.object(json, (name, at) -> {
                int i = names.indexOf(name);
                if (i < 0) {
                    others.take(name, at);
                } else {
                    numbers[i] = at.getLongValue();
                }
            });
            return numbers;
        }

        LedgerRow build() {
            return new LedgerRow(
                    JsonOutputReader.required("run", run),
                    checkpoint,
                    since,
                    restored,
                    last,
                    JsonOutputReader.required("role", role),
                    source,
                    subtask,
                    parallelism,
                    inputs,
                    fates);
        }
    }
}
