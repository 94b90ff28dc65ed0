package dev.freshet.jobs.ledger;

import dev.freshet.wire.LedgerRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts records by their input partition; an event costs two increments. */
public final class InputCounter {
    private @Nullable Slot[] slots = new @Nullable Slot[4];

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

    public void event(int partition, long offset) {
        Slot slot = slot(partition);
        slot.extend(offset);
        slot.events++;
    }

    public void rejected(int partition, long offset) {
        Slot slot = slot(partition);
        slot.extend(offset);
        slot.rejected++;
    }

    /** What has been counted, by partition; counting begins anew. */
    public List<LedgerRow.Input> take() {
        List<LedgerRow.Input> inputs = new ArrayList<>();
        for (int partition = 0; partition < slots.length; partition++) {
            Slot slot = slots[partition];
            if (slot != null) {
                inputs.add(new LedgerRow.Input(partition, slot.from, slot.to, slot.events, slot.rejected));
                slots[partition] = null;
            }
        }
        return inputs;
    }

    private Slot slot(int partition) {
        if (partition >= slots.length) {
            slots = Arrays.copyOf(slots, Math.max(partition + 1, 2 * slots.length));
        }
        Slot slot = slots[partition];
        if (slot == null) {
            slot = new Slot();
            slots[partition] = slot;
        }
        return slot;
    }
}
