package dev.freshet.jobs.learn;

import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Task;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The features and the labels of a few keys, two logs; labels come early, late, beyond any wait, twice, with another value, for
 * features that never were, or not at all; ids come back, and some records are nothing.
 */
final class LateInput {
    private final SplittableRandom random;
    private final int classes;
    private final List<Decoded> features = new ArrayList<>();
    private final List<Decoded> labels = new ArrayList<>();

    private LateInput(SplittableRandom random, LearnerSpec spec, int keys, int records) {
        this.random = random;
        classes = spec.task() instanceof Task.Classification c ? c.classes().size() : 1;
        RandomEvents events = new RandomEvents(random, spec, keys);
        List<LateLabel> due = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            Event event = feature(events.next(), features.size());
            features.add(random.nextInt(30) == 0 ? rejection("features", features.size()) : event);
            for (int n = random.nextInt(10) == 0 ? 2 : random.nextInt(9) == 0 ? 0 : 1; n > 0; n--) {
                due.add(label(event));
            }
        }
        shuffle(due);
        due.forEach(label ->
                labels.add(random.nextInt(30) == 0 ? rejection("labels", labels.size()) : at(label, labels.size())));
    }

    static LateInput draw(SplittableRandom random, LearnerSpec spec) {
        return new LateInput(random, spec, random.nextInt(1, 6), random.nextInt(1, 150));
    }

    /** In the order of their topic; the same every time. */
    List<Decoded> features() {
        return features;
    }

    List<Decoded> labels() {
        return labels;
    }

    /** The two logs, each in its order, one way to meet. */
    List<Decoded> met(SplittableRandom how) {
        List<Decoded> met = new ArrayList<>();
        int f = 0;
        int l = 0;
        double share = how.nextDouble();
        while (f < features.size() || l < labels.size()) {
            boolean label = f == features.size() || (l < labels.size() && how.nextDouble() < share);
            met.add(label ? labels.get(l++) : features.get(f++));
            share = how.nextInt(20) == 0 ? how.nextDouble() : share;
        }
        return met;
    }

    private Event feature(Event drawn, long offset) {
        Event event = new Event(
                drawn.key(), "e" + offset, drawn.example().withLabel(Double.NaN).at(0, offset));
        Decoded earlier = features.isEmpty() ? null : features.get(random.nextInt(features.size()));
        if (earlier instanceof Event again && random.nextInt(12) == 0) {
            event = random.nextBoolean()
                    ? new Event(
                            again.key(),
                            again.id(),
                            again.example().withTime(event.example().time()).at(0, offset))
                    : new Event(again.key(), again.id(), event.example());
        }
        return event.withRaw(raw("features", offset));
    }

    private LateLabel label(Event event) {
        long delay = random.nextInt(6) == 0 ? random.nextInt(-900, 3_000) : random.nextInt(200);
        String id = random.nextInt(20) == 0 ? "none" + random.nextInt(4) : event.id();
        double weight = random.nextInt(8) == 0 ? random.nextInt(3) : Double.NaN;
        return new LateLabel(event.key(), id, value(), weight, event.example().time() + delay, raw("labels", 0));
    }

    private double value() {
        return classes == 1 ? 3 * random.nextDouble() - 1 : random.nextInt(classes);
    }

    /** Mostly in their order of time, as labels come, but for some. */
    private void shuffle(List<LateLabel> all) {
        all.sort((a, b) -> Long.compare(a.time(), b.time()));
        for (int i = 1; i < all.size(); i++) {
            if (random.nextInt(5) == 0) {
                all.add(random.nextInt(i), all.remove(i));
            }
        }
    }

    private static LateLabel at(LateLabel label, long offset) {
        return new LateLabel(
                label.key(), label.id(), label.label(), label.weight(), label.time(), raw("labels", offset));
    }

    private static Rejection rejection(String topic, long offset) {
        return new Rejection(RejectionCode.MALFORMED, null, "no JSON: got a byte", raw(topic, offset));
    }

    private static RawRecord raw(String topic, long offset) {
        return new RawRecord(topic, 0, offset, 1_000 + offset, null, new byte[] {(byte) offset}, List.of());
    }
}
