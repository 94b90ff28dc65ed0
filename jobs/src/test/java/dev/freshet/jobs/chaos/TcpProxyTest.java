package dev.freshet.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.cluster.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TcpProxyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SHORT_MS = 200;

    private final int port = Ports.free();

    @SuppressWarnings("NullAway.Init") // opened before each test
    private ServerSocket echo;

    @SuppressWarnings("NullAway.Init") // opened before each test
    private TcpProxy proxy;

    @BeforeEach
    void open() throws IOException {
        echo = new ServerSocket(0);
        Thread server = new Thread(this::echo, "echo");
        server.setDaemon(true);
        server.start();
        proxy = TcpProxy.start(port, echo.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void bytesPassBothWays() throws IOException {
        try (Socket client = client()) {
            assertThat(echoOf(client, 7)).isEqualTo(7);
        }
        assertThat(proxy.disturbed()).isZero();
    }

    @Test
    void aCutResetsWhatIsOpenAndWhatComesUntilItIsHealed() throws IOException {
        try (Socket client = client()) {
            assertThat(echoOf(client, 7)).isEqualTo(7);
            proxy.cut();

            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        await().atMost(PATIENCE).until(() -> {
            try (Socket refused = client()) {
                return refused.getInputStream().read() < 0;
            } catch (SocketException e) {
                return proxy.disturbed() > 0;
            }
        });
        proxy.heal();
        bytesPassBothWays(client());
    }

    @Test
    void aHalfOpenConnectionTakesBytesAndGivesNone() throws IOException {
        try (Socket client = client()) {
            assertThat(echoOf(client, 7)).isEqualTo(7);
            proxy.halfOpen();

            client.setSoTimeout(SHORT_MS);
            assertThatThrownBy(() -> echoOf(client, 8)).isInstanceOf(SocketTimeoutException.class);
            assertThat(proxy.disturbed()).isPositive();
            proxy.heal();
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        bytesPassBothWays(client());
    }

    @Test
    void whatIsDelayedArrivesWholeAndInOrder() throws IOException {
        proxy.delay(Duration.ofMillis(5));
        try (Socket client = client()) {
            for (int i = 0; i < 20; i++) {
                assertThat(echoOf(client, i)).isEqualTo(i);
            }
        }
        assertThat(proxy.disturbed()).isGreaterThanOrEqualTo(40);
    }

    private void bytesPassBothWays(Socket client) throws IOException {
        try (client) {
            assertThat(echoOf(client, 9)).isEqualTo(9);
        }
    }

    private Socket client() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static int echoOf(Socket client, int value) throws IOException {
        client.getOutputStream().write(value);
        return client.getInputStream().read();
    }

    private void echo() {
        while (!echo.isClosed()) {
            try (Socket socket = echo.accept()) {
                for (int b = socket.getInputStream().read();
                        b >= 0;
                        b = socket.getInputStream().read()) {
                    socket.getOutputStream().write(b);
                }
            } catch (IOException e) {
                // the next client
            }
        }
    }
}
