package dev.freshet.kafka;

import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/**
 * What the brokers allow.
 *
 * @param transactionMaxMillis the longest transaction timeout that a producer may ask for
 * @param transactionVersion the transaction protocol in force; below 2, a producer that dies can leave a transaction
 *     open for ever (KIP-890)
 */
public record BrokerLimits(long transactionMaxMillis, int transactionVersion) {
    private static final String TRANSACTION_MAX = "transaction.max.timeout.ms";
    private static final String TRANSACTION_VERSION = "transaction.version";

    /**
     * Asks one of the brokers.
     *
     * @throws BrokerUnreachableException if none answers
     * @throws KafkaSetupException if this user may not ask
     */
    public static BrokerLimits read(KafkaSettings settings) {
        try (AdminSession admin = AdminSession.open(settings)) {
            Collection<Node> nodes =
                    admin.get("list the brokers", a -> a.describeCluster().nodes());
            ConfigResource broker = new ConfigResource(
                    ConfigResource.Type.BROKER, nodes.iterator().next().idString());
            Config config = admin.get(
                            "read the broker's limits (it takes DESCRIBE_CONFIGS on the cluster)",
                            a -> a.describeConfigs(List.of(broker)).all())
                    .get(broker);
            ConfigEntry max = config == null ? null : config.get(TRANSACTION_MAX);
            if (max == null || max.value() == null) {
                throw new KafkaSetupException(
                        "the broker at " + settings.bootstrap() + " does not tell " + TRANSACTION_MAX
                                + ": Freshet needs brokers of Kafka 3.0 or newer",
                        null);
            }
            var features = admin.get(
                    "read the cluster's features", a -> a.describeFeatures().featureMetadata());
            var version = features.finalizedFeatures().get(TRANSACTION_VERSION);
            return new BrokerLimits(Long.parseLong(max.value()), version == null ? 0 : version.maxVersionLevel());
        }
    }
}
