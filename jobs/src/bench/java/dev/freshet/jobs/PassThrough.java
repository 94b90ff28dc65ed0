package dev.freshet.jobs;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.types.RecordTypeInfo;
import dev.freshet.kafka.EventSource;
import dev.freshet.kafka.OutboundSink;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.Outbound;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The scoring job without models: features decoded, keyed, written again by their id; the same source, sink and settings. */
record PassThrough(Pipeline pipeline) {

    void build(StreamExecutionEnvironment env) {
        env.configure(FlinkSettings.of(pipeline));
        env.setMaxParallelism(pipeline.state().maxParallelism());
        env.setBufferTimeout(ScoringJob.BUFFER_MILLIS);
        String features = pipeline.topics().features();
        env.fromSource(
                        EventSource.of(pipeline.kafka(), features, "pass-" + pipeline.name())
                                .build(
                                        new EventDecoder(
                                                pipeline, new EventDecoder.OfTopic(pipeline.kafka(), features)),
                                        RecordTypeInfo.DECODED),
                        WatermarkStrategy.noWatermarks(),
                        "features")
                .keyBy(new RoutingKey(), Types.STRING)
                .map(new Again(pipeline.topics().scores()))
                .returns(RecordTypeInfo.OUTBOUND)
                .sinkTo(new OutboundSink(
                                pipeline.kafka(),
                                pipeline.delivery(),
                                DeliveryGuarantee.AT_LEAST_ONCE,
                                List.of(pipeline.topics().scores()))
                        .build());
    }

    /** Features to a record of about a score's length. */
    record Again(String topic) implements MapFunction<Decoded, Outbound> {
        private static final String REST = "-".repeat(200);

        @Override
        public Outbound map(Decoded decoded) {
            Event event = (Event) decoded;
            String json = "{\"id\":\"" + event.id() + "\",\"rest\":\"" + REST + "\"}";
            return new Outbound(
                    topic,
                    event.key().getBytes(StandardCharsets.UTF_8),
                    json.getBytes(StandardCharsets.UTF_8),
                    Outbound.NOW,
                    List.of());
        }
    }
}
