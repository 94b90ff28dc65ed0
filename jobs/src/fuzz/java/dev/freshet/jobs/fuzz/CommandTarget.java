package dev.freshet.jobs.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.wire.Command;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.JsonCommandDecoder;
import dev.freshet.wire.JsonCommands;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.SafeText;
import java.util.List;

/** Any bytes are a command, one that is refused in words fit to be shown, or a rejection; what is a command is written the same again. */
public final class CommandTarget {
    private static final int SNAPSHOT = 1_000;
    private static final JsonCommandDecoder DECODER = new JsonCommandDecoder(SNAPSHOT);
    private static final JsonCommands WRITER = new JsonCommands();
    private static final byte[] VALID = "{\"id\":\"c\",\"command\":\"freeze\"}".getBytes(UTF_8);

    private CommandTarget() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        Decoded decoded = DECODER.decode(record(bytes));
        if (decoded instanceof Rejection rejection) {
            requireSafe(rejection.detail());
        } else if (decoded instanceof Command command && command.problem() != null) {
            requireSafe(command.problem());
        } else if (decoded instanceof Command command) {
            requireSame(command);
        } else {
            throw new IllegalStateException("a commands topic holds commands: got " + decoded);
        }
        if (!(DECODER.decode(record(VALID)) instanceof Command good) || good.problem() != null) {
            throw new IllegalStateException("a good command behind these bytes is refused");
        }
    }

    private static void requireSafe(String text) {
        if (text.startsWith("the decoder failed") || !text.equals(SafeText.of(text))) {
            throw new IllegalStateException("a command is refused for a reason fit to be shown: got " + text);
        }
    }

    private static void requireSame(Command command) {
        boolean same = DECODER.decode(record(WRITER.command(command))) instanceof Command again
                && again.id().equals(command.id())
                && again.word().equals(command.word())
                && again.at() == command.at()
                && again.expect() == command.expect()
                && again.force() == command.force()
                && again.problem() == null
                && String.valueOf(again.action()).equals(String.valueOf(command.action()))
                && String.valueOf(again.place()).equals(String.valueOf(command.place()));
        if (!same) {
            throw new IllegalStateException("a command that is written must be read as it was: got " + command);
        }
    }

    private static RawRecord record(byte[] value) {
        return new RawRecord("commands", 0, 1, 1_700_000_000_000L, "k".getBytes(UTF_8), value, List.of());
    }
}
