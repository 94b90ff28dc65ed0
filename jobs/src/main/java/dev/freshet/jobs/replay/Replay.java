package dev.freshet.jobs.replay;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Sends rows as events, or as features and labels, one after the other, at a pace, until they end, a limit is reached, or someone stops it. */
public final class Replay {

    /** Where events go. */
    public interface Target {
        /** Takes one event; may return before it is acknowledged. */
        void send(byte[] key, byte[] value);
    }

    /** What is made of a row. */
    interface Sender {
        /** Sends what the row gives; the array may be reused. */
        void send(String[] row) throws IOException;
    }

    private final Rows rows;
    private final Sender sender;
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
        this(rows, row -> target.send(event.key(row), event.value(row)), rate, limit);
    }

    /**
     * Sends each row as features, and as a label at its time.
     *
     * @param rate features per second, 0 for as fast as it goes
     * @param limit most features to send
     */
    public Replay(Rows rows, LaterLabels labels, double rate, long limit) {
        this(rows, (Sender) labels, rate, limit);
    }

    private Replay(Rows rows, Sender sender, double rate, long limit) {
        this.rows = rows;
        this.sender = sender;
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
            sender.send(row);
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
