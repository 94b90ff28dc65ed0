package dev.freshet.jobs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.doctor.Finding.Verdict;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class DoctorTest {

    @Test
    void aPortThatIsTakenIsNamedWithWhoWantsItAndWhatToDo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Finding found = Machine.port(taken.getLocalPort(), "a broker", "give it another with --port");

            assertThat(found.verdict()).isEqualTo(Verdict.WARN);
            assertThat(found.text())
                    .startsWith(taken.getLocalPort() + " of 127.0.0.1 is in use (")
                    .endsWith("): a broker cannot take it; give it another with --port");
        }
    }

    @Test
    void aPortThatIsFreeIsLeftFree() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThat(Machine.port(port, "a broker", "-").toString())
                .isEqualTo("ok    ports        " + port + " is free for a broker");
        try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(again.getLocalPort()).isEqualTo(port);
        }
    }

    @Test
    void withoutAPipelineThePortsOfAllThatThisMachineMayStartAreLookedAt() {
        assertThat(Doctor.examine(null))
                .filteredOn(found -> found.what().equals("ports"))
                .hasSize(4)
                .anyMatch(found -> found.text().contains("9092"))
                .anyMatch(found -> found.text().contains("8081"))
                .anyMatch(found -> found.text().contains("29092"));
    }
}
