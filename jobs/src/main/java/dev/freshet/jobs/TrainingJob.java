package dev.freshet.jobs;

import dev.freshet.jobs.learn.LearningOperator;
import dev.freshet.jobs.learn.OutputTopics;
import dev.freshet.jobs.ledger.TallyOperator;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.jobs.types.RecordTypeInfo;
import dev.freshet.kafka.DeadLetters;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.EventSource;
import dev.freshet.kafka.OutboundSink;
import dev.freshet.kafka.Stop;
import dev.freshet.kafka.TopicReader;
import dev.freshet.kafka.TransactionOwner;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Outbound;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The walk of a labelled event: source and decode, keyed by model, one learning step, one sink for all outputs. Every
 * operator's uid is fixed: it is how a savepoint finds its state.
 *
 * @param stop where the input ends; {@link Stop.Never} for a stream
 * @param failAfter records after which the job fails once, 0 for never; see {@link FailOnce}
 */
public record TrainingJob(Pipeline pipeline, Stop stop, long failAfter) {

    public static TrainingJob of(Pipeline pipeline) {
        return new TrainingJob(pipeline, new Stop.Never(), 0);
    }

    /** Consumer group under which the source commits how far checkpoints have come. */
    public static String group(Pipeline pipeline) {
        return "freshet-" + pipeline.name();
    }

    /** Whose the job's transactions are while it runs. */
    public static TransactionOwner owner(Pipeline pipeline) {
        return new TransactionOwner(pipeline.delivery().transactionalIdPrefix(), "freshet " + pipeline.name());
    }

    /** Adds the job to {@code env}, whose settings become {@link FlinkSettings#of}. */
    public void build(StreamExecutionEnvironment env) {
        build(env, UnaryOperator.identity(), outputs());
    }

    /**
     * The same job, damaged, for tests that must find the damage.
     *
     * @param damage done to what leaves the source, before it is counted
     */
    void build(StreamExecutionEnvironment env, UnaryOperator<DataStream<Decoded>> damage, Sink<Outbound> outputs) {
        env.configure(FlinkSettings.of(pipeline));
        env.setMaxParallelism(pipeline.state().maxParallelism());
        pipeline.chosenParallelism().ifPresent(env::setParallelism);
        List<JobInput> inputs = inputs();
        DataStream<Decoded> decoded = decoded(env, inputs.get(0), damage);
        for (JobInput other : inputs.subList(1, inputs.size())) {
            decoded = decoded.union(decoded(env, other, UnaryOperator.identity()));
        }
        decoded.keyBy(new RoutingKey(), Types.STRING)
                .transform("learn", RecordTypeInfo.OUTBOUND, learn())
                .uid("learn")
                .sinkTo(outputs)
                .name("outputs")
                .uid("outputs");
    }

    /** What the job reads; the first is the one whose records are answered. */
    private List<JobInput> inputs() {
        List<JobInput> inputs = new ArrayList<>(JobInput.of(pipeline));
        if (pipeline.commands() != null) {
            inputs.add(JobInput.commands(pipeline));
        }
        return inputs;
    }

    /** One input's records, counted; the first input's source minds who owns the transactions, and fails where asked. */
    private DataStream<Decoded> decoded(
            StreamExecutionEnvironment env, JobInput input, UnaryOperator<DataStream<Decoded>> damage) {
        boolean first = input.uid().equals(inputs().get(0).uid());
        EventSource source = EventSource.of(pipeline.kafka(), input.topic(), group(pipeline))
                .reading(pipeline.reading().startingAt(input.start()))
                .stoppingAt(first ? stop : alike(input.topic()));
        if (first && isExactlyOnce()) {
            source = source.owning(owner(pipeline));
        }
        DataStream<Decoded> decoded = env.fromSource(
                        source.build(input.decoder(), RecordTypeInfo.DECODED),
                        WatermarkStrategy.noWatermarks(),
                        input.uid())
                .uid(input.uid());
        if (first && failAfter > 0) {
            decoded = decoded.map(new FailOnce(pipeline, failAfter))
                    .returns(RecordTypeInfo.DECODED)
                    .name("fail once")
                    .uid("fail-once");
        }
        return damage.apply(decoded)
                .transform(input.count(), RecordTypeInfo.DECODED, new TallyOperator(input.topic()))
                .uid(input.count());
    }

    /** Where another input than the first ends, if that ends: where it ends now. */
    private Stop alike(String topic) {
        return stop instanceof Stop.Never ? stop : new Stop.Before(TopicReader.ends(pipeline.kafka(), topic));
    }

    private boolean isExactlyOnce() {
        return pipeline.delivery().guarantee() == DeliverySettings.Guarantee.EXACTLY_ONCE;
    }

    private LearningOperator learn() {
        PipelineTopics t = pipeline.topics();
        List<String> read = t.learnedFrom(pipeline.labels() != null);
        OutputTopics outputs = new OutputTopics(
                read.get(0),
                t.predictions(),
                t.metrics(),
                t.drift(),
                t.models(),
                t.modelHistory(),
                t.ledger(),
                read.size() == 1 ? null : read.get(1),
                t.commands(),
                t.commandAcks(),
                t.promotions());
        LearningOperator learn = new LearningOperator(
                        pipeline.learnerSource(),
                        outputs,
                        deadLetters(),
                        pipeline.state().cache())
                .admitting(pipeline.rules())
                .keeping(pipeline.state().rules())
                .publishing(pipeline.publish())
                .joining(pipeline.labels())
                .commanded(pipeline.commands());
        return isExactlyOnce() ? learn : learn.namingOutputs();
    }

    /** The sink of all outputs; under exactly-once no commit of it is lost unnoticed. */
    Sink<Outbound> outputs() {
        return pipeline.delivery().guarantee() == DeliverySettings.Guarantee.EXACTLY_ONCE
                ? sink().buildWitnessed(deadLetters(), pipeline.topics().ledger())
                : sink().build(deadLetters(), pipeline.topics().ledger());
    }

    /** The sink as the connector makes it, which only logs a commit that is lost. */
    Sink<Outbound> unwatchedOutputs() {
        return sink().build(deadLetters(), pipeline.topics().ledger());
    }

    private DeadLetters deadLetters() {
        return DeadLetters.of(pipeline.name(), pipeline.topics().deadLetters());
    }

    private OutboundSink sink() {
        return new OutboundSink(
                pipeline.kafka(),
                pipeline.delivery(),
                isExactlyOnce() ? DeliveryGuarantee.EXACTLY_ONCE : DeliveryGuarantee.AT_LEAST_ONCE,
                outputs(pipeline));
    }

    /** The topics that the job writes to. */
    public static List<String> outputs(Pipeline pipeline) {
        PipelineTopics t = pipeline.topics();
        List<String> outputs = new ArrayList<>(List.of(
                t.predictions(), t.metrics(), t.drift(), t.models(), t.modelHistory(), t.deadLetters(), t.ledger()));
        if (pipeline.commands() != null) {
            outputs.add(t.commandAcks());
        }
        if (pipeline.selection() != null) {
            outputs.add(t.promotions());
        }
        return outputs;
    }
}
