package dev.freshet.jobs.replay;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Sends rows as events, one after the other, at a pace, until they end, a limit is reached, or someone stops it. */
public final class Replay {

    /** Where events go. */
    public interface Target {
        /** Takes one event; may return before it is acknowledged. */
        void send(byte[] key, byte[] value);
    }

    private final Rows rows;
    private final RowEvent event;
    private final Target target;
    private final double rate;
    private final long limit;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private LongConsumer progress = sent -> {};

    /**
     * @param rate events per second, 0 for as fast as it goes
     * @param limit most events to send
     */
    public Replay(Rows rows, RowEvent event, Target target, double rate, long limit) {
        this.rows = rows;
        this.event = event;
        this.target = target;
        this.rate = rate;
        this.limit = limit;
    }

    /** Leaves out rows before the first that is sent. */
    public void skip(long rowsLeftOut) throws IOException {
        for (long i = 0; i < rowsLeftOut && rows.next() != null; i++) {
            // read and left out
        }
    }

    /** Sends until done; returns the number of events sent. */
    public long run() throws IOException {
        Pace pace = new Pace(rate);
        while (!stopped.get() && sent.get() < limit) {
            String[] row = rows.next();
            if (row == null) {
                break;
            }
            pace.await(stopped::get);
            if (stopped.get()) {
                break;
            }
            target.send(event.key(row), event.value(row));
            progress.accept(sent.incrementAndGet());
        }
        return sent.get();
    }

    /** Calls {@code listener} on the sending thread with the count after each event. */
    public void onProgress(LongConsumer listener) {
        progress = listener;
    }

    /** Lets {@link #run} return before the next event. */
    public void stop() {
        stopped.set(true);
    }

    public boolean stopped() {
        return stopped.get();
    }

    /** Events sent so far; any thread may ask. */
    public long sent() {
        return sent.get();
    }
}
