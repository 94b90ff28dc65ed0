package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.freshet.model.Action;
import dev.freshet.model.PlannedAction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of one command as they come; a field of the wrong kind is a problem of the command, unless nothing can be answered. */
final class CommandDraft {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final String WORDS = "reset, rollback, freeze, resume, set-rate, snapshot, promote, erase";

    private @Nullable String id;
    private @Nullable String key;
    private @Nullable String word;
    private long at = PlannedAction.NOW;
    private long expect = Command.ANY;
    private boolean force;
    private double factor = Double.NaN;
    private @Nullable String challenger;
    private byte @Nullable [] snapshot;
    private int partition = -1;
    private long offset = -1;
    private @Nullable String sha256;
    private @Nullable String problem;

    @Nullable
    String key() {
        return key;
    }

    /** Takes the value at which the parser stands, to its end. */
    void take(String name, JsonParser json) throws IOException {
        switch (name) {
            case "id" -> id = text(name, json);
            case "key" -> key = text(name, json);
            case "command" -> word = text(name, json);
            case "at" -> at = step(name, json, PlannedAction.NOW);
            case "expect" -> expect = step(name, json, Command.ANY);
            case "force" -> force = truth(name, json);
            case "factor" -> factor = number(name, json);
            case "challenger" -> challenger = text(name, json);
            case "snapshot" -> snapshot(json);
            default -> json.skipChildren();
        }
    }

    /** @throws Refusal if no one could be told what became of it */
    Command command(String ofKey, RawRecord raw) throws Refusal {
        if (id == null || id.isEmpty()) {
            throw new Refusal(RejectionCode.ID_MISSING, "/id", "/id must name the command: got none");
        }
        int bytes = id.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > PlannedAction.LONGEST_ID) {
            throw new Refusal(
                    RejectionCode.TOO_LONG,
                    "/id",
                    "/id must have at most " + PlannedAction.LONGEST_ID + " bytes: got " + bytes);
        }
        String name = word == null ? "" : SafeText.of(word, 60);
        Command bare = new Command(ofKey, id, name, null, null, at, expect, force, problem, raw);
        if (problem != null) {
            return bare;
        }
        try {
            return named(bare);
        } catch (IllegalArgumentException e) {
            return bare.failing(String.valueOf(e.getMessage()));
        }
    }

    private Command named(Command bare) {
        return switch (bare.word()) {
            case "reset" -> bare.with(new Action.Reset());
            case "rollback" -> rollback(bare);
            case "freeze" -> bare.with(new Action.Freeze());
            case "resume" -> bare.with(new Action.Resume());
            case "set-rate" -> bare.with(new Action.SetRate(factor));
            case "snapshot" -> bare.with(new Action.Snapshot());
            case "promote" -> bare.with(new Action.Promote(challenger == null ? "" : challenger));
            case "erase" -> bare.with(new Action.Erase());
            default -> bare.failing("command must be one of " + WORDS + ": got \"" + bare.word() + "\"");
        };
    }

    private Command rollback(Command bare) {
        if (snapshot != null) {
            return bare.with(new Action.Rollback(snapshot));
        }
        if (partition < 0
                || offset < 0
                || sha256 == null
                || !SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("rollback needs a snapshot: its bytes in base64, or {partition, offset,"
                    + " sha256} of a record of the model history, sha256 in 64 hexadecimal digits");
        }
        return new Command(
                bare.key(),
                bare.id(),
                bare.word(),
                null,
                new Command.SnapshotPlace(partition, offset, sha256),
                at,
                expect,
                force,
                null,
                bare.raw());
    }

    private void snapshot(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                place(name, json);
            }
        } else if (json.currentToken() == JsonToken.VALUE_STRING) {
            try {
                snapshot = json.getBinaryValue();
            } catch (IOException e) {
                problem("snapshot must be base64: " + e.getMessage());
            }
        } else {
            wrong("snapshot", "base64 or {partition, offset, sha256}", json);
        }
    }

    private void place(String name, JsonParser json) throws IOException {
        switch (name) {
            case "partition" -> partition = (int) Math.min(step("snapshot.partition", json, -1), Integer.MAX_VALUE);
            case "offset" -> offset = step("snapshot.offset", json, -1);
            case "sha256" -> sha256 = text("snapshot.sha256", json);
            default -> json.skipChildren();
        }
    }

    private @Nullable String text(String name, JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        wrong(name, "a string", json);
        return null;
    }

    private long step(String name, JsonParser json, long absent) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return absent;
        }
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                && json.getLongValue() >= 0) {
            return json.getLongValue();
        }
        wrong(name, "an integer >= 0", json);
        return absent;
    }

    private boolean truth(String name, JsonParser json) throws IOException {
        if (json.currentToken().isBoolean()) {
            return json.getBooleanValue();
        }
        wrong(name, "true or false", json);
        return false;
    }

    private double number(String name, JsonParser json) throws IOException {
        if (json.currentToken().isNumeric()) {
            return json.getDoubleValue();
        }
        wrong(name, "a number", json);
        return Double.NaN;
    }

    private void wrong(String name, String expected, JsonParser json) throws IOException {
        problem(name + " must be " + expected + ": got " + Found.at(json));
        json.skipChildren();
    }

    private void problem(String text) {
        problem = problem == null ? SafeText.of(text) : problem;
    }
}
