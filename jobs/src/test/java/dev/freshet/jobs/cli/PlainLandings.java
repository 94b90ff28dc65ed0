package dev.freshet.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.jobs.console.FinalModels;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.replay.FlightRows;
import dev.freshet.jobs.replay.LaterLabels;
import dev.freshet.jobs.replay.Replay;
import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.Event;
import dev.freshet.wire.JsonEventDecoder;
import dev.freshet.wire.JsonLabelDecoder;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.RawRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Utils;

/** What the flights come to, landing by landing, without Kafka, Flink or a join: each flight is learned from as it lands. */
final class PlainLandings {
    private final Pipeline pipeline;
    private final Learner learner;
    private final JsonEventDecoder features;
    private final JsonLabelDecoder labels;
    private final long[] offsets;
    private final float[] served;
    private final Map<String, Event> inTheAir = new HashMap<>();
    private final Map<String, LearnerState> states = new TreeMap<>();
    private long landed;

    private PlainLandings(Pipeline pipeline) {
        this.pipeline = pipeline;
        learner = pipeline.learnerSource().open();
        features = new JsonEventDecoder(
                pipeline.events(),
                learner.spec().features().schema(),
                learner.spec().task());
        labels = new JsonLabelDecoder(pipeline.events(), learner.spec().task());
        offsets = new long[pipeline.topics().partitions()];
        served = new float[learner.spec().task().predictionWidth()];
        Arrays.fill(served, 1f / served.length);
    }

    /** The first {@code flights}, and the landings up to the departure of the last. */
    static PlainLandings of(long flights) throws IOException {
        DemoExample example = Examples.arrivingFlights();
        PlainLandings plain = new PlainLandings(example.pipeline());
        try (FlightRows rows = FlightRows.withArrivals()) {
            LaterLabels both = LaterLabels.of(
                    rows.header(),
                    plain.pipeline.events(),
                    plain.learner.spec().features().schema(),
                    plain.learner.spec().task(),
                    FlightRows.ARRIVAL,
                    null,
                    plain::departs,
                    plain::lands);
            long unused = new Replay(rows, both, 0, flights).run();
        }
        return plain;
    }

    private void departs(byte[] key, byte[] value) {
        Event event = (Event) features.decode(new RawRecord("features", 0, 0, 0, key, value, List.of()));
        inTheAir.put(event.id(), event);
        var unused = states.computeIfAbsent(event.key(), learner::init);
    }

    private void lands(byte[] key, byte[] value) {
        int partition = Utils.toPositive(Utils.murmur2(key)) % offsets.length;
        RawRecord raw = new RawRecord("labels", partition, offsets[partition]++, 0, key, value, List.of());
        LateLabel label = (LateLabel) labels.decode(raw);
        Example example = Objects.requireNonNull(inTheAir.remove(label.id()))
                .example()
                .withLabel(label.label())
                .at(partition, raw.offset());
        LearnerState state = states.computeIfAbsent(label.key(), learner::init);
        var unused = learner.learn(state, example, label.time(), served);
        landed++;
    }

    long landed() {
        return landed;
    }

    FinalModels models() {
        FinalModels models = new FinalModels(learner);
        SnapshotCodec codec = new SnapshotCodec(learner);
        states.forEach((key, state) -> models.add(key.getBytes(UTF_8), codec.encode(state)));
        return models;
    }
}
