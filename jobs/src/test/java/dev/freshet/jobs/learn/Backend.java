package dev.freshet.jobs.learn;

import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;

/** Where Flink keeps the states, and how many of them live in front of it. */
public enum Backend {
    HEAP(1),
    ROCKSDB_CACHE_1(1),
    ROCKSDB_CACHE_2(2),
    ROCKSDB_CACHE_1000(1000);

    private final int cache;

    Backend(int cache) {
        this.cache = cache;
    }

    /** Live states per subtask. */
    public int cache() {
        return cache;
    }

    /** A new one. */
    public StateBackend create() {
        return this == HEAP ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend();
    }

    /** {@code heap} cases where a case is cheap, a few where each opens databases. */
    public int cases(int heap) {
        return this == HEAP ? heap : Math.max(1, heap / 30);
    }
}
