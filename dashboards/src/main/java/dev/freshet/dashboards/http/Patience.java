package dev.freshet.dashboards.http;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends writes that a client does not take: its thread is interrupted, which closes the connection. Watches with one thread of
 * its own until it is closed.
 */
final class Patience implements AutoCloseable {
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "dashboard-patience");
        thread.setDaemon(true);
        return thread;
    });
    private final long nanos;
    private final Map<Thread, Long> writing = new ConcurrentHashMap<>();

    /** @param millis that a write may take */
    Patience(long millis) {
        nanos = millis * 1_000_000;
        long every = Math.max(10, millis / 4);
        ScheduledFuture<?> unused =
                watch.scheduleWithFixedDelay(this::interruptTheLate, every, every, TimeUnit.MILLISECONDS);
    }

    @FunctionalInterface
    interface Write {
        void run() throws IOException;
    }

    /** Writes; an exception if it takes too long. */
    void write(Write write) throws IOException {
        Thread thread = Thread.currentThread();
        writing.put(thread, System.nanoTime() + nanos);
        try {
            write.run();
        } finally {
            writing.remove(thread);
        }
    }

    private void interruptTheLate() {
        long now = System.nanoTime();
        // atomic with the removal, so that no thread is interrupted after its write
        writing.forEach((thread, end) -> writing.computeIfPresent(thread, (t, until) -> {
            if (now - until > 0) {
                t.interrupt();
            }
            return until;
        }));
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
