package dev.freshet.jobs.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalRunExceptionTest {

    @Test
    void theInnermostCauseSpeaks() {
        Exception failure = new IllegalStateException("outer", new RuntimeException("inner"));

        assertThat(LocalRunException.of("it failed", failure))
                .hasMessage("it failed: inner")
                .hasCause(failure);
        assertThat(LocalRunException.of("it failed", new RuntimeException()))
                .hasMessage("it failed: java.lang.RuntimeException");
    }

    @Test
    void aBrokersOwnWordsAreEnough() {
        assertThat(new BrokerStartException(new IllegalStateException(
                        "the broker of d ended; it wrote to l:\nfreshet-broker: port 1 is in use\n")))
                .hasMessage("the broker cannot start: port 1 is in use");
        assertThat(new BrokerStartException(new IllegalStateException("no class path")))
                .hasMessage("no class path");
    }
}
