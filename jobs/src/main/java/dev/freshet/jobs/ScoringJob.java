package dev.freshet.jobs;

import dev.freshet.jobs.ledger.TallyOperator;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.jobs.score.ScoreRules;
import dev.freshet.jobs.score.ScoreTopics;
import dev.freshet.jobs.score.ScoringOperator;
import dev.freshet.jobs.score.SpreadMarks;
import dev.freshet.jobs.types.RecordTypeInfo;
import dev.freshet.kafka.DeadLetters;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.EventSource;
import dev.freshet.kafka.OutboundSink;
import dev.freshet.kafka.Reading;
import dev.freshet.kafka.Start;
import dev.freshet.kafka.TopicReader;
import dev.freshet.kafka.TransactionOwner;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.Outbound;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The walk of features to their answer: features and models, both by key, to one operator that holds each key's newest
 * model, then one sink. It has topics, a consumer group, transactions and rows of the ledger of its own, so that it runs beside
 * the training or without it. Every operator's uid is fixed: it is how a savepoint finds its state.
 *
 * @param awaited offset of the last record of each partition of the models topic that must be read before the first
 *     answer; empty for none
 * @param failAfter features after which the job fails once, 0 for never; see {@link FailOnce}
 */
public record ScoringJob(Pipeline pipeline, Map<Integer, Long> awaited, long failAfter) {
    /** How long a record waits at most for others, on its way from one task to the next. */
    static final long BUFFER_MILLIS = 2;

    public ScoringJob {
        awaited = Map.copyOf(awaited);
    }

    /** Answers from the first features on, by the models that have come by then. */
    public static ScoringJob of(Pipeline pipeline) {
        return new ScoringJob(pipeline, Map.of(), 0);
    }

    /**
     * Answers no features by an older model than the models topic holds now.
     *
     * @throws dev.freshet.kafka.KafkaSetupException if the topic is missing, or no broker answers
     */
    public static ScoringJob catchingUp(Pipeline pipeline) {
        return new ScoringJob(
                pipeline, TopicReader.lasts(pipeline.kafka(), pipeline.topics().models()), 0);
    }

    /** Consumer group under which the sources commit how far checkpoints have come. */
    public static String group(Pipeline pipeline) {
        return TrainingJob.group(pipeline) + "-scoring";
    }

    /** Whose the job's transactions are while it runs. */
    public static TransactionOwner owner(Pipeline pipeline) {
        return new TransactionOwner(delivery(pipeline).transactionalIdPrefix(), "freshet score " + pipeline.name());
    }

    /** The pipeline's, with transactions of another name: one that began like the training's would be taken for its own. */
    static DeliverySettings delivery(Pipeline pipeline) {
        DeliverySettings d = pipeline.delivery();
        return new DeliverySettings(
                d.checkpointInterval(),
                d.checkpointTimeout(),
                d.restartBudget(),
                d.transactionTimeout(),
                "scoring-" + d.transactionalIdPrefix(),
                d.naming(),
                d.guarantee(),
                d.unproven());
    }

    /** What becomes of features whose key has no model. */
    static ScoreRules rules(Pipeline pipeline) {
        ScoreRules rules = pipeline.scoring();
        return rules == null ? ScoreRules.DEFAULT : rules;
    }

    /** Topics that it writes to. */
    static List<String> outputs(PipelineTopics topics) {
        return List.of(topics.scores(), topics.deadLetters(), topics.ledger());
    }

    /** Adds the job to {@code env}, whose settings become {@link FlinkSettings#of}. */
    public void build(StreamExecutionEnvironment env) {
        env.configure(FlinkSettings.of(pipeline).set(PipelineOptions.NAME, "freshet score " + pipeline.name()));
        env.setMaxParallelism(pipeline.state().maxParallelism());
        pipeline.chosenParallelism().ifPresent(env::setParallelism);
        if (!isExactlyOnce()) {
            env.setBufferTimeout(BUFFER_MILLIS);
        }
        features(env)
                .union(models(env))
                .keyBy(new RoutingKey(), Types.STRING)
                .transform("score", RecordTypeInfo.OUTBOUND, score())
                .uid("score")
                .sinkTo(sink())
                .name("scores")
                .uid("scores");
    }

    private DataStream<Decoded> features(StreamExecutionEnvironment env) {
        String topic = pipeline.topics().features();
        EventSource source =
                EventSource.of(pipeline.kafka(), topic, group(pipeline)).reading(pipeline.reading());
        if (isExactlyOnce()) {
            source = source.owning(owner(pipeline));
        }
        EventDecoder decoder = new EventDecoder(pipeline, new EventDecoder.OfTopic(pipeline.kafka(), topic));
        DataStream<Decoded> decoded = env.fromSource(
                        source.build(
                                rules(pipeline).mayRefuse() ? decoder.keepingRecords() : decoder,
                                RecordTypeInfo.DECODED),
                        WatermarkStrategy.noWatermarks(),
                        "features")
                .uid("features");
        if (failAfter > 0) {
            decoded = decoded.map(FailOnce.whileScoring(pipeline, failAfter))
                    .returns(RecordTypeInfo.DECODED)
                    .name("fail once")
                    .uid("fail-once");
        }
        return decoded.transform(
                        "count-features", RecordTypeInfo.DECODED, new TallyOperator(topic, LedgerRow.Role.SCORE_DECODE))
                .uid("count-features");
    }

    /** From the topic's beginning: of what compaction has taken away there is something newer. */
    private DataStream<Decoded> models(StreamExecutionEnvironment env) {
        EventSource source = EventSource.of(pipeline.kafka(), pipeline.topics().models(), group(pipeline))
                .reading(new Reading(Start.EARLIEST, pipeline.reading().ordering(), Reading.DataLoss.SKIP))
                .marking(awaited);
        return env.fromSource(
                        source.build(new ModelDecoder(), RecordTypeInfo.DECODED),
                        WatermarkStrategy.noWatermarks(),
                        "models")
                .uid("models")
                .flatMap(new SpreadMarks(pipeline.state().maxParallelism()))
                .returns(RecordTypeInfo.DECODED)
                .name("spread marks")
                .uid("spread-marks");
    }

    private ScoringOperator score() {
        PipelineTopics t = pipeline.topics();
        ScoringOperator score = new ScoringOperator(
                        pipeline.learnerSource(),
                        new ScoreTopics(t.features(), t.scores(), t.ledger()),
                        deadLetters(pipeline),
                        rules(pipeline),
                        pipeline.state().cache())
                .awaiting(awaited.keySet());
        return isExactlyOnce() ? score : score.namingOutputs();
    }

    private Sink<Outbound> sink() {
        OutboundSink sink = new OutboundSink(
                pipeline.kafka(),
                delivery(pipeline),
                isExactlyOnce() ? DeliveryGuarantee.EXACTLY_ONCE : DeliveryGuarantee.AT_LEAST_ONCE,
                outputs(pipeline.topics()));
        return isExactlyOnce()
                ? sink.buildWitnessed(deadLetters(pipeline), pipeline.topics().ledger())
                : sink.build(deadLetters(pipeline), pipeline.topics().ledger());
    }

    /** Letters under a name of their own, as the job that trains may write some of the same features. */
    public static DeadLetters deadLetters(Pipeline pipeline) {
        return DeadLetters.of(pipeline.name() + "-scoring", pipeline.topics().deadLetters());
    }

    private boolean isExactlyOnce() {
        return pipeline.delivery().guarantee() == DeliverySettings.Guarantee.EXACTLY_ONCE;
    }
}
