package dev.freshet.jobs.verify;

import dev.freshet.jobs.ScoringJob;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.kafka.DeadLetter;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.JsonOutputReader;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.RawRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What {@link Verification} is to the job that trains, of the job that scores: features consumed = answers + dead letters +
 * those that wait, and no place is answered twice. Nothing is written. Memory: a bit per consumed record.
 */
public final class ScoreVerification {
    private final Pipeline pipeline;
    private final PipelineTopics topics;
    private final KafkaSettings kafka;

    public ScoreVerification(Pipeline pipeline) {
        this.pipeline = pipeline;
        topics = pipeline.topics();
        kafka = pipeline.kafka();
    }

    /**
     * Verifies.
     *
     * @return empty where no job of this pipeline has scored, as far as the ledger knows
     * @throws dev.freshet.kafka.KafkaSetupException if a topic is missing, or no broker answers
     */
    public Optional<ScoreReport> run() {
        LedgerBook book = LedgerBook.ofScoring(topics.features());
        read(topics.ledger(), book::add);
        if (book.runs().isEmpty()) {
            return Optional.empty();
        }
        Findings problems = new Findings();
        book.unreadable().lines().forEach(problems::add);
        boolean exactlyOnce = pipeline.delivery().guarantee() == DeliverySettings.Guarantee.EXACTLY_ONCE;
        Findings repeats = new Findings();
        Spans spans = book.spans(List.of());
        Answers answers = new Answers(spans, repeats);
        read(topics.scores(), record -> score(record, answers, problems));
        read(topics.deadLetters(), record -> deadLetter(record, answers));
        long[] unanswered = {0};
        read(topics.features(), record -> {
            Partition partition = new Partition(record.topic(), record.partition());
            if (spans.contains(partition, record.offset()) && !answers.contains(partition, record.offset())) {
                unanswered[0]++;
            }
        });
        Sums counted = book.counted();
        LedgerRow.Fates fates = counted.fates();
        boolean kept = isKept();
        if (kept && unanswered[0] > fates.open()) {
            problems.add(unanswered[0] + " features were consumed and have no answer, and only " + fates.open()
                    + " of them wait");
        }
        if (exactlyOnce) {
            repeats.lines().forEach(problems::add);
            book.runs().forEach(run -> run.checkChain(problems));
            compare(problems, counted, answers, kept);
        }
        return Optional.of(new ScoreReport(
                counted.records(), fates.predicted(), fates.dead(), fates.open(), kept, problems.lines()));
    }

    private static void compare(Findings problems, Sums counted, Answers answers, boolean kept) {
        LedgerRow.Fates fates = counted.fates();
        long sum = fates.predicted() + fates.dead() + fates.open();
        if (counted.records() != sum) {
            problems.add("consumed " + counted.records() + " features, but answered + dead + waiting " + sum);
        }
        if (kept && fates.predicted() != answers.predictions()) {
            problems.add("answered " + fates.predicted() + ", but answers of consumed places on the topic "
                    + answers.predictions());
        }
    }

    private void score(RawRecord record, Answers answers, Findings problems) {
        try {
            byte[] value = record.value();
            Prediction score = JsonOutputReader.prediction(value == null ? new byte[0] : value);
            if (score.src().topic().equals(topics.features())) {
                boolean unused = answers.prediction(
                        new Partition(topics.features(), score.src().partition()),
                        score.src().offset());
            }
        } catch (IllegalArgumentException e) {
            problems.add("topic " + record.topic() + ", partition " + record.partition() + ", offset " + record.offset()
                    + ": " + e.getMessage());
        }
    }

    /** A job that trains from late labels reads the features too, and has letters of its own about them. */
    private void deadLetter(RawRecord record, Answers answers) {
        DeadLetter letter = new DeadLetter(record);
        boolean ofScoring = ScoringJob.deadLetters(pipeline).job().equals(letter.job());
        if (ofScoring && topics.features().equals(letter.topic()) && letter.partition() >= 0) {
            answers.deadLetter(new Partition(topics.features(), (int) letter.partition()), letter.offset());
        }
    }

    /** Whether retention has taken nothing away that could be an answer. */
    private boolean isKept() {
        return List.of(topics.scores(), topics.deadLetters(), topics.ledger()).stream()
                .allMatch(topic ->
                        TopicReader.starts(kafka, topic).values().stream().allMatch(start -> start == 0));
    }

    private void read(String topic, Consumer<RawRecord> to) {
        try (TopicReader reader = new TopicReader(kafka, List.of(topic))) {
            reader.toEnd(to);
        }
    }
}
