package dev.freshet.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guards the pin of kafka-clients: the Flink connector reaches into its internals by reflection. */
class PinTest {
    private static final String INTERNALS = "org.apache.kafka.clients.producer.internals.";

    @Test
    void kafkaClientsIsTheVersionThatTheConnectorWasMadeFor() {
        assertThat(AppInfoParser.getVersion()).isEqualTo("4.2.2");
    }

    @Test
    void theFieldsThatTheConnectorSetsAreThere() throws Exception {
        assertThat(Class.forName(INTERNALS + "TransactionManager"))
                .hasDeclaredFields(
                        "producerIdAndEpoch",
                        "transactionalId",
                        "currentState",
                        "newPartitionsInTransaction",
                        "transactionStarted",
                        "txnPartitionMap");
        assertThat(KafkaProducer.class).hasDeclaredFields("transactionManager", "sender");
    }

    @ParameterizedTest
    @CsvSource({
        "TransactionManager, addPartitionsToTransactionHandler",
        "TransactionManager, enqueueRequest",
        "TransactionManager, transitionTo",
        "Sender, wakeup"
    })
    void theMethodThatTheConnectorCallsIsThere(String type, String method) throws Exception {
        assertThat(Class.forName(INTERNALS + type).getDeclaredMethods())
                .extracting(Method::getName)
                .contains(method);
    }

    @ParameterizedTest
    @CsvSource({"kafka.server.KafkaRaftServer", "dev.freshet.broker.BrokerMain"})
    void noClassOfTheBrokerIsOnTheClassPath(String name) {
        assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
    }
}
