package dev.freshet.jobs.console;

import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/** Says what is being started before it is, so that nobody looks at a silent screen, and how long it took after. */
public final class Steps {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Terminal terminal;
    private final LongSupplier nanos;

    public Steps(Terminal terminal) {
        this(terminal, System::nanoTime);
    }

    Steps(Terminal terminal, LongSupplier nanos) {
        this.terminal = terminal;
        this.nanos = nanos;
    }

    /** Does {@code work} between the two halves of the line {@code what ... 1.9 s}. */
    public <T> T step(String what, Callable<T> work) throws Exception {
        long start = nanos.getAsLong();
        terminal.part(what + " ... ");
        try {
            T made = work.call();
            terminal.line(String.format(Locale.ROOT, "%.1f s", (nanos.getAsLong() - start) / NANOS_PER_SECOND));
            return made;
        } catch (Exception e) {
            terminal.line("failed");
            throw e;
        }
    }
}
