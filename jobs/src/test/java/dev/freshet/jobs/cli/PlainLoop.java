package dev.freshet.jobs.cli;

import dev.freshet.jobs.console.FinalModels;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.replay.Replay;
import dev.freshet.jobs.replay.RowEvent;
import dev.freshet.jobs.replay.Rows;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.Event;
import dev.freshet.wire.JsonEventDecoder;
import dev.freshet.wire.RawRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Utils;

/** What a pipeline makes of a table, without Kafka and without Flink: each event goes to where a producer would put it. */
final class PlainLoop implements Replay.Target {
    private final Pipeline pipeline;
    private final Learner learner;
    private final JsonEventDecoder decoder;
    private final long[] offsets;
    private final Map<String, LearnerState> states = new TreeMap<>();

    private PlainLoop(Pipeline pipeline) {
        this.pipeline = pipeline;
        learner = pipeline.learnerSource().open();
        offsets = new long[pipeline.topics().partitions()];
        decoder = new JsonEventDecoder(
                pipeline.events(),
                learner.spec().features().schema(),
                learner.spec().task());
    }

    /** The models after the first {@code events} rows. */
    static FinalModels over(Rows rows, Pipeline pipeline, long events) throws IOException {
        PlainLoop loop = new PlainLoop(pipeline);
        RowEvent event = new RowEvent(
                rows.header(),
                pipeline.events(),
                loop.learner.spec().features().schema(),
                loop.learner.spec().task());
        var unused = new Replay(rows, event, loop, 0, events).run();
        return loop.models();
    }

    @Override
    public void send(byte[] key, byte[] value) {
        int partition = Utils.toPositive(Utils.murmur2(key)) % offsets.length;
        RawRecord raw =
                new RawRecord(pipeline.topics().events(), partition, offsets[partition]++, 0, key, value, List.of());
        Event event = (Event) decoder.decode(raw);
        var unused = learner.observe(states.computeIfAbsent(event.key(), learner::init), event.example());
    }

    private FinalModels models() {
        FinalModels models = new FinalModels(learner);
        SnapshotCodec codec = new SnapshotCodec(learner);
        states.forEach((key, state) -> models.add(key.getBytes(StandardCharsets.UTF_8), codec.encode(state)));
        return models;
    }
}
