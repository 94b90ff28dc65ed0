package dev.freshet.jobs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.jobs.learn.Oracle;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.JsonEventDecoder;
import dev.freshet.wire.JsonOutputReader;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the plain loop makes of an events topic, and what a job made of it, in one form. */
public record Replayed(
        SortedMap<String, List<String>> predictions,
        SortedMap<String, List<String>> models,
        List<Rejection> rejections) {

    /** The topic's records, partition by partition in their order, through the decoder and a plain loop. */
    public static Replayed byOracle(Pipeline pipeline) {
        JsonEventDecoder decoder = decoder(pipeline);
        Oracle oracle = new Oracle(pipeline.learner(), pipeline.topics().events(), pipeline.publish());
        Replayed replayed = new Replayed(new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
        for (RawRecord raw :
                TopicReader.readAll(pipeline.kafka(), pipeline.topics().events())) {
            Decoded decoded = decoder.decode(raw);
            if (decoded instanceof Event event) {
                add(replayed.predictions, place(raw.partition(), raw.offset()), oracle.observe(event));
            } else {
                replayed.rejections.add((Rejection) decoded);
            }
        }
        oracle.published().forEach((key, all) -> all.forEach(each -> add(replayed.models, key, each)));
        oracle.snapshots().forEach((key, snapshot) -> add(replayed.models, key, snapshot));
        return replayed;
    }

    static JsonEventDecoder decoder(Pipeline pipeline) {
        return new JsonEventDecoder(
                pipeline.events(),
                pipeline.learner().features().schema(),
                pipeline.learner().task());
    }

    /** What a record would be at an offset of partition 0. */
    static Event event(JsonEventDecoder decoder, Outbound record, long offset) {
        return (Event) decoder.decode(new RawRecord(
                record.topic(), 0, offset, System.currentTimeMillis(), record.key(), record.value(), List.of()));
    }

    /** Committed predictions by the place of their event, and committed models by their key: all of them. */
    public static Replayed byJob(Pipeline pipeline) {
        Replayed replayed = new Replayed(new TreeMap<>(), new TreeMap<>(), List.of());
        for (RawRecord raw :
                TopicReader.readAll(pipeline.kafka(), pipeline.topics().predictions())) {
            byte[] json = Objects.requireNonNull(raw.value());
            Source source = JsonOutputReader.prediction(json).src();
            add(replayed.predictions, place(source.partition(), source.offset()), json);
        }
        for (RawRecord raw :
                TopicReader.readAll(pipeline.kafka(), pipeline.topics().models())) {
            add(
                    replayed.models,
                    new String(Objects.requireNonNull(raw.key()), UTF_8),
                    Objects.requireNonNull(raw.value()));
        }
        return replayed;
    }

    private static String place(int partition, long offset) {
        return partition + ":" + offset;
    }

    /** A letter for each byte, so that the values compare by content. */
    private static void add(SortedMap<String, List<String>> to, String key, byte[] value) {
        to.computeIfAbsent(key, any -> new ArrayList<>()).add(new String(value, ISO_8859_1));
    }
}
