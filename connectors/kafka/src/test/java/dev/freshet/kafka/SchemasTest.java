package dev.freshet.kafka;

import static dev.freshet.kafka.Records.outbound;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.wire.Decoded;
import dev.freshet.wire.Header;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemasTest {
    private static final OutboundSchema SINK = new OutboundSchema(List.of("b", "a"));

    @Test
    void aRecordReachesTheDecoderAsItLayInItsTopic() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("h", new byte[] {1}).add("h", null);
        List<Decoded> out = new ArrayList<>();

        schema(Records::rejection)
                .deserialize(record("k".getBytes(UTF_8), "v".getBytes(UTF_8), headers), new ListCollector<>(out));

        RawRecord raw = ((Rejection) out.get(0)).raw();
        assertThat(raw.topic()).isEqualTo("in");
        assertThat(raw.partition()).isEqualTo(2);
        assertThat(raw.offset()).isEqualTo(7);
        assertThat(raw.timestamp()).isEqualTo(Records.TIME);
        assertThat(raw.key()).asString(UTF_8).isEqualTo("k");
        assertThat(raw.value()).asString(UTF_8).isEqualTo("v");
        assertThat(raw.headers()).containsExactly(new Header("h", new byte[] {1}), new Header("h", null));
    }

    @Test
    void aRecordWithoutKeyAndValueIsARecord() {
        List<Decoded> out = new ArrayList<>();

        schema(Records::rejection).deserialize(record(null, null, new RecordHeaders()), new ListCollector<>(out));

        assertThat(((Rejection) out.get(0)).raw().value()).isNull();
    }

    @Test
    void aDecoderThatThrowsFailsTheJobAndNamesThePlace() {
        DecodingSchema schema = schema(raw -> {
            throw new IllegalStateException("boom");
        });

        assertThatThrownBy(() -> schema.deserialize(
                        record(null, null, new RecordHeaders()), new ListCollector<>(new ArrayList<>())))
                .hasMessageContaining("boom")
                .hasMessageContaining("topic in, partition 2, offset 7");
    }

    @Test
    void anOutboundLeavesAsItIs() {
        Outbound out = new Outbound("a", new byte[] {1}, null, Records.TIME, List.of(new Header("h", null)));

        ProducerRecord<byte[], byte[]> sent = SINK.serialize(out, null, 5L);

        assertThat(sent.topic()).isEqualTo("a");
        assertThat(sent.partition()).isNull();
        assertThat(sent.key()).containsExactly(1);
        assertThat(sent.value()).isNull();
        assertThat(sent.timestamp()).isEqualTo(Records.TIME);
        assertThat(sent.headers())
                .singleElement()
                .satisfies(h -> assertThat(h.key()).isEqualTo("h"));
    }

    @Test
    void aTimeThatKafkaCannotHoldBecomesTheTimeOfSending() {
        assertThat(SINK.serialize(new Outbound("a", null, null, -1, List.of()), null, null)
                        .timestamp())
                .isNull();
    }

    @Test
    void aTopicForWhichTheSinkWasNotBuiltIsRefused() {
        assertThatThrownBy(() -> SINK.serialize(outbound("c", "k", "v"), null, null))
                .hasMessageContaining("[a, b]: got a record for c");
    }

    @Test
    void theSinkNamesItsTopicsToWhoeverPoolsTransactions() throws Exception {
        OutboundSchema shipped = InstantiationUtil.clone(SINK);

        assertThat(shipped.getKafkaDatasetFacet())
                .map(f -> f.getTopicIdentifier())
                .isEqualTo(Optional.of(DefaultKafkaDatasetIdentifier.ofTopics(List.of("a", "b"))));
    }

    private static DecodingSchema schema(RecordDecoder decoder) {
        return new DecodingSchema(decoder, new GenericTypeInfo<>(Decoded.class), Map.of());
    }

    @SuppressWarnings("NullAway") // Kafka's records hold null where there is no key or value
    private static ConsumerRecord<byte[], byte[]> record(
            byte @Nullable [] key, byte @Nullable [] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                "in", 2, 7, Records.TIME, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty());
    }
}
