package dev.freshet.jobs.models;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineFile;
import dev.freshet.model.Action;
import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.PlannedAction;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.Header;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** A model of key {@code k} that learns from one stream, and what is published of it on the way. */
final class Trained {
    final Pipeline pipeline;
    private final Learner learner;
    private final LearnerState state;
    private final Random random = new Random(3);
    private int events;

    Trained(Path directory, String scale) throws IOException {
        pipeline = PipelineFile.load(Files.writeString(directory.resolve("p.yaml"), """
                name: p
                task: {classes: [down, up]}
                features: [{numeric: [a, b], scale: %s}]
                model:
                  network: [{dense: 3, activation: tanh}, {dense: 2, activation: softmax}]
                  optimizer: {sgd: {rate: 0.1}}
                  batch: {size: 4}
                """.formatted(scale)));
        learner = new Learner(pipeline.learner());
        state = learner.init("k");
    }

    /** Learns from so many events more. */
    Trained learn(int count) {
        for (int i = 0; i < count; i++) {
            double a = random.nextGaussian();
            Example example = new Example(
                    new double[] {a, random.nextGaussian()}, new long[0], a > 0 ? 1 : 0, 1, 1_000L + events, 0, events);
            var unused = learner.observe(state, example);
            events++;
        }
        return this;
    }

    /** A person stops its learning. */
    Trained freeze() {
        var unused = learner.command(state, new PlannedAction("c", PlannedAction.NOW, 0, 0, new Action.Freeze()));
        return this;
    }

    LearnerState state() {
        return state;
    }

    byte[] snapshot() {
        return new SnapshotCodec(learner).encode(state);
    }

    /** As a job publishes it. */
    RawRecord record() {
        List<Header> headers = new ArrayList<>();
        headers.add(Header.of("spec", HexFormat.of().toHexDigits(learner.specHash())));
        headers.add(Header.of("step", Long.toString(state.step())));
        headers.add(Header.of("fingerprint", HexFormat.of().toHexDigits(state.fingerprint())));
        headers.add(Header.of("sha256", Sha256.hex(snapshot())));
        headers.add(Header.of("source", "p.events:0:" + (events - 1)));
        headers.add(Header.of("reason", "steps"));
        return record(headers, snapshot());
    }

    static RawRecord record(List<Header> headers, byte[] value) {
        return new RawRecord("p.models", 2, 17, 1_000, "k".getBytes(StandardCharsets.UTF_8), value, headers);
    }

    OpenedModel open() {
        Published published = Published.of(record());
        if (published == null) {
            throw new AssertionError("a record with a key is a model");
        }
        return OpenedModel.of(pipeline.learnerSource().reader(), published, snapshot());
    }
}
