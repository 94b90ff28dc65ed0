package dev.freshet.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderTest {
    @Test
    void theLastHeaderOfANameSpeaks() {
        List<Header> headers =
                List.of(Header.of("spec", "1"), Header.of("step", "7"), Header.of("spec", "2"), Header.of("key", "3"));

        assertThat(Header.text(headers, "spec")).isEqualTo("2");
        assertThat(Header.text(headers, "source")).isNull();
        assertThat(Header.text(List.of(), "spec")).isNull();
    }

    @Test
    void aLastHeaderWithoutAValueTakesTheTextOfThoseBefore() {
        assertThat(Header.text(List.of(Header.of("spec", "1"), new Header("spec", null)), "spec"))
                .isNull();
    }
}
