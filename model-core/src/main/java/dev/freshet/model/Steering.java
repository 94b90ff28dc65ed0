package dev.freshet.model;

import static dev.freshet.model.SnapshotBytes.require;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What commands have made of a key, and those that wait. As bytes:
 *
 * <pre>
 *   double factor on the rate
 *   int    1 if frozen, else 0
 *   long   examples trained that the present weights know nothing of
 *   int    commands that wait
 *     each: text id, long at, int partition, long offset, text action, text argument, bytes snapshot (int n, n bytes)
 * </pre>
 */
final class Steering {
    /** Commands that may wait for one key. */
    static final int MOST_WAITING = 16;

    private static final int FIXED = Double.BYTES + 2 * Integer.BYTES + Long.BYTES;
    private static final int PER_WAITING = 5 * Integer.BYTES + 2 * Long.BYTES;
    private static final byte[] NONE = {};

    double rate = 1;
    boolean frozen;
    /** Of {@link LearnerState#trained}: what the weights before a reset or rollback had learned. */
    long forgotten;

    List<PlannedAction> waiting = List.of();

    /** Whether it is as a new key has it. */
    boolean isUntouched() {
        return rate == 1 && !frozen && forgotten == 0 && waiting.isEmpty();
    }

    Steering copy() {
        Steering copy = new Steering();
        copy.rate = rate;
        copy.frozen = frozen;
        copy.forgotten = forgotten;
        copy.waiting = waiting;
        return copy;
    }

    void keep(PlannedAction planned) {
        List<PlannedAction> more = new ArrayList<>(waiting);
        more.add(planned);
        waiting = List.copyOf(more);
    }

    /**
     * Takes out the first that is due at {@code step}; null if none is.
     *
     * @param open whether a batch is open, behind which promotions wait, and what came after them
     */
    @Nullable
    PlannedAction takeDue(long step, boolean open) {
        for (int i = 0; i < waiting.size(); i++) {
            if (waiting.get(i).at() <= step) {
                if (open && waiting.get(i).action() instanceof Action.Promote) {
                    return null;
                }
                List<PlannedAction> rest = new ArrayList<>(waiting);
                PlannedAction due = rest.remove(i);
                waiting = List.copyOf(rest);
                return due;
            }
        }
        return null;
    }

    boolean holdsRollback() {
        return waiting.stream().anyMatch(planned -> planned.action() instanceof Action.Rollback);
    }

    /** Bytes at most of a key with so long a snapshot, and the names of challengers as long as ids. */
    static long maxBytes(long snapshot) {
        return FIXED + MOST_WAITING * (PER_WAITING + 32L + 2 * PlannedAction.LONGEST_ID) + snapshot;
    }

    byte[] encode() {
        int length = FIXED;
        for (PlannedAction planned : waiting) {
            length += PER_WAITING
                    + utf8(planned.id()).length
                    + utf8(planned.action().name()).length
                    + utf8(argument(planned.action())).length
                    + snapshot(planned.action()).length;
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        out.putDouble(rate).putInt(frozen ? 1 : 0).putLong(forgotten).putInt(waiting.size());
        for (PlannedAction planned : waiting) {
            SnapshotBytes.putText(out, utf8(planned.id()));
            out.putLong(planned.at()).putInt(planned.partition()).putLong(planned.offset());
            SnapshotBytes.putText(out, utf8(planned.action().name()));
            SnapshotBytes.putText(out, utf8(argument(planned.action())));
            SnapshotBytes.putText(out, snapshot(planned.action()));
        }
        return out.array();
    }

    /** @throws IllegalArgumentException if that cannot have come about */
    static Steering decode(ByteBuffer in) {
        Steering steering = new Steering();
        steering.rate = in.getDouble();
        require(steering.rate > 0 && steering.rate <= Action.SetRate.MOST, "holds a rate times " + steering.rate);
        int frozen = in.getInt();
        require(frozen == 0 || frozen == 1, "is damaged: it claims to be frozen " + frozen);
        steering.frozen = frozen == 1;
        steering.forgotten = in.getLong();
        int n = in.getInt();
        require(n >= 0 && n <= MOST_WAITING, "is damaged: it claims " + n + " commands that wait");
        for (int i = 0; i < n; i++) {
            steering.keep(planned(in));
        }
        return steering;
    }

    private static PlannedAction planned(ByteBuffer in) {
        String id = SnapshotBytes.getText(in);
        long at = in.getLong();
        int partition = in.getInt();
        long offset = in.getLong();
        require(at >= 0, "holds a command for step " + at);
        return new PlannedAction(id, at, partition, offset, action(in));
    }

    private static Action action(ByteBuffer in) {
        String name = SnapshotBytes.getText(in);
        String argument = SnapshotBytes.getText(in);
        byte[] snapshot = new byte[SnapshotBytes.checkedLength(in, 1)];
        in.get(snapshot);
        return switch (name) {
            case "reset" -> new Action.Reset();
            case "rollback" -> new Action.Rollback(snapshot);
            case "freeze" -> new Action.Freeze();
            case "resume" -> new Action.Resume();
            case "set-rate" -> new Action.SetRate(Double.parseDouble(argument));
            case "snapshot" -> new Action.Snapshot();
            case "promote" -> new Action.Promote(argument);
            case "erase" -> new Action.Erase();
            default -> throw new IllegalArgumentException("snapshot holds a command unknown to this build: " + name);
        };
    }

    static String argument(Action action) {
        if (action instanceof Action.SetRate set) {
            return Double.toString(set.factor());
        }
        return action instanceof Action.Promote promote ? promote.challenger() : "";
    }

    private static byte[] snapshot(Action action) {
        return action instanceof Action.Rollback rollback ? rollback.snapshot() : NONE;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
