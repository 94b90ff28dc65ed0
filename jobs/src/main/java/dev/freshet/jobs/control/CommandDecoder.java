package dev.freshet.jobs.control;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.OutboundSink;
import dev.freshet.kafka.RecordDecoder;
import dev.freshet.kafka.TopicRange;
import dev.freshet.kafka.TopicReader;
import dev.freshet.kafka.Topics;
import dev.freshet.model.Action;
import dev.freshet.wire.Command;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.JsonCommandDecoder;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.flink.metrics.MetricGroup;

/**
 * Reads commands, and fetches the snapshot that a rollback names by its place: from the pipeline's model history and from
 * nowhere else. A broker that does not answer fails the job, so that the command is read again.
 */
public final class CommandDecoder implements RecordDecoder {
    private static final long serialVersionUID = 1L;

    private final KafkaSettings kafka;
    private final String history;
    private transient JsonCommandDecoder json;

    /** Of a pipeline, whose model history it may read. */
    @SuppressWarnings("NullAway.Init") // begun in open, in the subtask
    public CommandDecoder(Pipeline pipeline) {
        kafka = pipeline.kafka();
        history = pipeline.topics().modelHistory();
    }

    @Override
    public void open(MetricGroup metrics) {
        open();
    }

    /** Begins outside a job. */
    public void open() {
        json = new JsonCommandDecoder(OutboundSink.MAX_REQUEST_BYTES);
    }

    @Override
    public Decoded decode(RawRecord raw) {
        Decoded decoded = json.decode(raw);
        return decoded instanceof Command command && command.place() != null
                ? fetched(command, command.place())
                : decoded;
    }

    private Command fetched(Command command, Command.SnapshotPlace place) {
        int partitions = Topics.partitions(kafka, history);
        if (place.partition() >= partitions) {
            return command.failing("snapshot.partition must lie in [0, " + (partitions - 1) + "], the partitions of "
                    + history + ": got " + place.partition());
        }
        Optional<RawRecord> found = TopicReader.at(kafka, history, place.partition(), place.offset());
        byte[] snapshot = found.map(RawRecord::value).orElse(null);
        if (snapshot == null) {
            return command.failing("no snapshot lies at partition " + place.partition() + ", offset " + place.offset()
                    + " of " + history);
        }
        if (isErased(command.key(), place)) {
            return command.failing("the snapshot at partition " + place.partition() + ", offset " + place.offset()
                    + " of " + history + " is forgotten: its key was erased later");
        }
        String sha256 = Sha256.hex(snapshot);
        return sha256.equals(place.sha256())
                ? command.with(new Action.Rollback(snapshot))
                : command.failing("the snapshot at partition " + place.partition() + ", offset " + place.offset()
                        + " of " + history + " has sha256 " + sha256 + ", the command says " + place.sha256());
    }

    /** Reads on to the end of the partition, as a rollback is seldom and what is forgotten has to stay so. */
    private boolean isErased(String key, Command.SnapshotPlace place) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        boolean[] erased = {false};
        TopicRange.read(kafka, history, place.partition(), place.offset() + 1, Long.MAX_VALUE, later -> {
            erased[0] |= later.value() == null && Arrays.equals(later.key(), name);
        });
        return erased[0];
    }
}
