package dev.freshet.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LocateTest {
    @Test
    void whereNobodySaysWhereTheBrokersJarsAreThePropertyIsNamed() {
        assertThatThrownBy(EmbeddedBroker::locate)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("system property freshet.broker.classpath");
    }
}
