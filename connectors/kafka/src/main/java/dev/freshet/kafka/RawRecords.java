package dev.freshet.kafka;

import dev.freshet.wire.Header;
import dev.freshet.wire.RawRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/** Kafka's record, in our words. */
final class RawRecords {
    private RawRecords() {}

    static RawRecord of(ConsumerRecord<byte[], byte[]> from) {
        return new RawRecord(
                from.topic(),
                from.partition(),
                from.offset(),
                from.timestamp(),
                from.key(),
                from.value(),
                headers(from.headers()));
    }

    private static List<Header> headers(Headers from) {
        List<Header> all = null;
        for (org.apache.kafka.common.header.Header header : from) {
            if (all == null) {
                all = new ArrayList<>();
            }
            all.add(new Header(header.key(), header.value()));
        }
        return all == null ? List.of() : all;
    }
}
