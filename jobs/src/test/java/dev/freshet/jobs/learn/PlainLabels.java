package dev.freshet.jobs.learn;

import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.model.Task;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.Label;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.Rejection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What must become of two logs of which all is known, told by the whole of them and not record by record; then the plain core
 * over the labels in their order. What was served is looked up, as it alone may depend on how the logs met.
 */
final class PlainLabels {
    final Map<String, byte[]> models = new TreeMap<>();
    /** {@code topic/offset code} of each dead letter. */
    final List<String> dead = new ArrayList<>();

    int predicted;
    int joined;
    int duplicateFeatures;
    int duplicateLabels;
    int waitingLabels;

    private final LabelRules rules;

    private static final class Known {
        private final Event event;
        private final long clockBefore;
        private @Nullable LateLabel label;

        private Known(Event event, long clockBefore) {
            this.event = event;
            this.clockBefore = clockBefore;
        }

        private boolean expired(long clock, LabelRules rules) {
            return clock != Long.MIN_VALUE && clock - event.example().time() > rules.ttlMillis();
        }
    }

    /** @param served by the place of the features */
    PlainLabels(LabelRules rules, LearnerSpec spec, LateInput input, Map<Long, Prediction> served) {
        this.rules = rules;
        Learner learner = new Learner(spec);
        Map<String, List<Known>> features = new TreeMap<>();
        Map<String, Long> clocks = new TreeMap<>();
        for (Decoded decoded : input.features()) {
            if (decoded instanceof Event event) {
                take(event, features.computeIfAbsent(event.key(), any -> new ArrayList<>()), clocks);
            } else {
                dead.add(place((Rejection) decoded));
            }
        }
        Map<String, List<LateLabel>> labels = new TreeMap<>();
        for (Decoded decoded : input.labels()) {
            if (decoded instanceof LateLabel label) {
                labels.computeIfAbsent(label.key(), any -> new ArrayList<>()).add(label);
            } else {
                dead.add(place((Rejection) decoded));
            }
        }
        features.forEach((key, all) -> {
            LearnerState state = learner.init(key);
            learn(learner, state, all, labels.getOrDefault(key, List.of()), clocks.getOrDefault(key, 0L), served);
            models.put(key, new SnapshotCodec(learner).encode(state));
        });
        labels.forEach((key, all) -> waitingLabels += features.containsKey(key) ? 0 : all.size());
        dead.sort(Comparator.naturalOrder());
    }

    private static String place(Rejection rejection) {
        return rejection.raw().topic() + "/" + rejection.raw().offset() + " " + rejection.code();
    }

    private void take(Event event, List<Known> before, Map<String, Long> clocks) {
        long clock = clocks.getOrDefault(event.key(), Long.MIN_VALUE);
        for (Known known : before) {
            if (known.event.id().equals(event.id()) && !known.expired(clock, rules)) {
                boolean same = EventGate.content(known.event.example()) == EventGate.content(event.example());
                duplicateFeatures += same ? 1 : 0;
                if (!same) {
                    dead.add("features/" + event.example().offset() + " ID_CONFLICT");
                }
                return;
            }
        }
        predicted++;
        before.add(new Known(event, clock));
        clocks.merge(event.key(), event.example().time(), Math::max);
    }

    private void learn(
            Learner learner,
            LearnerState state,
            List<Known> features,
            List<LateLabel> labels,
            long lastEvent,
            Map<Long, Prediction> served) {
        long clock = Long.MIN_VALUE;
        for (int i = 0; i < labels.size(); i++) {
            LateLabel label = labels.get(i);
            long before = clock;
            Known its = features.stream()
                    .filter(known -> known.event.id().equals(label.id()) && !known.expired(before, rules))
                    .findFirst()
                    .orElse(null);
            if (its == null && lastEvent - label.time() <= rules.waitMillis()) {
                waitingLabels += labels.size() - i;
                return;
            }
            clock = Math.max(clock, label.time());
            boolean late = its != null
                    && its.label == null
                    && its.clockBefore != Long.MIN_VALUE
                    && its.clockBefore - label.time() > rules.waitMillis();
            if (its == null || late || its.expired(clock, rules)) {
                dead.add("labels/" + label.raw().offset() + " LABEL_ORPHAN");
            } else if (its.label == null) {
                its.label = label;
                joined++;
                learner.learn(state, example(its, label), label.time(), served(learner, its, served));
            } else if (its.label.saysAs(label.label(), label.weight())) {
                duplicateLabels++;
            } else {
                dead.add("labels/" + label.raw().offset() + " LABEL_CONFLICT");
            }
        }
    }

    private static Example example(Known known, LateLabel label) {
        Example example =
                known.event.example().withLabel(label.label()).at(0, label.raw().offset());
        return Double.isNaN(label.weight()) ? example : example.withWeight(label.weight());
    }

    private static float[] served(Learner learner, Known known, Map<Long, Prediction> served) {
        Prediction answer = served.get(known.event.example().offset());
        if (answer == null) {
            throw new AssertionError("no prediction of " + known.event.id());
        }
        return learner.spec().task() instanceof Task.Classification
                ? Objects.requireNonNull(answer.proba())
                : new float[] {(float) ((Label.OfNumber) answer.yhat()).value()};
    }
}
