package dev.freshet.jobs.ledger;

import dev.freshet.wire.LedgerRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts records by the topic and partition that they came from; one of the same topic as the last costs two increments. */
public final class InputCounter {
    private final Map<String, Partitions> topics = new TreeMap<>();
    private String topic = "";
    private @Nullable Partitions partitions;

    private static final class Partitions {
        private @Nullable Slot[] slots = new @Nullable Slot[4];
    }

    private static final class Slot {
        private long from = Long.MAX_VALUE;
        private long to;
        private long events;
        private long rejected;

        private void extend(long offset) {
            from = Math.min(from, offset);
            to = Math.max(to, offset + 1);
        }
    }

    public void event(String of, int partition, long offset) {
        Slot slot = slot(of, partition);
        slot.extend(offset);
        slot.events++;
    }

    public void rejected(String of, int partition, long offset) {
        Slot slot = slot(of, partition);
        slot.extend(offset);
        slot.rejected++;
    }

    /** What has been counted, by topic and partition; counting begins anew. */
    public List<LedgerRow.Input> take() {
        List<LedgerRow.Input> inputs = new ArrayList<>();
        topics.forEach((name, counted) -> {
            for (int partition = 0; partition < counted.slots.length; partition++) {
                Slot slot = counted.slots[partition];
                if (slot != null) {
                    inputs.add(new LedgerRow.Input(name, partition, slot.from, slot.to, slot.events, slot.rejected));
                    counted.slots[partition] = null;
                }
            }
        });
        return inputs;
    }

    private Slot slot(String of, int partition) {
        Partitions counted = partitions;
        if (counted == null || !topic.equals(of)) {
            counted = topics.computeIfAbsent(of, any -> new Partitions());
            topic = of;
            partitions = counted;
        }
        if (partition >= counted.slots.length) {
            counted.slots = Arrays.copyOf(counted.slots, Math.max(partition + 1, 2 * counted.slots.length));
        }
        Slot slot = counted.slots[partition];
        if (slot == null) {
            slot = new Slot();
            counted.slots[partition] = slot;
        }
        return slot;
    }
}
