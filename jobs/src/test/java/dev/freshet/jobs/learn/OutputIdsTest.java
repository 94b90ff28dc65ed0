package dev.freshet.jobs.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.wire.Header;
import dev.freshet.wire.Outbound;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OutputIdsTest {
    private final OutputIds ids = new OutputIds();

    @Test
    void theOutputsOfARecordAreNumberedFromZeroEachTimeItIsRead() {
        ids.causedBy("p.events", 3, 42);
        assertThat(List.of(next(), next())).containsExactly("p.events/3/42/0", "p.events/3/42/1");
        ids.causedBy("p.events", 3, 43);
        assertThat(next()).isEqualTo("p.events/3/43/0");
        ids.causedBy("p.events", 3, 42);
        assertThat(next()).isEqualTo("p.events/3/42/0");
    }

    @Test
    void whatTheEndOfTheStreamCausesIsNamedByTheStep() {
        ids.causedByTheEnd("p.events", 7);

        assertThat(List.of(next(), next())).containsExactly("p.events/end/7/0", "p.events/end/7/1");
    }

    @Test
    void headersThatARecordHasStayBeforeItsName() {
        ids.causedBy("p.events", 0, 0);
        Header other = Header.of("step", "1");

        assertThat(ids.named(outbound(List.of(other))).headers()).hasSize(2).startsWith(other);
    }

    private String next() {
        Header id = ids.named(outbound(List.of())).headers().get(0);
        assertThat(id.name()).isEqualTo(LearningOperator.ID_HEADER);
        return new String(Objects.requireNonNull(id.value()), UTF_8);
    }

    private static Outbound outbound(List<Header> headers) {
        return new Outbound("t", null, new byte[0], Outbound.NOW, headers);
    }
}
