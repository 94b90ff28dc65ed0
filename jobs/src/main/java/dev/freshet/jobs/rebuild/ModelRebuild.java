package dev.freshet.jobs.rebuild;

import dev.freshet.jobs.local.LocalRunException;
import dev.freshet.jobs.models.Published;
import dev.freshet.jobs.models.PublishedModels;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.TopicRange;
import dev.freshet.kafka.TopicReader;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.SafeText;
import dev.freshet.wire.Sha256;
import dev.freshet.wire.Source;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One key's model as it was at a moment: its newest published snapshot of before, and what it took in from there on. Nothing
 * is written. What the topics no longer hold is named and not guessed.
 */
public final class ModelRebuild {
    private final Pipeline pipeline;
    private final String key;
    private final Learner learner;
    private final List<Published> history;
    private final KeyCommands commands;

    /**
     * Reads what was published of a key, and what was asked of it.
     *
     * @throws dev.freshet.kafka.KafkaSetupException if a topic cannot be read
     */
    public ModelRebuild(Pipeline pipeline, String key) {
        this.pipeline = pipeline;
        this.key = key;
        learner = pipeline.learnerSource().open();
        history = new PublishedModels(pipeline).history(key);
        commands = new KeyCommands(pipeline, key);
    }

    /**
     * A model that was rebuilt.
     *
     * @param snapshot its bytes, as a job publishes them
     * @param base where it began; null for the learner's own beginning
     * @param last the last record that it has taken in; null for none
     * @param records that it has taken in since its base
     * @param published the same bytes, where the job has published the model of that moment; null where it has not
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Rebuilt(
            byte[] snapshot,
            LearnerState state,
            @Nullable Published base,
            @Nullable Source last,
            long records,
            @Nullable Published published) {}

    /**
     * Rebuilds.
     *
     * @param newestBase the latest step at which it may begin, 0 for the key's first record; null for the newest of before
     * @throws LocalRunException if what it takes is not there any more, or the moment is not
     */
    public Rebuilt at(Moment moment, @Nullable Long newestBase) {
        Bound to = bound(moment);
        commands.requireNotErasedBehind(to, learned());
        Published base = null;
        for (Published each : history) {
            boolean eligible = isBase(each, to) && (newestBase == null || each.step() <= newestBase);
            if (eligible && (base == null || offset(each) >= offset(base))) {
                base = each;
            }
        }
        long floor = commands.erasedUpTo(learned());
        Source begin =
                base == null ? new Source(learned(), to.partition(), floor) : Objects.requireNonNull(base.source());
        commands.requireHeld(base);
        CommandLog log = commands.log(base == null ? null : begin, to);
        Relearning models = new Relearning(pipeline, log);
        if (base != null) {
            models.begin(open(base), begin);
        }
        KeyRecords records = new KeyRecords(pipeline, key, commands, base);
        records.feed(models, begin.offset(), to);
        models.end();
        return rebuilt(models, base, records.taken(), to);
    }

    private Rebuilt rebuilt(Relearning models, @Nullable Published base, long records, Bound to) {
        LearnerState state = models.model(key);
        if (state == null) {
            throw new LocalRunException(
                    "key " + SafeText.of(key) + " has taken in nothing of topic " + learned() + " up to partition "
                            + to.partition() + ", offset " + to.offset(),
                    null);
        }
        byte[] snapshot = new SnapshotCodec(learner).encode(state);
        Source last = models.last(key);
        return new Rebuilt(snapshot, state, base, last, records, published(Sha256.hex(snapshot), last, state));
    }

    /** A published model of the same place and fingerprint has the same bytes, or something is wrong. */
    private @Nullable Published published(String sha256, @Nullable Source last, LearnerState state) {
        String fingerprint = HexFormat.of().toHexDigits(state.fingerprint());
        for (Published each : history) {
            boolean ofThatMoment = each.beforeCommands()
                    && each.source() != null
                    && each.source().equals(last)
                    && commands.noneAt(last)
                    && isOfThisSpec(each);
            if (ofThatMoment && !sha256.equals(each.header("sha256"))) {
                throw new LocalRunException(
                        "the model of key " + SafeText.of(key) + " came to fingerprint " + fingerprint + ", sha256 "
                                + sha256 + "; what was published at " + each.place() + " of topic " + each.topic()
                                + " for the same record has fingerprint " + each.shown("fingerprint")
                                + ", sha256 " + each.shown("sha256")
                                + ": run freshet verify --replay, which says where a run and its topics part",
                        null);
            }
            if (ofThatMoment) {
                return each;
            }
        }
        return null;
    }

    /** Of one partition that a key's model learns from, up to and with {@code offset}. */
    record Bound(int partition, long offset) {}

    private Bound bound(Moment moment) {
        int partition = moment instanceof Moment.Behind behind && behind.partition() != Moment.ANY
                ? behind.partition()
                : partition();
        Map<Integer, Long> ends = TopicReader.ends(pipeline.kafka(), learned());
        long end = ends.getOrDefault(partition, 0L);
        if (moment instanceof Moment.Behind behind) {
            if (behind.offset() >= end) {
                throw new LocalRunException(
                        "--at must lie below the end of topic " + learned() + ", partition " + partition + ", which is "
                                + end + ": got offset " + behind.offset(),
                        null);
            }
            return new Bound(partition, behind.offset());
        }
        long time = ((Moment.Before) moment).time();
        long first = TopicRange.at(pipeline.kafka(), learned(), time).getOrDefault(partition, end);
        return new Bound(partition, first - 1);
    }

    /** Where the key's records lie, as its models say. */
    private int partition() {
        for (Published each : history) {
            if (each.source() != null) {
                return each.source().partition();
            }
        }
        Map<Integer, Long> all = TopicReader.ends(pipeline.kafka(), learned());
        if (all.size() == 1) {
            return all.keySet().iterator().next();
        }
        throw new LocalRunException(
                "topic " + pipeline.topics().modelHistory() + " holds no model of key " + SafeText.of(key)
                        + " that names its partition of " + learned() + ": say --at PARTITION:OFFSET",
                null);
    }

    private boolean isBase(Published each, Bound to) {
        Source source = each.source();
        return source != null
                && source.topic().equals(learned())
                && source.partition() == to.partition()
                && source.offset() <= to.offset()
                && isOfThisSpec(each)
                && (each.beforeCommands() || (each.behindCommands() && commands.noneAt(source)));
    }

    private boolean isOfThisSpec(Published each) {
        return HexFormat.of().toHexDigits(learner.specHash()).equals(each.header("spec"));
    }

    private static long offset(Published each) {
        Source source = each.source();
        return source == null ? -1 : source.offset();
    }

    private LearnerState open(Published base) {
        return new SnapshotCodec(learner)
                .decode(new PublishedModels(pipeline).open(base).snapshot());
    }

    private String learned() {
        return pipeline.labels() == null
                ? pipeline.topics().events()
                : pipeline.topics().labels();
    }
}
