package dev.freshet.jobs.pipeline;

import java.io.Serializable;

/**
 * Where the learner states of the keys live; no model's bits depend on it.
 *
 * @param cache live states per subtask in front of RocksDB
 */
public record StateSettings(Backend backend, int cache) implements Serializable {

    /** The default: on the heap, and 1000 live states if it were RocksDB. */
    public static final StateSettings HEAP = new StateSettings(Backend.HEAP, 1000);

    public StateSettings {
        if (cache < 1) {
            throw new IllegalArgumentException("state.cache must be >= 1: got " + cache);
        }
    }

    /** Flink's two state backends. */
    public enum Backend {
        HEAP,
        ROCKSDB
    }
}
