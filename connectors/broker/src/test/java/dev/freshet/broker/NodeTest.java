package dev.freshet.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeTest {
    @TempDir
    Path directory;

    @Test
    void itListensOnTheLoopbackAddressAlone() {
        Node node = node("9092");

        assertThat(node.properties().getProperty("listeners").split(","))
                .hasSize(2)
                .allMatch(listener -> listener.contains("://127.0.0.1:"));
        assertThat(node.address()).isEqualTo("127.0.0.1:9092");
    }

    @Test
    void portZeroTakesAFreePortThatIsNotTheControllers() {
        Node node = node("0");

        assertThat(node.port()).isBetween(10_240, 32_767).isNotEqualTo(node.controllerPort());
    }

    @Test
    void aPropertyOfTheCallerWinsOverOurs() {
        Node node = node("0", "log.retention.ms=60000", "sasl.jaas.config=a=b");

        assertThat(node.properties())
                .containsEntry("log.retention.ms", "60000")
                .containsEntry("sasl.jaas.config", "a=b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "http", ""})
    void aPortThatIsNoneIsRefused(String port) {
        assertThatThrownBy(() -> node(port))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("got " + port + ";");
    }

    @ParameterizedTest
    @ValueSource(strings = {"log.retention.ms", "=1"})
    void aPropertyWithoutNameOrValueIsRefused(String property) {
        assertThatThrownBy(() -> node("0", property))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("NAME=VALUE: got " + property);
    }

    @Test
    void missingArgumentsAreAnsweredWithTheUsage() {
        assertThatThrownBy(() -> Node.parse(List.of()))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("usage: BrokerMain DIRECTORY PORT");
    }

    @Test
    void aPortInUseIsRefused() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThatThrownBy(() -> node(String.valueOf(other.getLocalPort())).prepare())
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("port " + other.getLocalPort() + " of 127.0.0.1 is in use");
        }
    }

    @Test
    void aDataDirectoryThatIsAFileIsRefused() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Node node = Node.parse(List.of(file.toString(), "0"));

        assertThatThrownBy(node::prepare)
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("data directory " + file + " cannot be created");
    }

    @Test
    void aDataDirectoryThatWasFormattedKeepsItsIdentity() throws Exception {
        node("0").prepare();
        String first = Files.readString(directory.resolve("meta.properties"));

        node("0").prepare();

        assertThat(directory.resolve("meta.properties")).hasContent(first);
    }

    private Node node(String port, String... properties) {
        String[] args = new String[2 + properties.length];
        args[0] = directory.toString();
        args[1] = port;
        System.arraycopy(properties, 0, args, 2, properties.length);
        return Node.parse(List.of(args));
    }
}
