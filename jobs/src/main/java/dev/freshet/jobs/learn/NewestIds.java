package dev.freshet.jobs.learn;

import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/** The newest ids of Flink's current key, each with a number that goes with it; in Flink's state and serializers. */
final class NewestIds {
    private final int most;
    private final MapState<String, Long> contents;
    private final MapState<Long, String> order;
    private final ValueState<Long> oldest;
    private final ValueState<Long> next;

    /**
     * Those of one kind.
     *
     * @param kind begins the names of the states
     * @param most ids that are remembered of a key
     */
    NewestIds(String kind, int most, KeyedStateStore states) {
        this.most = most;
        contents = states.getMapState(new MapStateDescriptor<>(kind + "-contents", Types.STRING, Types.LONG));
        order = states.getMapState(new MapStateDescriptor<>(kind + "-order", Types.LONG, Types.STRING));
        oldest = states.getState(new ValueStateDescriptor<>(kind + "-oldest", Types.LONG));
        next = states.getState(new ValueStateDescriptor<>(kind + "-next", Types.LONG));
    }

    /** What was remembered with the id; null if it is not known. */
    @Nullable
    Long of(String id) throws Exception {
        return contents.get(id);
    }

    /** Forgets all of the current key. */
    void clear() {
        contents.clear();
        order.clear();
        oldest.clear();
        next.clear();
    }

    /** Remembers a new id, and forgets the oldest beyond the bound. */
    void remember(String id, long content) throws Exception {
        long end = next.value() == null ? 0 : next.value();
        contents.put(id, content);
        order.put(end, id);
        next.update(end + 1);
        long begin = oldest.value() == null ? 0 : oldest.value();
        long kept = end + 1 - most;
        for (long i = begin; i < kept; i++) {
            contents.remove(order.get(i));
            order.remove(i);
        }
        if (kept > begin) {
            oldest.update(kept);
        }
    }
}
