package dev.freshet.jobs.pipeline;

import dev.freshet.jobs.learn.StateRules;
import java.io.Serializable;

/**
 * Where the learner states of the keys live, on which no model's bits depend, and what becomes of them.
 *
 * @param cache live states per subtask in front of RocksDB
 * @param maxParallelism parts that the states are divided into, and so the most subtasks that there can ever be; a savepoint
 *     keeps it for good
 * @param rules for states of another shape and of idle keys
 */
public record StateSettings(Backend backend, int cache, int maxParallelism, StateRules rules) implements Serializable {

    /** Flink's own for a small job. */
    public static final int MAX_PARALLELISM = 128;

    private static final int MOST = 32_768;

    /** The default: on the heap, and 1000 live states if it were RocksDB. */
    public static final StateSettings HEAP = new StateSettings(Backend.HEAP, 1000);

    public StateSettings {
        if (cache < 1) {
            throw new IllegalArgumentException("state.cache must be >= 1: got " + cache);
        }
        if (maxParallelism < 1 || maxParallelism > MOST) {
            throw new IllegalArgumentException(
                    "state.max-parallelism must lie in [1, " + MOST + "]: got " + maxParallelism);
        }
    }

    /** With {@link StateRules#DEFAULT}. */
    public StateSettings(Backend backend, int cache, int maxParallelism) {
        this(backend, cache, maxParallelism, StateRules.DEFAULT);
    }

    /** With {@link #MAX_PARALLELISM}. */
    public StateSettings(Backend backend, int cache) {
        this(backend, cache, MAX_PARALLELISM);
    }

    /** Flink's two state backends. */
    public enum Backend {
        HEAP,
        ROCKSDB
    }
}
