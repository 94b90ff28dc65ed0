package dev.freshet.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a person may ask of one model key while it learns. It acts where no batch is half learned: see
 * {@link Learner#command}.
 */
public sealed interface Action
        permits Action.Reset,
                Action.Rollback,
                Action.Freeze,
                Action.Resume,
                Action.SetRate,
                Action.Snapshot,
                Action.Promote,
                Action.Erase {

    /** The word for it in records and on the command line. */
    String name();

    /** Whether the open batch that it meets is dropped, its examples counted as refused. */
    default boolean dropsBatch() {
        return false;
    }

    /** Begins again with the model of a new key: weights, encoder statistics, detectors; step, counts and metrics go on. */
    record Reset() implements Action {
        @Override
        public String name() {
            return "reset";
        }

        @Override
        public boolean dropsBatch() {
            return true;
        }
    }

    /**
     * Takes the model of a snapshot: weights, optimiser slots, encoder statistics, detectors; step, counts and metrics go on.
     *
     * @param snapshot bytes of {@link SnapshotCodec}, of the same key; read only
     */
    @SuppressWarnings("ArrayRecordComponent") // equality is by the bytes
    record Rollback(byte[] snapshot) implements Action {
        @Override
        public String name() {
            return "rollback";
        }

        @Override
        public boolean dropsBatch() {
            return true;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Rollback rollback && Arrays.equals(snapshot, rollback.snapshot);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(snapshot);
        }

        @Override
        public String toString() {
            return "Rollback[" + snapshot.length + " bytes]";
        }
    }

    /** Stops learning: examples are predicted and judged, weights and encoder statistics stand. */
    record Freeze() implements Action {
        @Override
        public String name() {
            return "freeze";
        }

        @Override
        public boolean dropsBatch() {
            return true;
        }
    }

    /** Learns again after {@link Freeze}. */
    record Resume() implements Action {
        @Override
        public String name() {
            return "resume";
        }
    }

    /**
     * Learns faster or slower from here on.
     *
     * @param factor on the rate that the optimizer's settings give, in (0, {@link #MOST}]; 1 is as they have it
     */
    record SetRate(double factor) implements Action {
        /** The largest factor. */
        public static final double MOST = 1000;

        public SetRate {
            if (!(factor > 0 && factor <= MOST)) {
                throw new IllegalArgumentException("set-rate.factor must lie in (0, 1000]: got " + factor);
            }
        }

        @Override
        public String name() {
            return "set-rate";
        }
    }

    /** Gives the whole state out, as {@link TakenAction#state}. */
    record Snapshot() implements Action {
        @Override
        public String name() {
            return "snapshot";
        }
    }

    /**
     * Lets a challenger take the champion's place, behind the batch that is open.
     *
     * @param challenger its name
     */
    record Promote(String challenger) implements Action {
        public Promote {
            if (challenger.isEmpty()) {
                throw new IllegalArgumentException("promote.challenger must be a name: got none");
            }
        }

        @Override
        public String name() {
            return "promote";
        }
    }

    /** Forgets all that the key has, counts and commands that wait included; its next example is its first. */
    record Erase() implements Action {
        @Override
        public String name() {
            return "erase";
        }

        @Override
        public boolean dropsBatch() {
            return true;
        }
    }
}
