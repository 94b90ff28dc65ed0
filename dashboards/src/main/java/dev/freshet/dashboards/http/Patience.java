package dev.freshet.dashboards.http;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends writes that a client does not take: its thread is interrupted, which closes the connection. Watches with one thread of
 * its own until that is interrupted.
 */
final class Patience implements Runnable {
    private final long nanos;
    private final Map<Thread, Long> writing = new ConcurrentHashMap<>();

    /** @param millis that a write may take */
    Patience(long millis) {
        nanos = millis * 1_000_000;
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

    @Override
    public void run() {
        try {
            while (true) {
                Thread.sleep(Math.max(10, nanos / 4_000_000));
                long now = System.nanoTime();
                // atomic with the removal, so that no thread is interrupted after its write
                writing.forEach((thread, end) -> writing.computeIfPresent(thread, (t, until) -> {
                    if (now - until > 0) {
                        t.interrupt();
                    }
                    return until;
                }));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
