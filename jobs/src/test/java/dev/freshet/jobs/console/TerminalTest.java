package dev.freshet.jobs.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {

    @Test
    void coloursAreForATerminalThatWantsThem() {
        assertThat(terminal(true, Map.of()).colour()).isTrue();
        assertThat(terminal(true, Map.of("NO_COLOR", "")).colour()).isTrue();
        assertThat(terminal(true, Map.of("NO_COLOR", "1")).colour()).isFalse();
        assertThat(terminal(true, Map.of("TERM", "dumb")).colour()).isFalse();
        assertThat(terminal(false, Map.of()).colour()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"20, 20", "'', 80", "0, 80", "-5, 80", "wide, 80", "99999999999, 80"})
    void theWidthIsWhatTheLauncherSaysOrEighty(String columns, int expected) {
        assertThat(terminal(true, Map.of("COLUMNS", columns)).columns()).isEqualTo(expected);
        assertThat(terminal(false, Map.of("COLUMNS", columns)).columns()).isEqualTo(Terminal.UNBOUNDED);
    }

    @Test
    void aReaderThatLeavesIsNoticedAndThrowsNothing() {
        OutputStream closedPipe = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Terminal terminal = new Terminal(new PrintStream(closedPipe, false, StandardCharsets.UTF_8), false, false, 80);
        assertThat(terminal.gone()).isFalse();

        terminal.line("row");

        assertThat(terminal.gone()).isTrue();
    }

    @Test
    void aStepSaysWhatItDoesBeforeAndHowLongItTookAfter() throws Exception {
        Shown shown = new Shown();
        Iterator<Long> clock = List.of(0L, 1_940_000_000L).iterator();

        String made = new Steps(shown.plain(), clock::next).step("starting a broker", () -> {
            assertThat(shown.text()).isEqualTo("starting a broker ... ");
            return "broker";
        });

        assertThat(made).isEqualTo("broker");
        assertThat(shown.text()).isEqualTo("starting a broker ... 1.9 s\n");
    }

    @Test
    void aStepThatFailsEndsItsLine() {
        Shown shown = new Shown();

        assertThatThrownBy(() -> new Steps(shown.plain()).step("starting", () -> {
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class);
        assertThat(shown.text()).isEqualTo("starting ... failed\n");
    }

    private static Terminal terminal(boolean interactive, Map<String, String> environment) {
        return Terminal.of(System.out, interactive, environment);
    }
}
