package dev.freshet.kafka;

import dev.freshet.wire.CaughtUp;
import dev.freshet.wire.Decoded;
import java.io.Serial;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hands each record to the decoder; one comes out for each that goes in, and marks between them. */
final class DecodingSchema implements KafkaRecordDeserializationSchema<Decoded> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final RecordDecoder decoder;
    private final TypeInformation<Decoded> type;
    /** By partition, behind which offset a mark is still to come. */
    private final HashMap<Integer, Long> marks;

    /** @param lasts see {@link EventSource#marking} */
    DecodingSchema(RecordDecoder decoder, TypeInformation<Decoded> type, Map<Integer, Long> lasts) {
        this.decoder = decoder;
        this.type = type;
        marks = new HashMap<>(lasts);
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        decoder.open(context.getMetricGroup());
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Decoded> out) {
        out.collect(decode(record));
        Long last = marks.isEmpty() ? null : marks.get(record.partition());
        if (last != null && record.offset() >= last) {
            marks.remove(record.partition());
            out.collect(new CaughtUp(record.partition(), ""));
        }
    }

    @Override
    public TypeInformation<Decoded> getProducedType() {
        return type;
    }

    private Decoded decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return decoder.decode(RawRecords.of(record));
        } catch (KafkaSetupException e) {
            throw new KafkaSetupException(
                    "what a record of topic " + record.topic() + " needs from Kafka cannot be read (partition "
                            + record.partition() + ", offset " + record.offset() + "): " + e.getMessage(),
                    e);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "a decoder must not throw: " + e + " (topic " + record.topic() + ", partition " + record.partition()
                            + ", offset " + record.offset() + "); this is a bug in "
                            + decoder.getClass().getName(),
                    e);
        }
    }
}
