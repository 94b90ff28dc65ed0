package dev.freshet.jobs.score;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** A key for each of Flink's key groups, so that a record can be sent to every subtask over the edge that goes by key. */
final class KeyGroupKeys {
    private KeyGroupKeys() {}

    static List<String> of(int maxParallelism) {
        String[] keys = new String[maxParallelism];
        int found = 0;
        for (long i = 0; found < maxParallelism; i++) {
            String key = "to:" + i;
            int group = KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism);
            if (keys[group] == null) {
                keys[group] = key;
                found++;
            }
        }
        return IntStream.range(0, maxParallelism).mapToObj(i -> keys[i]).toList();
    }
}
