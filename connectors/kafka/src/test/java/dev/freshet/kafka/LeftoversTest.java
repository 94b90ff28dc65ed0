package dev.freshet.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClient;
import org.junit.jupiter.api.Test;

class LeftoversTest {
    private static final String CLIENT = "leftover";

    private static final class Writer {
        @SuppressWarnings("UnusedVariable") // read by its name
        private final AdminClient adminClient;

        private Writer(AdminClient adminClient) {
            this.adminClient = adminClient;
        }
    }

    @Test
    void theThreadOfAClientThatAWriterLeftOpenEnds() {
        Writer writer = new Writer(AdminClient.create(Map.of("bootstrap.servers", "127.0.0.1:1", "client.id", CLIENT)));
        assertThat(threads()).isEqualTo(1);

        Leftovers.close(writer);

        await().atMost(Duration.ofSeconds(60)).until(() -> threads() == 0);
        Leftovers.close(new Object());
    }

    @Test
    void theConnectorsWriterKeepsItsClientUnderThatName() throws Exception {
        Class<?> writer = Class.forName("org.apache.flink.connector.kafka.sink.ExactlyOnceKafkaWriter");

        assertThat(writer.getDeclaredField(Leftovers.FIELD).getType()).isEqualTo(AdminClient.class);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith("| " + CLIENT))
                .count();
    }
}
