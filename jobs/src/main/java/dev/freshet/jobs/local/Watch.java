package dev.freshet.jobs.local;

import dev.freshet.jobs.console.ProgressTable;
import dev.freshet.jobs.console.RunningScore;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.Header;
import dev.freshet.wire.JsonLedger;
import dev.freshet.wire.JsonOutputReader;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.SafeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Follows a job's output topics, as any consumer may, and keeps the table and the counts; for one thread. */
final class Watch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int MAX_CODE = 40;

    private final PipelineTopics topics;
    private final TopicReader reader;
    private final RunningScore score;
    private final ProgressTable table;
    private final Map<String, Long> deadByCode = new TreeMap<>();
    private final @Nullable LateWatch late;
    private long dead;
    private long unreadable;

    Watch(Pipeline pipeline, RunningScore score, ProgressTable table) {
        topics = pipeline.topics();
        late = pipeline.labels() == null ? null : new LateWatch(pipeline, table);
        List<String> read = new ArrayList<>(List.of(topics.predictions(), topics.drift(), topics.deadLetters()));
        if (late != null) {
            read.addAll(List.of(topics.labels(), topics.ledger(), topics.metrics()));
        }
        reader = new TopicReader(pipeline.kafka(), read);
        this.score = score;
        this.table = table;
    }

    /** Skips what the topics hold already. */
    void fromNowOn() {
        reader.skipToEnd();
    }

    /** Takes what has been committed since, or waits a moment for it. */
    void poll() {
        reader.poll(POLL, this::take);
    }

    /** Takes all that is committed by now. */
    void toEnd() {
        reader.toEnd(this::take);
    }

    private void take(RawRecord record) {
        if (record.topic().equals(topics.deadLetters())) {
            dead++;
            deadByCode.merge(code(record), 1L, Long::sum);
        } else if (late != null && record.topic().equals(topics.labels())) {
            late.label(record);
        } else {
            takeOutput(record.topic(), record.value());
        }
    }

    /** Anyone may write to a topic: what is none of our records is counted, and stops nothing. */
    private void takeOutput(String topic, byte @Nullable [] value) {
        try {
            if (value == null) {
                unreadable++;
            } else if (topic.equals(topics.drift())) {
                table.add(JsonOutputReader.drift(value));
            } else if (topic.equals(topics.ledger())) {
                ofLate().row(JsonLedger.read(value));
            } else if (topic.equals(topics.metrics())) {
                ofLate().metrics(JsonOutputReader.metrics(value));
            } else {
                Prediction prediction = JsonOutputReader.prediction(value);
                table.add(prediction, System.nanoTime());
                if (late != null) {
                    late.prediction(prediction);
                }
            }
        } catch (IllegalArgumentException e) {
            unreadable++;
        }
    }

    private static String code(RawRecord letter) {
        String code = Header.text(letter.headers(), "freshet.error.code");
        return code == null ? "without a code" : SafeText.of(code, MAX_CODE);
    }

    /** Records whose fate is on a topic, labels that came later among them. */
    long answered() {
        return score.predictions() + dead + (late == null ? 0 : late.settled());
    }

    /** What it has seen of labels that come later. */
    LateWatch ofLate() {
        return Objects.requireNonNull(late, "topics of a pipeline whose labels come later");
    }

    long dead() {
        return dead;
    }

    Map<String, Long> deadByCode() {
        return deadByCode;
    }

    /** Records of the output topics that no such job wrote. */
    long unreadable() {
        return unreadable;
    }

    @Override
    public void close() {
        reader.close();
    }
}
