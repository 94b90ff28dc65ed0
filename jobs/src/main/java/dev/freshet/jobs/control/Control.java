package dev.freshet.jobs.control;

import dev.freshet.jobs.local.LocalRunException;
import dev.freshet.jobs.models.Published;
import dev.freshet.jobs.models.PublishedModels;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.EventProducer;
import dev.freshet.kafka.OutboundSink;
import dev.freshet.kafka.TopicReader;
import dev.freshet.model.Action;
import dev.freshet.wire.Command;
import dev.freshet.wire.CommandAck;
import dev.freshet.wire.JsonCommandDecoder;
import dev.freshet.wire.JsonCommands;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.SafeText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The commands topic of one pipeline, from a person's side. */
public final class Control {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int TEXT = 60;

    private final Pipeline pipeline;

    /** @throws LocalRunException if the pipeline takes no commands */
    public Control(Pipeline pipeline) {
        if (pipeline.commands() == null) {
            throw new LocalRunException(
                    "pipeline " + pipeline.name() + " takes no commands: add commands: {ids: 1000} to its file and"
                            + " start its job again",
                    null);
        }
        this.pipeline = pipeline;
    }

    /**
     * Sends one; it is on the topic when this returns. What can be seen to be wrong with it before is told at once.
     *
     * @return where the acknowledgements ended before, by partition: from there {@link #await} need look
     * @throws LocalRunException if no job would take it
     */
    public Map<Integer, Long> send(
            String id,
            String key,
            String word,
            @Nullable Action action,
            Command.@Nullable SnapshotPlace place,
            long at,
            long expect,
            boolean force) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        RawRecord none = new RawRecord(pipeline.topics().commands(), 0, 0, Outbound.NOW, name, null, List.of());
        Command command = new Command(key, id, word, action, place, at, expect, force, null, none);
        byte[] value = new JsonCommands().command(command);
        requireReadable(name, value);
        Map<Integer, Long> acks =
                TopicReader.ends(pipeline.kafka(), pipeline.topics().commandAcks());
        try (EventProducer producer = new EventProducer(pipeline.kafka())) {
            producer.send(new Outbound(pipeline.topics().commands(), name, value, Outbound.NOW, List.of()));
            producer.flush();
        }
        return acks;
    }

    /** By the very rules of the job, where it would be a dead letter and nobody would be told. */
    private void requireReadable(byte[] name, byte[] value) {
        RawRecord record = new RawRecord(pipeline.topics().commands(), 0, 0, Outbound.NOW, name, value, List.of());
        if (new JsonCommandDecoder(OutboundSink.MAX_REQUEST_BYTES).decode(record) instanceof Rejection rejection) {
            throw new LocalRunException("the command cannot be sent: " + SafeText.of(rejection.detail()), null);
        }
    }

    /**
     * Where a key's snapshot stands in the history.
     *
     * @param step at which it was published; null for the newest
     * @throws LocalRunException if there is none
     */
    public Command.SnapshotPlace snapshot(String key, @Nullable Long step) {
        Published found = null;
        for (Published each : new PublishedModels(pipeline).history(key)) {
            found = step == null || each.isOfStep(step) ? each : found;
        }
        if (found == null) {
            throw new LocalRunException(
                    "no snapshot of " + safe(key) + (step == null ? "" : " at step " + step) + " lies on "
                            + pipeline.topics().modelHistory()
                            + ": freshet show model-history --key lists those that do",
                    null);
        }
        String sha256 = found.header("sha256");
        return new Command.SnapshotPlace(found.partition(), found.offset(), sha256 == null ? "" : sha256);
    }

    /**
     * What became of a command of a key, each as it comes; returns when it is settled or the time is over.
     *
     * @param from where to look, as {@link #send} says; a partition that is not named is read from its beginning
     */
    public List<CommandAck> await(
            String key, String id, Map<Integer, Long> from, Duration atMost, Consumer<CommandAck> each) {
        List<CommandAck> acks = new ArrayList<>();
        long deadline = System.nanoTime() + atMost.toNanos();
        try (TopicReader reader =
                new TopicReader(pipeline.kafka(), List.of(pipeline.topics().commandAcks()))) {
            from.forEach((partition, offset) -> reader.from(pipeline.topics().commandAcks(), partition, offset));
            while (System.nanoTime() < deadline && !settled(acks)) {
                int unused = reader.poll(POLL, record -> {
                    CommandAck ack = read(record);
                    if (ack != null && isFor(ack, id, key) && !settled(acks) && isOfTheFirst(acks, ack)) {
                        acks.add(ack);
                        each.accept(ack);
                    }
                });
            }
        }
        return acks;
    }

    private static boolean isFor(CommandAck ack, String id, String key) {
        return ack.id().equals(id) && ack.key().equals(key);
    }

    /** Another command of the same id may have come before the first has acted. */
    private static boolean isOfTheFirst(List<CommandAck> acks, CommandAck ack) {
        return acks.isEmpty() || acks.get(0).src().equals(ack.src());
    }

    private static boolean settled(List<CommandAck> acks) {
        return acks.stream().anyMatch(ack -> ack.status() != CommandAck.Status.ACCEPTED);
    }

    private static @Nullable CommandAck read(RawRecord record) {
        try {
            byte[] value = record.value();
            return value == null ? null : JsonCommands.readAck(value);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** An acknowledgement in one line. */
    public static String line(CommandAck ack) {
        String what = String.format(
                Locale.ROOT,
                "%-9s %s of %s at step %d, %,d examples seen",
                ack.status().word(),
                safe(ack.command()),
                safe(ack.key()),
                ack.at(),
                ack.seen());
        return what
                + (ack.dropped() > 0 ? ", " + ack.dropped() + " dropped" : "")
                + (ack.reason() == null ? "" : ": " + SafeText.of(ack.reason()));
    }

    /** Text from outside, fit for a terminal. */
    public static String safe(String text) {
        return SafeText.of(text, TEXT);
    }
}
