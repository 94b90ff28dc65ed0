package dev.freshet.jobs.rebuild;

import dev.freshet.jobs.control.CommandDecoder;
import dev.freshet.jobs.local.LocalRunException;
import dev.freshet.jobs.models.Published;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.TopicRange;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.CommandAck;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.SafeText;
import dev.freshet.wire.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was asked of one key, as the acknowledgements have it. */
final class KeyCommands {
    private final Pipeline pipeline;
    private final String key;
    private final List<CommandAck> acks = new ArrayList<>();
    /** When the oldest record that each partition of the acknowledgements still holds was written. */
    private final Map<Integer, Long> oldest = new HashMap<>();

    /** By topic, the last offset that an erasure has forgotten. */
    private final Map<String, Long> erased = new HashMap<>();

    KeyCommands(Pipeline pipeline, String key) {
        this.pipeline = pipeline;
        this.key = key;
        if (pipeline.commands() != null) {
            try (TopicReader reader =
                    new TopicReader(pipeline.kafka(), List.of(pipeline.topics().commandAcks()))) {
                reader.toEnd(this::add);
            }
        }
    }

    private void add(RawRecord record) {
        oldest.putIfAbsent(record.partition(), record.timestamp());
        CommandAck ack = CommandLog.read(record);
        if (!ack.key().equals(key)) {
            return;
        }
        if (ack.status() == CommandAck.Status.DONE && ack.command().equals("erase")) {
            acks.clear();
            ack.erased().forEach(place -> erased.merge(place.topic(), place.offset(), Math::max));
        } else {
            acks.add(ack);
        }
    }
    /**
     * What an erasure has forgotten stays forgotten.
     *
     * @throws LocalRunException if the key was erased later than {@code to}
     */
    void requireNotErasedBehind(ModelRebuild.Bound to, String learned) {
        long forgotten = erasedUpTo(learned);
        if (to.offset() < forgotten) {
            throw new LocalRunException(
                    "key " + SafeText.of(key) + " was erased behind partition " + to.partition() + ", offset "
                            + forgotten + " of topic " + learned + ": what it was at offset " + to.offset()
                            + " is forgotten",
                    null);
        }
    }

    /** The last offset of a topic that the newest erasure has forgotten; -1 for none. */
    long erasedUpTo(String topic) {
        return erased.getOrDefault(topic, -1L);
    }

    /** Whether none was accepted when {@code place} was the last record that the model had taken in. */
    boolean noneAt(@Nullable Source place) {
        return accepted().noneMatch(ack -> Objects.equals(ack.after(), place));
    }

    private Stream<CommandAck> accepted() {
        return acks.stream().filter(ack -> ack.status() == CommandAck.Status.ACCEPTED);
    }

    /**
     * Whoever begins at {@code base} needs all that came behind it.
     *
     * @throws LocalRunException if retention may have deleted some of it
     */
    void requireHeld(@Nullable Published base) {
        if (pipeline.commands() == null || !erased.isEmpty()) {
            return;
        }
        String topic = pipeline.topics().commandAcks();
        int partition = TopicRange.partitionOf(pipeline.kafka(), topic, key.getBytes(StandardCharsets.UTF_8));
        long start = TopicReader.starts(pipeline.kafka(), topic).getOrDefault(partition, 0L);
        Long first = oldest.get(partition);
        if (start > 0 && (base == null || first == null || first > base.timestamp())) {
            throw new LocalRunException(
                    "key " + SafeText.of(key) + " cannot be rebuilt from there: topic " + topic + ", partition "
                            + partition + " no longer holds offsets 0 to " + (start - 1)
                            + ", which may have acknowledged commands to it",
                    null);
        }
    }

    /**
     * Those that a model which had taken in {@code begin} has not met.
     *
     * @param begin null for a model that has met none
     * @throws LocalRunException if it is not known any more what one of them did
     */
    CommandLog log(@Nullable Source begin, ModelRebuild.Bound to) {
        CommandLog log = new CommandLog();
        accepted()
                .filter(ack ->
                        begin == null || (ack.after() != null && ack.after().offset() >= begin.offset()))
                .filter(ack -> ack.after() == null || ack.after().offset() <= to.offset())
                .forEach(log::add);
        if (log.any()) {
            CommandDecoder decoder = CommandLog.decoder(pipeline);
            log.of(key).forEach(ack -> fetch(ack, log, decoder));
        }
        return log;
    }

    private void fetch(CommandAck ack, CommandLog log, CommandDecoder decoder) {
        Source src = ack.src();
        TopicReader.at(pipeline.kafka(), src.topic(), src.partition(), src.offset())
                .ifPresent(record -> log.command(record, decoder));
        if (!log.isKnown(ack)) {
            throw new LocalRunException(
                    "key " + SafeText.of(key) + " cannot be rebuilt: its command " + SafeText.of(ack.id()) + " ("
                            + SafeText.of(ack.command()) + ") at partition " + src.partition() + ", offset "
                            + src.offset() + " of topic " + src.topic()
                            + ", or the snapshot that it names, is not there any more",
                    null);
        }
    }
}
