package dev.freshet.kafka;

import dev.freshet.wire.CaughtUp;
import dev.freshet.wire.Decoded;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;

/**
 * Says of the splits that a checkpoint has brought beyond their mark already that they are: no record of theirs may come to
 * say so. For one reader.
 */
final class ReachedSplits {
    private final Map<Integer, Long> lasts;
    private final Queue<CaughtUp> unsaid = new ArrayDeque<>();
    private CompletableFuture<Void> any = new CompletableFuture<>();

    /** @param lasts offset of the last record of each partition that was there when the job started; empty for no marks */
    ReachedSplits(Map<Integer, Long> lasts) {
        this.lasts = lasts;
    }

    void added(List<KafkaPartitionSplit> splits) {
        for (KafkaPartitionSplit split : splits) {
            Long last = lasts.get(split.getPartition());
            if (last != null && split.getStartingOffset() > last) {
                unsaid.add(new CaughtUp(split.getPartition(), ""));
                any.complete(null);
            }
        }
    }

    void say(ReaderOutput<Decoded> output) {
        for (CaughtUp mark = unsaid.poll(); mark != null; mark = unsaid.poll()) {
            output.collect(mark);
        }
        if (any.isDone()) {
            any = new CompletableFuture<>();
        }
    }

    /** Done when there is something to say, or {@code records} are there. */
    CompletableFuture<Void> or(CompletableFuture<Void> records) {
        if (lasts.isEmpty() || records.isDone()) {
            return records;
        }
        return CompletableFuture.anyOf(any, records).thenAccept(ignored -> {});
    }
}
