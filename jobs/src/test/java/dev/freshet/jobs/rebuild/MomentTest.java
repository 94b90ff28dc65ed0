package dev.freshet.jobs.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {
    @Test
    void anOffsetIsOfWhicheverPartitionTheKeyHas() {
        assertThat(Moment.parse("120"))
                .isEqualTo(new Moment.Behind(Moment.ANY, 120))
                .hasToString("offset 120");
    }

    @Test
    void aPartitionMayBeNamed() {
        assertThat(Moment.parse("3:120")).isEqualTo(new Moment.Behind(3, 120)).hasToString("partition 3, offset 120");
    }

    @Test
    void aTimeHasAZone() {
        assertThat(Moment.parse("1970-01-01T01:00:02+01:00"))
                .isEqualTo(new Moment.Before(2_000))
                .hasToString("1970-01-01T00:00:02Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "x", "1:", "1:2:3", "99999999999999999999", "2026-03-01", "2026-03-01T12:00:00"})
    void whatIsNeitherIsRefusedWithWhatItWas(String text) {
        assertThatThrownBy(() -> Moment.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be an offset, partition:offset, or a time as 2026-03-01T12:00:00Z: got " + text);
    }
}
