package dev.freshet.kafka;

import dev.freshet.wire.Outbound;
import java.util.List;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * One sink for all outputs: what a subtask writes to several topics commits in one transaction. Records of one key go
 * to the partition where every Kafka client expects them.
 *
 * @param topics all that it may write to
 */
public record OutboundSink(
        KafkaSettings kafka, DeliverySettings delivery, DeliveryGuarantee guarantee, List<String> topics) {
    /** The longest record with its headers, uncompressed, that it can send; a topic may take less. */
    public static final int MAX_REQUEST_BYTES = 32 << 20;

    public OutboundSink {
        topics = List.copyOf(topics);
        topics.forEach(TopicSpec::requireLegal);
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("a sink needs the names of its topics: got none");
        }
    }

    /** A sink that stops the job at a record which its topic does not take. */
    public KafkaSink<Outbound> build() {
        return build(new OutboundSchema(topics));
    }

    /**
     * A sink that writes a letter in the place of a record which its topic does not take.
     *
     * @param ledger one of the topics; a record that it does not take ends the job
     */
    public KafkaSink<Outbound> build(DeadLetters letters, String ledger) {
        return build(new OutboundSchema(topics, kafka, letters, ledger));
    }

    private KafkaSink<Outbound> build(OutboundSchema schema) {
        KafkaSinkBuilder<Outbound> builder = KafkaSink.<Outbound>builder()
                .setKafkaProducerConfig(properties())
                .setBootstrapServers(kafka.bootstrap())
                .setDeliveryGuarantee(guarantee)
                .setRecordSerializer(schema);
        if (guarantee == DeliveryGuarantee.EXACTLY_ONCE) {
            builder.setTransactionalIdPrefix(delivery.transactionalIdPrefix())
                    .setTransactionNamingStrategy(
                            switch (delivery.naming()) {
                                case INCREMENTING -> TransactionNamingStrategy.INCREMENTING;
                                case POOLING -> TransactionNamingStrategy.POOLING;
                            });
        }
        return builder.build();
    }

    /**
     * As {@link #build(DeadLetters, String)}, and no commit is lost unnoticed: a job that finds one lost ends without a restart.
     *
     * @param ledger one of the topics; before each checkpoint every subtask must write a row there that no other has
     * @throws IllegalArgumentException unless the guarantee is exactly-once
     */
    public Sink<Outbound> buildWitnessed(DeadLetters letters, String ledger) {
        if (guarantee != DeliveryGuarantee.EXACTLY_ONCE) {
            throw new IllegalArgumentException("a commit has a witness under exactly-once only: got " + guarantee);
        }
        return new WitnessedSink(build(letters, ledger), kafka, delivery, ledger);
    }

    private Properties properties() {
        Properties all = ProducerSettings.of(kafka);
        // Larger than any topic's limit, so that the topic's limit is the one that counts.
        all.setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(MAX_REQUEST_BYTES));
        all.setProperty(ProducerConfig.LINGER_MS_CONFIG, "5");
        all.setProperty(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                String.valueOf(delivery.transactionTimeout().toMillis()));
        return all;
    }
}
