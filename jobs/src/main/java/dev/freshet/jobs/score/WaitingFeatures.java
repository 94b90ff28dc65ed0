package dev.freshet.jobs.score;

import dev.freshet.jobs.types.RecordTypeInfo;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import java.util.Objects;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/** The features of Flink's current key that wait for a model, in their order, and the newest time of that key's features. */
final class WaitingFeatures {
    /** Of every key that has features waiting, and of no other, behind the last of them. */
    static final ValueStateDescriptor<Long> END = new ValueStateDescriptor<>("waiting-end", Types.LONG);

    private final ScoreRules rules;
    private final MapState<Long, Decoded> features;
    private final ValueState<Long> begin;
    private final ValueState<Long> end;
    private final ValueState<Long> newest;

    WaitingFeatures(ScoreRules rules, KeyedStateStore states) {
        this.rules = rules;
        features = states.getMapState(new MapStateDescriptor<>("waiting", Types.LONG, RecordTypeInfo.DECODED));
        begin = states.getState(new ValueStateDescriptor<>("waiting-begin", Types.LONG));
        end = states.getState(END);
        newest = states.getState(new ValueStateDescriptor<>("waiting-newest", Types.LONG));
    }

    void add(Event event) throws Exception {
        Long latest = newest.value();
        long time = event.example().time();
        if (latest == null || time > latest) {
            newest.update(time);
        }
        long at = or0(end.value());
        features.put(at, event);
        end.update(at + 1);
    }

    /** Takes the first one out that may wait no longer; null if there is none. */
    @Nullable
    Event overdue() throws Exception {
        Event first = first();
        if (first == null) {
            return null;
        }
        boolean crowded = or0(end.value()) - or0(begin.value()) > rules.most();
        boolean over = rules.isOver(first.example().time(), Objects.requireNonNull(newest.value()));
        return crowded || over ? next() : null;
    }

    /** Takes the first one out; null if none waits. */
    @Nullable
    Event next() throws Exception {
        Event first = first();
        if (first == null) {
            return null;
        }
        long at = or0(begin.value());
        features.remove(at);
        if (at + 1 == or0(end.value())) {
            begin.clear();
            end.clear();
            newest.clear();
        } else {
            begin.update(at + 1);
        }
        return first;
    }

    private @Nullable Event first() throws Exception {
        return end.value() == null ? null : (Event) features.get(or0(begin.value()));
    }

    private static long or0(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
