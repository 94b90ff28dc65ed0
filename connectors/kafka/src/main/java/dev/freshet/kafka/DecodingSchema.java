package dev.freshet.kafka;

import dev.freshet.wire.Decoded;
import java.io.Serial;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hands each record to the decoder; one comes out for each that goes in. */
final class DecodingSchema implements KafkaRecordDeserializationSchema<Decoded> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final RecordDecoder decoder;
    private final TypeInformation<Decoded> type;

    DecodingSchema(RecordDecoder decoder, TypeInformation<Decoded> type) {
        this.decoder = decoder;
        this.type = type;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        decoder.open(context.getMetricGroup());
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Decoded> out) {
        out.collect(decode(record));
    }

    @Override
    public TypeInformation<Decoded> getProducedType() {
        return type;
    }

    private Decoded decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return decoder.decode(RawRecords.of(record));
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "a decoder must not throw: " + e + " (topic " + record.topic() + ", partition " + record.partition()
                            + ", offset " + record.offset() + "); this is a bug in "
                            + decoder.getClass().getName(),
                    e);
        }
    }
}
