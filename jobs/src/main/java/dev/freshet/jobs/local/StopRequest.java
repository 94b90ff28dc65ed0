package dev.freshet.jobs.local;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether someone wants the run to end: Ctrl-C, a kill or a closed terminal is only noted, so that the run can end in order;
 * the third one ends this JVM at once. Shutdown hooks cannot do this, since Flink's and Kafka's own hooks would run at the
 * same time.
 */
public final class StopRequest {
    private static final int PATIENCE = 3;
    private static final int EXIT_CODE = 130;

    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch first = new CountDownLatch(1);

    /** Takes over SIGINT, SIGTERM and SIGHUP where the platform has them. */
    public static StopRequest onSignals() {
        StopRequest stop = new StopRequest();
        stop.handle("INT");
        stop.handle("TERM");
        stop.handle("HUP");
        return stop;
    }

    public boolean requested() {
        return requests.get() > 0;
    }

    /** Waits for a request; whether it came in time. */
    public boolean await(Duration time) throws InterruptedException {
        return first.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks the run to end in order. */
    public void request() {
        first.countDown();
        if (requests.incrementAndGet() >= PATIENCE) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    /** {@code sun.misc.Signal} is exported by jdk.unsupported for just this, but javac warns of its name. */
    private void handle(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler onSignal = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    request();
                }
                return null;
            };
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, onSignal);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // A platform without this signal: its default stays.
        }
    }
}
