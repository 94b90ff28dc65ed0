package dev.freshet.jobs.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.wire.Header;
import dev.freshet.wire.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordTextTest {

    @Test
    void aJsonRecordIsItsPlaceItsTimeItsKeyAndItsText() {
        assertThat(RecordText.line(record(utf8("k1"), utf8("{\"a\":1}"), List.of())))
                .isEqualTo("3:17  2001-01-01T00:00:00Z  k1  {\"a\":1}");
    }

    @Test
    void bytesThatAreNoTextAreCountedBesideTheirHeaders() {
        byte[] snapshot = new byte[1_234];
        snapshot[7] = (byte) 0xff;

        assertThat(RecordText.line(record(utf8("k"), snapshot, List.of(Header.of("step", "9")))))
                .isEqualTo("3:17  2001-01-01T00:00:00Z  k  step=9  1,234 bytes");
    }

    @Test
    void aTombstoneSaysThatItHasNoValue() {
        assertThat(RecordText.line(record(null, null, List.of()))).endsWith("no key  no value");
    }

    @Test
    void nothingThatMovesACursorReachesTheTerminal() {
        String line = RecordText.line(
                record(utf8("\u001b[2J\n"), utf8("a\u202eb\u001b]0;x"), List.of(Header.of("h\r", "v\u0007"))));

        assertThat(line)
                .doesNotContain("\u001b", "\n", "\r", "\u0007", "\u202e")
                .contains("\\u001b", "\\u202e");
    }

    @Test
    void oneLineStaysBoundedWhateverTheRecord() {
        assertThat(RecordText.line(record(utf8("k".repeat(100_000)), utf8("v".repeat(1_000_000)), List.of())))
                .hasSizeLessThan(2_200);
    }

    private static RawRecord record(byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
        return new RawRecord("t", 3, 17, 978_307_200_000L, key, value, headers);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
