package dev.freshet.jobs.console;

import dev.freshet.wire.Label;
import dev.freshet.wire.ModelRef;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.Source;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A terminal whose text can be looked at, and predictions to show on it. */
final class Shown {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    Terminal plain() {
        return new Terminal(out, false, false, Terminal.UNBOUNDED);
    }

    Terminal interactive(int columns, boolean colour) {
        return new Terminal(out, true, colour, columns);
    }

    /** With escapes as {@code ^[} and carriage returns as {@code <}. */
    String text() {
        return bytes.toString(StandardCharsets.UTF_8)
                .replace(System.lineSeparator(), "\n")
                .replace('\u001b', '^')
                .replace('\r', '<');
    }

    static Prediction prediction(String key, long offset, String yhat, float p, @Nullable String y, double loss) {
        return new Prediction(
                "id",
                key,
                0,
                new Label.OfClass(yhat),
                new float[] {p, 1 - p},
                y == null ? null : new Label.OfClass(y),
                loss,
                new ModelRef(0, 0, 0),
                new Source("events", 0, offset));
    }

    static Prediction prediction(String key, int partition, long offset, double yhat, double y) {
        return new Prediction(
                "id",
                key,
                0,
                new Label.OfNumber(yhat),
                null,
                new Label.OfNumber(y),
                (yhat - y) * (yhat - y),
                new ModelRef(0, 0, 0),
                new Source("events", partition, offset));
    }
}
