package dev.freshet.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the topic before any partition is handed out, and again and again while the job runs. */
final class GuardedEnumerator implements SplitEnumerator<KafkaPartitionSplit, InputState> {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedEnumerator.class);
    private static final long LOOK_MILLIS = Duration.ofSeconds(5).toMillis();

    /** Once may be a broker that has not heard of it yet. */
    private static final int MISSES = 2;

    private final GuardedSource source;
    private final SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> kafka;
    private final SplitEnumeratorContext<KafkaPartitionSplit> context;
    private final int restoredPartitions;
    private @Nullable String topicId;
    private @Nullable InputTopic known;
    private int misses;
    private volatile @Nullable AdminSession admin;
    private volatile @Nullable OwnedTransactions owned;

    /**
     * As a job begins or goes on.
     *
     * @param topicId of the topic that a checkpoint knows; null for none
     * @param restoredPartitions those that a checkpoint knows; 0 for none
     */
    GuardedEnumerator(
            GuardedSource source,
            SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> kafka,
            SplitEnumeratorContext<KafkaPartitionSplit> context,
            @Nullable String topicId,
            int restoredPartitions) {
        this.source = source;
        this.kafka = kafka;
        this.context = context;
        this.topicId = topicId;
        this.restoredPartitions = restoredPartitions;
    }

    @Override
    public void start() {
        if (source.owner() != null) {
            owned = source.owner().claim(source.kafka(), source.topic());
        }
        context.callAsync(this::look, this::judge, 0, LOOK_MILLIS);
    }

    /** Runs beside the coordinator's thread, since it waits for the broker. */
    private Optional<InputTopic> look() {
        AdminSession session = admin;
        if (session == null) {
            session = AdminSession.open(source.kafka());
            admin = session;
        }
        return InputTopic.find(session, source.topic());
    }

    private void judge(Optional<InputTopic> found, @Nullable Throwable failure) {
        OwnedTransactions mine = owned;
        if (mine != null && mine.taken() != null) {
            throw new SuppressRestartsException(mine.taken());
        }
        if (failure != null) {
            cannotLook(failure);
        } else if (found.isPresent()) {
            misses = 0;
            compare(found.get());
        } else if (++misses >= MISSES || known == null) {
            giveUp("topic " + source.topic()
                    + " is gone: nothing can be read on; create it anew and begin anew, or name" + " the right topic");
        }
    }

    /** A broker that is away is the sources' and the sink's affair, once reading has begun. */
    private void cannotLook(Throwable failure) {
        if (known == null) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
        LOG.warn("cannot see whether topic {} is as it was: {}", source.topic(), failure.getMessage());
    }

    private void compare(InputTopic now) {
        InputTopic last = known;
        InputTopic before = last == null ? restored(now) : last;
        before.changed(now, source.reading().ordering()).ifPresent(GuardedEnumerator::giveUp);
        known = now;
        topicId = now.id();
        if (last == null) {
            kafka.start();
        }
    }

    private InputTopic restored(InputTopic now) {
        return new InputTopic(
                now.name(),
                topicId == null ? now.id() : topicId,
                restoredPartitions == 0 ? now.partitions() : restoredPartitions);
    }

    private static void giveUp(String why) {
        throw new SuppressRestartsException(new InputChangedException(why));
    }

    @Override
    public InputState snapshotState(long checkpoint) throws Exception {
        return new InputState(kafka.snapshotState(checkpoint), topicId);
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {
        kafka.handleSplitRequest(subtask, host);
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        kafka.handleSourceEvent(subtask, event);
    }

    @Override
    public void addSplitsBack(List<KafkaPartitionSplit> splits, int subtask) {
        kafka.addSplitsBack(splits, subtask);
    }

    @Override
    public void addReader(int subtask) {
        kafka.addReader(subtask);
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) throws Exception {
        kafka.notifyCheckpointComplete(checkpoint);
    }

    @Override
    public void notifyCheckpointAborted(long checkpoint) throws Exception {
        kafka.notifyCheckpointAborted(checkpoint);
    }

    @Override
    public void close() throws IOException {
        OwnedTransactions mine = owned;
        if (mine != null) {
            mine.close();
        }
        AdminSession session = admin;
        if (session != null) {
            session.close();
        }
        kafka.close();
    }
}
