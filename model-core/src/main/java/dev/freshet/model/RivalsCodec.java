package dev.freshet.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The challengers of a key as a part of its snapshot's tail, and which contender's snapshot that is:
 *
 * <pre>
 *   text   contender that is champion                    text = int bytes, then UTF-8
 *   text   challenger that a command has promoted and that waits for its batch to close, empty for none
 *   long   hash of the rule that compares
 *   int    challengers; 0 where the champion was written alone
 *     each: text name, int n, n bytes of its snapshot, doubles of its comparison (int m, then m doubles)
 * </pre>
 *
 * <p>A challenger that is new begins where the key is, one that is not named any more is left out; comparisons begin anew
 * under another rule.
 */
final class RivalsCodec {
    private static final byte[] NONE = {};

    private final Contest contest;
    private final Map<String, SnapshotCodec> plain = new HashMap<>();

    RivalsCodec(Contest contest) {
        this.contest = contest;
    }

    /** The codec of a contender's own state, made when it is first asked for; threads may share a learner. */
    synchronized SnapshotCodec plain(String contender) {
        return plain.computeIfAbsent(contender, name -> SnapshotCodec.plain(contest.learner(name)));
    }

    /** Bytes at most of all but the challengers' snapshots. */
    static long maxBytes(Selection selection) {
        long name = Integer.BYTES + Challenger.LONGEST;
        long each = name
                + 2L * Integer.BYTES
                + Double.BYTES * (long) selection.rule().init().length;
        return 2 * name + Long.BYTES + Integer.BYTES + selection.challengers().size() * each;
    }

    /** @param whole whether the challengers are written, or their champion's name alone */
    byte[] encode(LearnerState state, boolean whole) {
        Rivals rivals = state.rivals;
        int n = whole && rivals != null ? rivals.states.length : 0;
        byte[] champion = utf8(state.contender());
        byte[] ordered = rivals == null || rivals.ordered == null ? NONE : utf8(rivals.ordered);
        byte[][] snapshots = new byte[n][];
        int length = 3 * Integer.BYTES + Long.BYTES + champion.length + ordered.length;
        for (int i = 0; i < n && rivals != null; i++) {
            snapshots[i] = plain(rivals.names[i]).encode(rivals.states[i]);
            length += 3 * Integer.BYTES
                    + utf8(rivals.names[i]).length
                    + snapshots[i].length
                    + Double.BYTES * rivals.comparisons[i].length;
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        SnapshotBytes.putText(out, champion);
        SnapshotBytes.putText(out, ordered);
        out.putLong(contest.ruleHash()).putInt(n);
        for (int i = 0; i < n && rivals != null; i++) {
            SnapshotBytes.putText(out, utf8(rivals.names[i]));
            SnapshotBytes.putText(out, snapshots[i]);
            SnapshotBytes.putDoubles(out, rivals.comparisons[i]);
        }
        return out.array();
    }

    /** The first line in which no contender's form is that of the bytes, see {@link SnapshotCodec#difference}. */
    @Nullable
    String difference(byte[] bytes) {
        return reader(bytes) == null ? plain(Selection.CHAMPION).difference(bytes) : null;
    }

    private @Nullable SnapshotCodec reader(byte[] bytes) {
        for (String name : contest.names()) {
            if (plain(name).difference(bytes) == null) {
                return plain(name);
            }
        }
        return null;
    }

    /** A key's state with its challengers, by whichever contender is its champion. */
    LearnerState decode(byte[] bytes) {
        SnapshotCodec reader = reader(bytes);
        if (reader == null) {
            return plain(Selection.CHAMPION).decode(bytes);
        }
        byte[] part = SnapshotCodec.contest(bytes, reader);
        String champion = part.length == 0 ? Selection.CHAMPION : SnapshotBytes.getText(ByteBuffer.wrap(part));
        require(
                contest.names().contains(champion),
                "is of a key whose champion is challenger " + champion
                        + ", which the pipeline does not name: name it again, or promote another before it goes");
        LearnerState state = plain(champion).decode(bytes);
        state.rivals = SnapshotCodec.reading(() -> rivals(part, state.key, champion));
        return state;
    }

    private Rivals rivals(byte[] part, String key, String champion) {
        Rivals rivals = contest.begin(key, champion);
        if (part.length == 0) {
            return rivals;
        }
        ByteBuffer in = ByteBuffer.wrap(part);
        String sameChampion = SnapshotBytes.getText(in);
        String ordered = SnapshotBytes.getText(in);
        boolean sameRule = in.getLong() == contest.ruleHash();
        int n = in.getInt();
        require(n >= 0 && n <= Selection.MOST, "is damaged: it claims " + n + " challengers of " + sameChampion);
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            String name = SnapshotBytes.getText(in);
            byte[] snapshot = new byte[SnapshotBytes.checkedLength(in, 1)];
            in.get(snapshot);
            double[] comparison = SnapshotBytes.getDoubles(in);
            int at = rivals.indexOf(name);
            if (at >= 0) {
                kept.add(name);
                rivals.states[at] = challenger(name, snapshot, key);
                rivals.comparisons[at] =
                        sameRule ? sound(comparison) : contest.rule().init();
            }
        }
        require(!in.hasRemaining(), "is damaged: " + in.remaining() + " bytes follow its challengers");
        rivals.ordered = kept.contains(ordered) ? ordered : null;
        return rivals;
    }

    private LearnerState challenger(String name, byte[] snapshot, String key) {
        try {
            LearnerState state = plain(name).decode(snapshot);
            require(state.key.equals(key), "holds a challenger of key " + state.key);
            return state;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "challenger " + name + ": " + e.getMessage() + "; a challenger of another name begins anew", e);
        }
    }

    private double[] sound(double[] comparison) {
        require(contest.rule().validState(comparison), "holds a comparison of an impossible form");
        return comparison;
    }

    /** Requires that a part of the tail, if there is one, says that the snapshot is of {@code contender}. */
    static void requireContender(byte[] part, String contender) {
        if (part.length > 0) {
            String found = SnapshotBytes.getText(ByteBuffer.wrap(part));
            require(
                    found.equals(contender),
                    "is of contender " + found + ", asked for is " + contender
                            + ": promote it first, or name it as a challenger");
        }
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException("snapshot " + problem);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
