package dev.freshet.jobs.verify;

import dev.freshet.jobs.ScoringJob;
import dev.freshet.jobs.TrainingJob;
import dev.freshet.jobs.control.CommandDecoder;
import dev.freshet.jobs.learn.LabelRules;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.jobs.rebuild.CommandLog;
import dev.freshet.kafka.DeadLetter;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.GroupOffsets;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.OpenTransaction;
import dev.freshet.kafka.Start;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.CommandAck;
import dev.freshet.wire.Header;
import dev.freshet.wire.JsonEventDecoder;
import dev.freshet.wire.JsonLabelDecoder;
import dev.freshet.wire.JsonOutputReader;
import dev.freshet.wire.Label;
import dev.freshet.wire.ModelRef;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.RawRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads a pipeline's topics as any consumer may, and holds what it finds against the ledger's rows. Nothing is written.
 * Memory: a bit per consumed record, a few numbers per model key, per duplicate and per gap; with a replay, every model
 * besides, and where labels come later every answer.
 */
public final class Verification {
    private static final float[] NONE = {};

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
        Map<Partition, Long> committed = ofInputs(topic -> GroupOffsets.of(kafka, TrainingJob.group(pipeline), topic));
        List<OpenTransaction> open = open();
        LedgerBook book = book();
        if (open.isEmpty() && book.unsettled() != null) {
            open = open();
            book = open.isEmpty() ? book() : book;
        }
        Kept kept = Kept.of(pipeline);
        Spans spans = book.spans(kept.all() ? readFromStart(committed) : Set.of());
        if (open.isEmpty()) {
            spans.extendTo(committed);
        }
        VerifyReport report = new VerifyReport(book, spans, open, kept, exactlyOnce());
        Answers answers = new Answers(spans, report.repeats());
        Steps steps = steps(book, spans, kept, new PlaceRanges(new Findings(), ""), report.steps());
        read(topics.predictions(), record -> prediction(record, answers, steps, report));
        read(topics.deadLetters(), record -> deadLetter(record, answers, report));
        acknowledgements(answers, report);
        if (pipeline.labels() == null) {
            steps.end(book.counted().fates());
        }
        PlaceRanges gaps = new PlaceRanges(report.gaps(), "consumed, and neither predicted nor a dead letter");
        if (pipeline.labels() == null) {
            compareEvents(answers, spans, gaps, report, spans.beginnings() == 1);
        } else {
            compareLate(pipeline.labels(), answers, spans, report, book, replay);
        }
        if (gaps.records() > 0 && !report.steps().none()) {
            report.steps(stepsBesides(gaps, book, spans, kept));
        }
        if (replay && pipeline.labels() == null && reachesBack(book, kept, spans)) {
            replay(answers, spans, gaps, steps.last(), report);
        } else if (replay && !reachesBack(book, kept, spans)) {
            report.notReplayed("the topics no longer reach back to where the models began");
        }
        report.count(answers, steps);
        return report;
    }

    /** Partitions that the newest job read from their first record, if it found no offset of its own. */
    private Set<Partition> readFromStart(Map<Partition, Long> committed) {
        return pipeline.reading().start() == Start.EARLIEST ? committed.keySet() : Set.of();
    }

    private Steps steps(LedgerBook book, Spans spans, Kept kept, PlaceRanges gaps, Findings wrong) {
        boolean complete = kept.all() && book.fromTheStart() && (gaps.records() > 0 || !book.beginningIsLost());
        return new Steps(
                        pipeline.learner().batch(), pipeline.state().rules(), spans.beginnings(), complete, gaps, wrong)
                .besides(steered(), kept.allAcknowledgements());
    }

    /** Keys whose models follow from more than their events and the model's own batches. */
    private Set<String> steered() {
        Set<String> keys = new HashSet<>(commanded(any -> true).keys());
        if (pipeline.selection() != null) {
            read(topics.promotions(), record -> {
                byte[] key = record.key();
                if (key != null) {
                    keys.add(new String(key, StandardCharsets.UTF_8));
                }
            });
        }
        return keys;
    }

    /** What is wrong with the steps but for what the gaps leave open. */
    private Findings stepsBesides(PlaceRanges gaps, LedgerBook book, Spans spans, Kept kept) {
        Findings wrong = new Findings();
        Answers answers = new Answers(spans, new Findings());
        Steps steps = steps(book, spans, kept, gaps, wrong);
        read(topics.predictions(), record -> prediction(record, answers, steps, new Findings()));
        steps.end(book.counted().fates());
        return wrong;
    }

    /** A model can only be learned anew from its first event on. */
    private boolean reachesBack(LedgerBook book, Kept kept, Spans spans) {
        return kept.all()
                && kept.allAcknowledgements()
                && book.fromTheStart()
                && spans.areHeld(ofInputs(topic -> TopicReader.starts(kafka, topic)));
    }

    private boolean exactlyOnce() {
        return pipeline.delivery().guarantee() == DeliverySettings.Guarantee.EXACTLY_ONCE;
    }

    private List<OpenTransaction> open() {
        return OpenTransaction.on(kafka, TrainingJob.outputs(pipeline), clock.millis());
    }

    private LedgerBook book() {
        LedgerBook book = new LedgerBook(topics.events());
        read(topics.ledger(), book::add);
        return book;
    }

    private void prediction(RawRecord record, Answers answers, Steps steps, VerifyReport report) {
        report.kept().seen(record);
        prediction(record, answers, steps, report.unreadable());
    }

    private void prediction(RawRecord record, Answers answers, Steps steps, Findings unreadable) {
        try {
            Prediction p = prediction(record);
            Partition partition = new Partition(p.src().topic(), p.src().partition());
            if (answers.prediction(partition, p.src().offset()) && pipeline.labels() == null) {
                steps.add(p);
            }
        } catch (IllegalArgumentException e) {
            unreadable.add("topic " + record.topic() + ", partition " + record.partition() + ", offset "
                    + record.offset() + ": " + e.getMessage());
        }
    }

    private void acknowledgements(Answers answers, VerifyReport report) {
        if (pipeline.commands() == null) {
            return;
        }
        read(topics.commandAcks(), record -> {
            report.kept().seen(record);
            try {
                CommandAck ack = CommandLog.read(record);
                if (ack.status() != CommandAck.Status.DONE) {
                    boolean atOnce = ack.status() != CommandAck.Status.REJECTED;
                    answers.acknowledged(partition(ack), ack.src().offset(), atOnce);
                }
            } catch (IllegalArgumentException e) {
                report.unreadable()
                        .add("topic " + record.topic() + ", partition " + record.partition() + ", offset "
                                + record.offset() + ": " + e.getMessage());
            }
        });
    }

    /** Of the whole acknowledgements topic; those that cannot be read are told of elsewhere. */
    private CommandLog commanded(Predicate<CommandAck> wanted) {
        CommandLog commanded = new CommandLog();
        if (pipeline.commands() != null) {
            read(topics.commandAcks(), record -> {
                try {
                    CommandAck ack = CommandLog.read(record);
                    if (wanted.test(ack)) {
                        commanded.add(ack);
                    }
                } catch (IllegalArgumentException e) {
                    // Told of where answers are counted.
                }
            });
        }
        return commanded;
    }

    /**
     * The commands that were accepted, by the models of the job that began last, each with what it does as far as that can
     * still be known.
     */
    private CommandLog toHandIn(Spans spans) {
        CommandLog commanded = commanded(ack -> spans.beginnings() <= 1
                || spans.newestContains(partition(ack), ack.src().offset()));
        if (commanded.any()) {
            CommandDecoder commands = CommandLog.decoder(pipeline);
            read(topics.commands(), record -> commanded.command(record, commands));
        }
        return commanded;
    }

    private void deadLetter(RawRecord record, Answers answers, VerifyReport report) {
        report.kept().seen(record);
        DeadLetter letter = new DeadLetter(record);
        boolean ofScoring = ScoringJob.deadLetters(pipeline).job().equals(letter.job());
        if (!ofScoring && letter.topic() != null && letter.partition() >= 0) {
            answers.deadLetter(new Partition(letter.topic(), (int) letter.partition()), letter.offset());
        }
    }

    /** Every record that lies in a span must have an answer; offsets that hold none are not seen here. */
    private void compareEvents(
            Answers answers, Spans spans, PlaceRanges gaps, VerifyReport report, boolean countsDuplicates) {
        Unanswered unanswered = new Unanswered(decoder());
        boolean dedupes = pipeline.rules().ids() > 0;
        consumed(spans, record -> {
            if (isAnswered(record, answers, report)) {
                gaps.miss(partition(record));
            } else if (dedupes && record.topic().equals(topics.events())) {
                unanswered.add(record);
            } else {
                gaps.hit(partition(record), record.offset());
            }
        });
        if (dedupes) {
            consumed(spans, record -> {
                boolean answered = isAnswered(record, answers, report);
                if (!unanswered.none() && answers.predicted(partition(record), record.offset())) {
                    unanswered.predicted(record);
                }
                if (answered || unanswered.isDuplicate(record)) {
                    gaps.miss(partition(record));
                } else {
                    gaps.hit(partition(record), record.offset());
                }
            });
        }
        gaps.end();
        if (dedupes && countsDuplicates) {
            report.duplicates(unanswered.duplicates());
        }
    }

    /** Joins both topics anew: what must have an answer has one, and what is a duplicate, or joined, or waits, has none. */
    private void compareLate(
            LabelRules rules, Answers answers, Spans spans, VerifyReport report, LedgerBook book, boolean replay) {
        CommandLog commanded = replay ? toHandIn(spans) : commanded(any -> true);
        PlainReplay plain = new PlainReplay(pipeline, decoder(), commanded);
        Map<Partition, Map<Long, float[]>> served = replay ? served() : Map.of();
        LateReplay late = new LateReplay(
                rules,
                decoder(),
                new JsonLabelDecoder(pipeline.events(), pipeline.learner().task()),
                commanded);
        boolean whole = spans.beginnings() == 1 && reachesBack(book, report.kept(), spans);
        consumed(spans, record -> {
            if (record.topic().equals(topics.commands())) {
                if (whole && !isAnswered(record, answers, report)) {
                    report.gaps()
                            .add(partition(record).place() + ", offset " + record.offset()
                                    + ": consumed, and neither acknowledged nor a dead letter");
                }
            } else if (record.topic().equals(topics.features())) {
                float[] answer =
                        served.getOrDefault(partition(record), Map.of()).getOrDefault(record.offset(), NONE);
                check(record, late.features(record, answer), answers, report, whole);
            } else if (late.label(record, (label, due, joined) -> {
                        check(label.raw(), due, answers, report, whole);
                        if (whole && joined != null && joined.served().length > 0) {
                            plain.learn(label, joined.labelled(label), joined.served());
                        }
                    })
                    == LateReplay.Due.DEAD_LETTER) {
                check(record, LateReplay.Due.DEAD_LETTER, answers, report, whole);
            }
        });
        if (whole) {
            late.compare(book.counted().fates(), report.steps());
        }
        String unknown = commanded.unknown();
        if (whole && replay && unknown != null) {
            report.notReplayed(unknown);
        } else if (whole && replay) {
            plain.end();
            compareModels(plain, report);
        }
    }

    /** What was answered, which alone may depend on how features and labels met: the metrics of a model judge that. */
    private Map<Partition, Map<Long, float[]>> served() {
        Map<Partition, Map<Long, float[]>> served = new HashMap<>();
        read(topics.predictions(), record -> {
            try {
                served(prediction(record), served);
            } catch (IllegalArgumentException e) {
                // Told of where answers are counted.
            }
        });
        return served;
    }

    private static void served(Prediction p, Map<Partition, Map<Long, float[]>> served) {
        float[] proba = p.proba();
        float[] number = p.yhat() instanceof Label.OfNumber n ? new float[] {(float) n.value()} : NONE;
        served.computeIfAbsent(new Partition(p.src().topic(), p.src().partition()), any -> new HashMap<>())
                .put(p.src().offset(), proba == null ? number : proba);
    }

    /** @throws IllegalArgumentException if it is none: anyone may write to a topic */
    private static Prediction prediction(RawRecord record) {
        byte[] value = record.value();
        return JsonOutputReader.prediction(value == null ? new byte[0] : value);
    }

    /** Labels are settled in no order of their partition, so that each place is said by itself. */
    private void check(RawRecord record, LateReplay.Due due, Answers answers, VerifyReport report, boolean whole) {
        if (!whole) {
            return;
        }
        boolean answered = isAnswered(record, answers, report);
        boolean predicted = answers.predicted(partition(record), record.offset());
        String place = partition(record).place() + ", offset " + record.offset() + ": ";
        if (due != LateReplay.Due.NOTHING && !answered) {
            report.gaps().add(place + "consumed, and neither predicted nor a dead letter");
        } else if (answered && (due == LateReplay.Due.NOTHING || predicted != (due == LateReplay.Due.PREDICTION))) {
            report.steps()
                    .add(place + (predicted ? "predicted" : "a dead letter") + ", where both topics joined anew say "
                            + due.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
    }

    private boolean isAnswered(RawRecord record, Answers answers, VerifyReport report) {
        boolean gone = record.topic().equals(topics.commands())
                ? report.kept().acknowledgementMayBeGone(record.timestamp())
                : report.kept().mayBeGone(record.timestamp());
        return gone || answers.contains(partition(record), record.offset());
    }

    private void consumed(Spans spans, Consumer<RawRecord> to) {
        for (String topic : inputs()) {
            read(topic, record -> {
                if (spans.contains(partition(record), record.offset())) {
                    to.accept(record);
                }
            });
        }
    }

    /** Topics that the job reads. */
    private List<String> inputs() {
        List<String> inputs = new ArrayList<>(topics.learnedFrom(pipeline.labels() != null));
        if (pipeline.commands() != null) {
            inputs.add(topics.commands());
        }
        return inputs;
    }

    private Map<Partition, Long> ofInputs(Function<String, Map<Integer, Long>> ask) {
        Map<Partition, Long> all = new HashMap<>();
        for (String topic : inputs()) {
            ask.apply(topic).forEach((number, offset) -> all.put(new Partition(topic, number), offset));
        }
        return all;
    }

    private static Partition partition(RawRecord record) {
        return new Partition(record.topic(), record.partition());
    }

    private static Partition partition(CommandAck ack) {
        return new Partition(ack.src().topic(), ack.src().partition());
    }

    private JsonEventDecoder decoder() {
        return new JsonEventDecoder(
                pipeline.events(),
                pipeline.learner().features().schema(),
                pipeline.learner().task());
    }

    /** What was predicted was learned from, and so was what is lost; by the models of the job that began last. */
    private void replay(
            Answers answers, Spans spans, PlaceRanges gaps, Map<String, ModelRef> last, VerifyReport report) {
        CommandLog commanded = toHandIn(spans);
        String unknown = commanded.unknown();
        if (unknown != null) {
            report.notReplayed(unknown);
            return;
        }
        PlainReplay plain = new PlainReplay(pipeline, decoder(), commanded);
        consumed(spans, record -> {
            if (!record.topic().equals(topics.events()) || !spans.newestContains(partition(record), record.offset())) {
                return;
            }
            if (!pipeline.rules().any()
                    || answers.predicted(partition(record), record.offset())
                    || gaps.contains(partition(record), record.offset())) {
                plain.add(record);
            }
        });
        plain.end();
        plain.compare(last, report.replay());
        compareModels(plain, report);
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
                    model.getKey(),
                    Header.text(headers, "fingerprint"),
                    Header.text(headers, "sha256"),
                    report.replay())) {
                compared++;
            }
        }
        report.replayed(plain.keys(), compared);
    }

    private void read(String topic, Consumer<RawRecord> to) {
        try (TopicReader reader = new TopicReader(kafka, List.of(topic))) {
            reader.toEnd(to);
        }
    }
}
