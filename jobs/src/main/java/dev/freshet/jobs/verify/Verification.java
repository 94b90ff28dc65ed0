package dev.freshet.jobs.verify;

import dev.freshet.jobs.TrainingJob;
import dev.freshet.jobs.learn.EventRules;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.kafka.DeadLetter;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.GroupOffsets;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.OpenTransaction;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.Header;
import dev.freshet.wire.JsonOutputReader;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.RawRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pipeline's topics as any consumer may, and holds what it finds against the ledger's rows. Nothing is written.
 * Memory: a bit per consumed record, a few numbers per model key, and the rows; with a replay, every model besides.
 */
public final class Verification {
    private final Pipeline pipeline;
    private final PipelineTopics topics;
    private final KafkaSettings kafka;
    private final Clock clock;

    public Verification(Pipeline pipeline, Clock clock) {
        this.pipeline = pipeline;
        this.clock = clock;
        topics = pipeline.topics();
        kafka = pipeline.kafka();
    }

    /**
     * Verifies.
     *
     * @param replay whether to learn the events anew and compare every key's model
     * @throws dev.freshet.kafka.KafkaSetupException if a topic is missing, or no broker answers
     */
    public VerifyReport run(boolean replay) {
        Map<Integer, Long> committed = GroupOffsets.of(kafka, TrainingJob.group(pipeline), topics.events());
        List<OpenTransaction> open = open();
        LedgerBook book = book();
        if (open.isEmpty() && book.unsettled() != null) {
            open = open();
            book = open.isEmpty() ? book() : book;
        }
        Kept kept = Kept.of(kafka, topics);
        Spans spans = book.spans();
        if (open.isEmpty()) {
            spans.extendTo(committed);
        }
        VerifyReport report = new VerifyReport(book, spans, open, kept, exactlyOnce());
        Answers answers = new Answers(spans, report.repeats());
        Steps steps = new Steps(
                pipeline.learner().batch(), spans.beginnings(), kept.all() && book.fromTheStart(), report.steps());
        read(topics.predictions(), record -> prediction(record, answers, steps, report));
        read(topics.deadLetters(), record -> deadLetter(record, answers, report));
        steps.end(book.fates());
        PlainReplay plain = replay && !scoresLate() ? new PlainReplay(pipeline, spans) : null;
        events(spans, answers, report, plain);
        if (plain != null) {
            plain.compare(steps.last(), report.replay());
            compareModels(plain, report);
        }
        report.count(answers, steps);
        return report;
    }

    private boolean exactlyOnce() {
        return pipeline.delivery().guarantee() == DeliverySettings.Guarantee.EXACTLY_ONCE;
    }

    /** Which events were scored without their label is on no topic, so that they cannot be learned anew. */
    private boolean scoresLate() {
        return pipeline.rules().lateAfter() > 0 && pipeline.rules().late() == EventRules.Late.SCORE;
    }

    private List<OpenTransaction> open() {
        return OpenTransaction.on(kafka, outputs(), clock.millis());
    }

    private LedgerBook book() {
        LedgerBook book = new LedgerBook();
        read(topics.ledger(), book::add);
        return book;
    }

    private List<String> outputs() {
        return List.of(
                topics.predictions(),
                topics.metrics(),
                topics.drift(),
                topics.models(),
                topics.deadLetters(),
                topics.ledger());
    }

    private void prediction(RawRecord record, Answers answers, Steps steps, VerifyReport report) {
        report.kept().seen(record);
        try {
            byte[] value = record.value();
            Prediction p = JsonOutputReader.prediction(value == null ? new byte[0] : value);
            if (p.src().topic().equals(topics.events())
                    && answers.prediction(p.src().partition(), p.src().offset())) {
                steps.add(p);
            }
        } catch (IllegalArgumentException e) {
            report.unreadable()
                    .add("topic " + record.topic() + ", partition " + record.partition() + ", offset " + record.offset()
                            + ": " + e.getMessage());
        }
    }

    private void deadLetter(RawRecord record, Answers answers, VerifyReport report) {
        report.kept().seen(record);
        DeadLetter letter = new DeadLetter(record);
        if (topics.events().equals(letter.topic()) && letter.partition() >= 0) {
            answers.deadLetter((int) letter.partition(), letter.offset());
        }
    }

    /** Every record that lies in a span must have an answer; offsets that hold none are not seen here. */
    private void events(Spans spans, Answers answers, VerifyReport report, @Nullable PlainReplay plain) {
        PlaceRanges gaps = new PlaceRanges(report.gaps(), "consumed, and neither predicted nor a dead letter");
        read(topics.events(), record -> {
            if (!spans.contains(record.partition(), record.offset())) {
                return;
            }
            if (answers.contains(record.partition(), record.offset())
                    || report.kept().mayBeGone(record.timestamp())) {
                gaps.miss(record.partition());
            } else {
                gaps.hit(record.partition(), record.offset());
            }
            if (plain != null && (!pipeline.rules().any() || answers.predicted(record.partition(), record.offset()))) {
                plain.add(record);
            }
        });
        gaps.end();
        report.dropDuplicates(gaps.records());
    }

    private void compareModels(PlainReplay plain, VerifyReport report) {
        Map<String, RawRecord> newest = new TreeMap<>();
        read(topics.models(), record -> {
            byte[] key = record.key();
            if (key != null) {
                newest.put(new String(key, StandardCharsets.UTF_8), record);
            }
        });
        int compared = 0;
        for (Map.Entry<String, RawRecord> model : newest.entrySet()) {
            List<Header> headers = model.getValue().headers();
            if (plain.compareModel(
                    model.getKey(), text(headers, "fingerprint"), text(headers, "sha256"), report.replay())) {
                compared++;
            }
        }
        report.replayed(plain.keys(), compared);
    }

    private static @Nullable String text(List<Header> headers, String name) {
        for (Header header : headers) {
            byte[] value = header.value();
            if (header.name().equals(name) && value != null) {
                return new String(value, StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    private void read(String topic, Consumer<RawRecord> to) {
        try (TopicReader reader = new TopicReader(kafka, List.of(topic))) {
            reader.toEnd(to);
        }
    }
}
