package dev.freshet.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.StartUpException;
import dev.freshet.jobs.local.LocalRunException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitCodeTest {

    @Test
    void theShellLearnsWhoseFaultItIs() {
        assertThat(ExitCode.of(new StartUpException(List.of("no")))).isEqualTo(3);
        assertThat(ExitCode.of(new LocalRunException("no", null))).isEqualTo(1);
        assertThat(ExitCode.of(new IOException("no"))).isEqualTo(1);
        assertThat(ExitCode.of(new IllegalStateException("a bug"))).isEqualTo(1);
    }
}
