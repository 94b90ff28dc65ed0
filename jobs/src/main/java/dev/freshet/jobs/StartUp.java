package dev.freshet.jobs;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.kafka.BrokerLimits;
import dev.freshet.kafka.DeadLetters;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.EnsuredTopic;
import dev.freshet.kafka.OutboundSink;
import dev.freshet.kafka.Right;
import dev.freshet.kafka.Rights;
import dev.freshet.kafka.TopicSpec;
import dev.freshet.kafka.Topics;
import dev.freshet.kafka.TransactionOwner;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.JsonLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must hold before a job may start; each thing that would lose data silently later is refused here. */
public final class StartUp {
    private static final Logger LOG = LoggerFactory.getLogger(StartUp.class);

    /** What a topic takes beyond its longest record: the record's headers, and what a batch needs around it. */
    private static final int ROOM = 64 << 10;

    /** The least that the models topic takes, so that a larger model needs no other topic soon. */
    private static final int MODEL = 8 << 20;

    /** The most that a producer sends in one request. */
    private static final int LARGEST_MODEL = OutboundSink.MAX_REQUEST_BYTES - ROOM;

    /** Bytes of the longest key. */
    private static final int KEY = 256;

    /** The transaction protocol that ends what a dead producer left open. */
    private static final int SAFE_TRANSACTIONS = 2;

    /** What a batch needs around its one row. */
    private static final int ROW_ROOM = 1 << 10;

    /** How long a published model can be gone back to. */
    private static final Duration HISTORY = Duration.ofDays(7);

    private static final int DEAD_LETTER = DeadLetters.DEFAULT_MAX_BYTES + ROOM;

    private StartUp() {}

    /**
     * Asks the broker for its limits and makes the topics.
     *
     * @return the topics, the events first
     * @throws StartUpException with all that forbids exactly-once, or that would stop the job when it ends
     * @throws dev.freshet.kafka.BrokerUnreachableException if no broker answers
     * @throws dev.freshet.kafka.KafkaSetupException if a topic can neither be found nor created
     */
    public static List<EnsuredTopic> check(Pipeline pipeline) {
        return check(pipeline, TrainingJob.owner(pipeline), specs(pipeline), LeastRights.toRun(pipeline));
    }

    /**
     * The same for the job that scores.
     *
     * @return its topics, the features first
     * @throws StartUpException also if another job has its transactions
     */
    public static List<EnsuredTopic> checkScoring(Pipeline pipeline) {
        return check(pipeline, ScoringJob.owner(pipeline), scoringSpecs(pipeline), LeastRights.toScore(pipeline));
    }

    private static List<EnsuredTopic> check(
            Pipeline pipeline, TransactionOwner owner, List<TopicSpec> specs, List<Right> rights) {
        BrokerLimits limits = BrokerLimits.read(pipeline.kafka());
        if (limits.transactionVersion() < SAFE_TRANSACTIONS) {
            LOG.warn(
                    "the brokers at {} run transaction.version {}: a producer that dies can leave a transaction open for"
                            + " ever, which blocks all readers (KIP-890); upgrade with kafka-features.sh upgrade --feature"
                            + " transaction.version={}",
                    pipeline.kafka().bootstrap(),
                    limits.transactionVersion(),
                    SAFE_TRANSACTIONS);
        }
        List<String> problems = new ArrayList<>(pipeline.delivery().check(limits.transactionMaxMillis()));
        checkModel(pipeline, problems);
        if (!problems.isEmpty()) {
            throw new StartUpException(problems);
        }
        if (pipeline.delivery().guarantee() == DeliverySettings.Guarantee.EXACTLY_ONCE) {
            owner.requireFree(pipeline.kafka());
        }
        List<EnsuredTopic> topics = pipeline.topics().create()
                ? Topics.ensure(pipeline.kafka(), specs)
                : Topics.require(pipeline.kafka(), specs);
        checkSizes(pipeline, topics, problems);
        checkRights(pipeline, rights, problems);
        if (!problems.isEmpty()) {
            throw new StartUpException(problems);
        }
        return topics;
    }

    /** A right that is missing would stop the job at its first record, checkpoint or restart. */
    private static void checkRights(Pipeline pipeline, List<Right> rights, List<String> problems) {
        if (!pipeline.kafka().properties().isEmpty()) {
            List<Right> missing = Rights.missing(pipeline.kafka(), rights);
            if (!missing.isEmpty()) {
                problems.add(Rights.explain(pipeline.kafka(), missing));
            }
        }
    }

    /** A topic from before that does not take our longest record would stop the job, and after each restart again. */
    public static void checkSizes(Pipeline pipeline, List<EnsuredTopic> topics, List<String> problems) {
        Map<String, Integer> needed = Map.of(
                pipeline.topics().models(),
                modelBytes(pipeline),
                pipeline.topics().modelHistory(),
                modelBytes(pipeline),
                pipeline.topics().deadLetters(),
                DEAD_LETTER,
                pipeline.topics().ledger(),
                rowBytes(pipeline, partitions(topics)));
        for (EnsuredTopic topic : topics) {
            int bytes = needed.getOrDefault(topic.name(), 0);
            if (topic.maxMessageBytes() < bytes) {
                problems.add("topic " + topic.name() + " must take records of " + bytes
                        + " bytes: its max.message.bytes is " + topic.maxMessageBytes() + "; raise it with"
                        + " kafka-configs.sh --bootstrap-server "
                        + pipeline.kafka().bootstrap()
                        + " --alter --entity-type topics --entity-name " + topic.name()
                        + " --add-config max.message.bytes=" + bytes);
            }
        }
    }

    /** The most that a topic has as it is. */
    private static int partitions(List<EnsuredTopic> topics) {
        return topics.stream().mapToInt(EnsuredTopic::partitions).max().orElse(1);
    }

    /** The longest row of the ledger: a subtask may read all partitions. */
    private static int rowBytes(Pipeline pipeline, int partitions) {
        return JsonLedger.maxBytes(pipeline.topics().events(), partitions) + ROW_ROOM;
    }

    /** A model that no record can hold would stop the job when its input ends, and again after each restart. */
    public static void checkModel(Pipeline pipeline, List<String> problems) {
        long longest = longestModel(pipeline);
        if (longest > LARGEST_MODEL) {
            problems.add("a model's snapshot must be <= " + LARGEST_MODEL + " bytes to fit a record of topic "
                    + pipeline.topics().models() + ": it may grow to " + longest
                    + "; take smaller layers, fewer hash buckets, smaller batches or a smaller metrics.window");
        }
    }

    /** The pipeline's topics as they are created, what it reads first; those of scoring where it says how to score. */
    public static List<TopicSpec> specs(Pipeline pipeline) {
        PipelineTopics topics = pipeline.topics();
        List<TopicSpec> specs = new ArrayList<>();
        List<String> read = topics.learnedFrom(pipeline.labels() != null);
        read.forEach(input -> specs.add(TopicSpec.of(input, topics.partitions())));
        specs.add(TopicSpec.of(topics.predictions(), topics.partitions()));
        specs.add(TopicSpec.of(topics.metrics(), topics.partitions()));
        specs.add(TopicSpec.of(topics.drift(), topics.partitions()));
        specs.add(models(pipeline));
        specs.add(history(pipeline));
        specs.add(deadLetters(pipeline));
        specs.add(ledger(pipeline));
        if (pipeline.commands() != null) {
            specs.add(TopicSpec.of(topics.commands(), topics.partitions()).upTo(largestModel(pipeline) * 4 / 3 + ROOM));
            specs.add(TopicSpec.of(topics.commandAcks(), topics.partitions()));
        }
        if (pipeline.selection() != null) {
            specs.add(TopicSpec.of(topics.promotions(), topics.partitions()));
        }
        if (pipeline.scoring() != null) {
            if (!read.contains(topics.features())) {
                specs.add(TopicSpec.of(topics.features(), topics.partitions()));
            }
            specs.add(TopicSpec.of(topics.scores(), topics.partitions()));
        }
        return replicated(pipeline, specs);
    }

    /** The topics of the job that scores, as they are created, the features first. */
    static List<TopicSpec> scoringSpecs(Pipeline pipeline) {
        PipelineTopics topics = pipeline.topics();
        return replicated(
                pipeline,
                List.of(
                        TopicSpec.of(topics.features(), topics.partitions()),
                        models(pipeline),
                        TopicSpec.of(topics.scores(), topics.partitions()),
                        deadLetters(pipeline),
                        ledger(pipeline)));
    }

    /** Not longer, so that what a key was does not outlive its erasure by more than that. */
    private static TopicSpec history(Pipeline pipeline) {
        PipelineTopics topics = pipeline.topics();
        return TopicSpec.of(topics.modelHistory(), topics.partitions())
                .keptFor(HISTORY)
                .upTo(largestModel(pipeline));
    }

    private static TopicSpec models(Pipeline pipeline) {
        PipelineTopics topics = pipeline.topics();
        return TopicSpec.of(topics.models(), topics.partitions()).compacted().upTo(largestModel(pipeline));
    }

    private static TopicSpec deadLetters(Pipeline pipeline) {
        PipelineTopics topics = pipeline.topics();
        return TopicSpec.of(topics.deadLetters(), topics.partitions()).upTo(DEAD_LETTER);
    }

    private static TopicSpec ledger(Pipeline pipeline) {
        PipelineTopics topics = pipeline.topics();
        return TopicSpec.of(topics.ledger(), topics.partitions())
                .upTo(Math.max(TopicSpec.DEFAULT_MAX_MESSAGE_BYTES, rowBytes(pipeline, topics.partitions())));
    }

    private static List<TopicSpec> replicated(Pipeline pipeline, List<TopicSpec> specs) {
        return specs.stream()
                .map(spec -> spec.replicated(pipeline.topics().replication()))
                .toList();
    }

    /** With its challengers and the commands that may wait in it, where there are any. */
    private static long longestModel(Pipeline pipeline) {
        return SnapshotCodec.maxBytes(pipeline.learner(), pipeline.selection(), pipeline.commands() != null, KEY);
    }

    private static int largestModel(Pipeline pipeline) {
        return Math.max(MODEL, modelBytes(pipeline));
    }

    private static int modelBytes(Pipeline pipeline) {
        return Math.toIntExact(longestModel(pipeline)) + ROOM;
    }
}
