package dev.freshet.jobs.replay;

import dev.freshet.model.Task;
import dev.freshet.model.encode.FeatureSchema;
import dev.freshet.wire.EventMapping;
import dev.freshet.wire.SafeText;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends each row twice, in the order of time: as features when its turn comes, and as a label once a row has come that is not
 * older than the time at which the label is known. Rows must come in the order of their time.
 */
public final class LaterLabels implements Replay.Sender {
    private final RowEvent features;
    private final RowEvent labels;
    private final int time;
    private final int known;
    private final String knownColumn;
    private final Replay.Target toFeatures;
    private final Replay.Target toLabels;
    private final PriorityQueue<Pending> pending =
            new PriorityQueue<>(Comparator.comparingLong(Pending::known).thenComparingLong(Pending::order));
    private final AtomicLong sent = new AtomicLong();
    private long rows;

    /** A label whose time has not come; {@code order} is its row's. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Pending(long known, long order, byte[] key, byte[] value) {}

    private LaterLabels(
            int time,
            int known,
            String knownColumn,
            RowEvent features,
            RowEvent labels,
            Replay.Target toFeatures,
            Replay.Target toLabels) {
        this.time = time;
        this.known = known;
        this.knownColumn = knownColumn;
        this.features = features;
        this.labels = labels;
        this.toFeatures = toFeatures;
        this.toLabels = toLabels;
    }

    /**
     * Of a table.
     *
     * @param knownColumn of when the label is known
     * @param constantKey every row's key; null where a column has it
     * @throws IllegalArgumentException if the header lacks the id, the time, the label, that column or inputs
     */
    public static LaterLabels of(
            List<String> header,
            EventMapping events,
            FeatureSchema schema,
            Task task,
            String knownColumn,
            @Nullable String constantKey,
            Replay.Target toFeatures,
            Replay.Target toLabels) {
        RowEvent labels = RowEvent.label(header, events, task, knownColumn, constantKey);
        RowEvent features = RowEvent.features(header, events, schema, task, constantKey);
        Columns columns = new Columns(header);
        int time = columns.required("time", events.time());
        int known = columns.required("time of the label", EventMapping.pointer(knownColumn));
        columns.complainOfMissing();
        return new LaterLabels(time, known, knownColumn, features, labels, toFeatures, toLabels);
    }

    @Override
    public void send(String[] row) throws IOException {
        long now = millis(row, time, "the time of features");
        long later = millis(row, known, "column " + knownColumn);
        while (!pending.isEmpty() && pending.element().known <= now) {
            sendNext();
        }
        toFeatures.send(features.key(row), features.value(row));
        pending.add(new Pending(later, rows++, labels.key(row), labels.value(row)));
    }

    private long millis(String[] row, int column, String what) throws IOException {
        Long millis = RowEvent.epochMillis(row[column]);
        if (millis == null) {
            throw new IOException("row " + (rows + 1) + ": " + what
                    + " must be epoch milliseconds or an ISO 8601 time: got " + SafeText.of(row[column]));
        }
        return millis;
    }

    /** Sends the labels whose time had not come with the last row. */
    public void sendRest() {
        while (!pending.isEmpty()) {
            sendNext();
        }
    }

    private void sendNext() {
        Pending next = pending.remove();
        toLabels.send(next.key, next.value);
        sent.incrementAndGet();
    }

    /** Labels sent so far; any thread may ask. */
    public long sent() {
        return sent.get();
    }

    /** Labels whose time has not come. */
    public int pending() {
        return pending.size();
    }
}
