package dev.freshet.jobs.rebuild;

import dev.freshet.jobs.learn.HeapJoinState;
import dev.freshet.jobs.learn.LabelJoin;
import dev.freshet.jobs.learn.LabelRules;
import dev.freshet.jobs.local.LocalRunException;
import dev.freshet.jobs.models.Published;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.TopicRange;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.Event;
import dev.freshet.wire.JsonEventDecoder;
import dev.freshet.wire.JsonLabelDecoder;
import dev.freshet.wire.JsonOutputReader;
import dev.freshet.wire.Label;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.SafeText;
import dev.freshet.wire.Source;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one key's model took in, read from the topics again. */
final class KeyRecords {
    /** Milliseconds by which the clocks of machines that ran a job's subtask may differ. */
    private static final long CLOCKS_APART = 60_000;

    private final Pipeline pipeline;
    private final PipelineTopics topics;
    private final KafkaSettings kafka;
    private final String key;
    private final KeyCommands commands;
    private final @Nullable Published base;
    private final JsonEventDecoder decoder;
    private long taken;

    /** @param base where the model begins; null for its first record */
    KeyRecords(Pipeline pipeline, String key, KeyCommands commands, @Nullable Published base) {
        this.pipeline = pipeline;
        this.key = key;
        this.commands = commands;
        this.base = base;
        topics = pipeline.topics();
        kafka = pipeline.kafka();
        decoder = new JsonEventDecoder(
                pipeline.events(),
                pipeline.learner().features().schema(),
                pipeline.learner().task());
    }

    /** How many were taken in. */
    long taken() {
        return taken;
    }

    /**
     * Gives a model what lies behind {@code begin}, up to {@code to}.
     *
     * @throws LocalRunException if some of it, or of what tells what became of it, is not there any more
     */
    void feed(Relearning models, long begin, ModelRebuild.Bound to) {
        if (pipeline.labels() == null) {
            events(models, begin, to);
        } else {
            labels(pipeline.labels(), models, begin, to);
        }
    }

    private void events(Relearning models, long begin, ModelRebuild.Bound to) {
        requireHeld(topics.events(), to.partition(), begin + 1, to.offset());
        Map<Source, Prediction> answers = pipeline.rules().any() ? answersBehindBase() : Map.of();
        TopicRange.read(kafka, topics.events(), to.partition(), begin + 1, to.offset() + 1, record -> {
            if (decoder.decode(record) instanceof Event event && event.key().equals(key)) {
                admit(models, event, record, answers);
            }
        });
    }

    /** Where rules refuse events, or leave out the labels of some, its answer shows what became of one. */
    private void admit(Relearning models, Event event, RawRecord record, Map<Source, Prediction> answers) {
        Prediction answer = answers.get(place(record));
        if (pipeline.rules().any() && answer == null) {
            return;
        }
        var unused = models.observe(answer != null && answer.y() == null ? event.withoutLabel() : event);
        taken++;
    }

    private void labels(LabelRules rules, Relearning models, long begin, ModelRebuild.Bound to) {
        LabelJoin join = new LabelJoin(rules, new HeapJoinState());
        long floor = commands.erasedUpTo(topics.labels());
        requireHeld(topics.labels(), to.partition(), floor + 1, to.offset());
        Map<Source, Prediction> answers = answers(answersPartition(), 0);
        features(join, answers);
        JsonLabelDecoder labels =
                new JsonLabelDecoder(pipeline.events(), pipeline.learner().task());
        TopicRange.read(kafka, topics.labels(), to.partition(), floor + 1, to.offset() + 1, record -> {
            if (labels.decode(record) instanceof LateLabel label && label.key().equals(key)) {
                sure(() -> {
                    join.add(label);
                    settle(join, models, begin);
                });
            }
        });
    }

    private void features(LabelJoin join, Map<Source, Prediction> answers) {
        long floor = commands.erasedUpTo(topics.features());
        Map<Integer, Long> ends = new TreeMap<>(TopicReader.ends(kafka, topics.features()));
        ends.forEach((partition, end) -> {
            requireHeld(topics.features(), partition, floor + 1, end - 1);
            TopicRange.read(kafka, topics.features(), partition, floor + 1, end, record -> {
                if (decoder.decode(record) instanceof Event event && event.key().equals(key)) {
                    sure(() -> wait(join, event.withoutLabel(), answers.get(place(record))));
                }
            });
        });
    }

    private static void wait(LabelJoin join, Event event, @Nullable Prediction answer) throws Exception {
        if (join.judge(event) == LabelJoin.Arrival.NEW) {
            join.add(event, answer == null ? new float[0] : served(answer));
        }
    }

    private static float[] served(Prediction answer) {
        float[] proba = answer.proba();
        if (proba != null) {
            return proba;
        }
        return answer.yhat() instanceof Label.OfNumber number ? new float[] {(float) number.value()} : new float[0];
    }

    private void settle(LabelJoin join, Relearning models, long begin) throws Exception {
        for (LabelJoin.Settled next = join.next(); next != null; next = join.next()) {
            boolean joined =
                    next.fate() == LabelJoin.Fate.JOINED && next.label().raw().offset() > begin;
            if (joined && next.feature() != null && next.feature().waiting() != null) {
                var waiting = next.feature().waiting();
                requireServed(waiting.served(), next.label());
                models.learn(next.label(), waiting.labelled(next.label()), waiting.served());
                taken++;
            }
        }
    }

    private void requireServed(float[] served, LateLabel label) {
        if (served.length == 0) {
            throw new LocalRunException(
                    "key " + SafeText.of(key) + " cannot be rebuilt: topic " + topics.predictions()
                            + " holds no answer to the features of id " + SafeText.of(label.id())
                            + ", by which its metrics were counted",
                    null);
        }
    }

    /** By the place of what they answer; from {@code begin} on. */
    private Map<Source, Prediction> answers(int partition, long begin) {
        Map<Source, Prediction> answers = new HashMap<>();
        TopicRange.read(kafka, topics.predictions(), partition, begin, Long.MAX_VALUE, record -> {
            byte[] value = record.value();
            Prediction answer = JsonOutputReader.prediction(value == null ? new byte[0] : value);
            if (answer.key().equals(key)) {
                answers.put(answer.src(), answer);
            }
        });
        return answers;
    }

    private int answersPartition() {
        return TopicRange.partitionOf(kafka, topics.predictions(), key.getBytes(StandardCharsets.UTF_8));
    }

    /** What answers a record behind the base was written behind it. */
    private Map<Source, Prediction> answersBehindBase() {
        int partition = answersPartition();
        long begin = base == null
                ? 0
                : TopicRange.at(kafka, topics.predictions(), base.timestamp() - CLOCKS_APART)
                        .getOrDefault(partition, 0L);
        long start = TopicReader.starts(kafka, topics.predictions()).getOrDefault(partition, 0L);
        if (start > 0 && begin <= start) {
            throw new LocalRunException(
                    "key " + SafeText.of(key) + " cannot be rebuilt from there: topic " + topics.predictions()
                            + ", partition " + partition + " no longer holds offsets 0 to " + (start - 1)
                            + ", which tell what the rules of events let in",
                    null);
        }
        return answers(partition, begin);
    }

    private void requireHeld(String topic, int partition, long from, long to) {
        long start = TopicReader.starts(kafka, topic).getOrDefault(partition, 0L);
        if (from <= to && start > from) {
            throw new LocalRunException(
                    "key " + SafeText.of(key) + " cannot be rebuilt: topic " + topic + ", partition " + partition
                            + " no longer holds offsets " + from + " to " + Math.min(start - 1, to)
                            + ", which lie behind "
                            + (base == null
                                    ? "its beginning; no older model of it is published"
                                    : "its newest model of before, step " + base.shown("step")),
                    null);
        }
    }

    private static Source place(RawRecord record) {
        return new Source(record.topic(), record.partition(), record.offset());
    }

    private interface Work {
        void run() throws Exception;
    }

    /** The state on the heap throws nothing of its own. */
    private static void sure(Work work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a join on the heap failed", e);
        }
    }
}
