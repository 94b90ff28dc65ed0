package dev.freshet.jobs.learn;

import dev.freshet.wire.LateLabel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One key's state of a join without Flink, as a replay keeps it. */
public final class HeapJoinState implements JoinState {
    private long[] clocks = LabelJoin.begin();
    private final Map<String, List<Feature>> features = new HashMap<>();
    private final Map<Long, LateLabel> labels = new HashMap<>();
    private final Map<Long, String> ids = new HashMap<>();

    @Override
    public long[] clocks() {
        return clocks;
    }

    @Override
    public void clocks(long[] numbers) {
        clocks = numbers;
    }

    @Override
    public List<Feature> features(String id) {
        return features.getOrDefault(id, List.of());
    }

    @Override
    public void features(String id, List<Feature> all) {
        if (all.isEmpty()) {
            features.remove(id);
        } else {
            features.put(id, all);
        }
    }

    @Override
    public LateLabel label(long place) {
        return Objects.requireNonNull(labels.get(place), "a label of the queue");
    }

    @Override
    public void addLabel(long place, LateLabel label) {
        labels.put(place, label);
    }

    @Override
    public void removeLabel(long place) {
        labels.remove(place);
    }

    @Override
    public String id(long place) {
        return Objects.requireNonNull(ids.get(place), "an id of the order");
    }

    @Override
    public void addId(long place, String id) {
        ids.put(place, id);
    }

    @Override
    public void removeId(long place) {
        ids.remove(place);
    }

    /** Events that are remembered, with or without their label. */
    public int remembered() {
        return features.values().stream().mapToInt(List::size).sum();
    }
}
