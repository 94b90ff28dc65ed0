package dev.freshet.dashboards;

import java.util.List;

/**
 * Leaves Ctrl-C, a closed terminal and a kill of the whole process group to the process that started the dashboard, which
 * closes its input when it no longer needs it.
 */
final class Signals {
    private static final List<String> OF_THE_GROUP = List.of("INT", "HUP", "TERM");

    private Signals() {}

    static void ignore() {
        OF_THE_GROUP.forEach(Signals::ignore);
    }

    /** {@code sun.misc.Signal} is exported by jdk.unsupported for just this, but javac warns of its name. */
    private static void ignore(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance(name),
                            handler.getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException e) {
            // A platform without this signal.
        }
    }
}
