package dev.freshet.kafka;

import static dev.freshet.kafka.Records.raw;
import static dev.freshet.kafka.Records.rejection;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.kafka.DeadLetters.Stage;
import dev.freshet.wire.Header;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final byte[] KEY = "k".getBytes(UTF_8);
    private static final byte[] VALUE = {0, (byte) 0xff, '{'};
    private static final DeadLetters LETTERS = new DeadLetters("electricity", "P.dead-letters", 8 << 10);

    @Test
    void keyValueAndHeadersStayAsTheyWereAndTheTimeIsThatOfWriting() {
        Header first = new Header("trace", new byte[] {1});
        Header again = new Header("trace", null);

        Outbound letter = LETTERS.letter(rejection(raw(KEY, VALUE, first, again)), Stage.DECODE);

        assertThat(letter.topic()).isEqualTo("P.dead-letters");
        assertThat(letter.key()).isSameAs(KEY);
        assertThat(letter.value()).isSameAs(VALUE);
        assertThat(letter.timestamp()).isEqualTo(Outbound.NOW);
        assertThat(letter.headers()).startsWith(first, again);
    }

    @Test
    void theReasonStandsUnderConnectsNamesAndUnderOurs() {
        Outbound letter = LETTERS.letter(rejection(raw(KEY, VALUE)), Stage.DECODE);

        assertThat(letter.headers())
                .containsExactly(
                        Header.of("__connect.errors.topic", "in"),
                        Header.of("__connect.errors.partition", "3"),
                        Header.of("__connect.errors.offset", "9918"),
                        Header.of("__connect.errors.connector.name", "electricity"),
                        Header.of("__connect.errors.stage", "VALUE_CONVERTER"),
                        Header.of("__connect.errors.exception.class.name", "dev.freshet.wire.Rejection"),
                        Header.of("__connect.errors.exception.message", "x must be a number: got {"),
                        Header.of("freshet.error.code", "MALFORMED"),
                        Header.of("freshet.error.field", "x"),
                        Header.of("freshet.error.detail", "x must be a number: got {"),
                        Header.of("freshet.error.stage", "DECODE"),
                        Header.of("freshet.error.timestamp", Long.toString(Records.TIME)));
    }

    @Test
    void aRecordThatIsToBlameAsAWholeNamesNoField() {
        Rejection rejection = new Rejection(RejectionCode.EMPTY_VALUE, null, "no value", raw(null, null));

        Outbound letter = LETTERS.letter(rejection, Stage.LEARN);

        assertThat(letter.headers())
                .extracting(Header::name)
                .contains("freshet.error.code")
                .doesNotContain("freshet.error.field");
        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isNull();
    }

    @Test
    void aForgedReasonIsKeptAsideAndOursStands() {
        Header forged = Header.of("__connect.errors.topic", "elsewhere");
        Header ours = Header.of("freshet.error.code", "FINE");

        Outbound letter = LETTERS.letter(rejection(raw(KEY, VALUE, forged, ours)), Stage.DECODE);

        assertThat(letter.headers())
                .startsWith(
                        Header.of("freshet.orig.__connect.errors.topic", "elsewhere"),
                        Header.of("freshet.orig.freshet.error.code", "FINE"))
                .contains(Header.of("__connect.errors.topic", "in"), Header.of("freshet.error.code", "MALFORMED"))
                .doesNotContain(forged, ours);
    }

    @Test
    void aLetterNeverExceedsItsLimit() {
        byte[] big = new byte[10_000];
        Arrays.fill(big, (byte) 7);
        Header[] many = Stream.generate(() -> new Header("__connect.errors.topic", new byte[20]))
                .limit(180)
                .toArray(Header[]::new);

        Stream.of(
                        raw(KEY, big),
                        raw(big, VALUE),
                        raw(big, big),
                        raw(KEY, VALUE, new Header("h", big)),
                        raw(KEY, new byte[7_000], many),
                        raw(KEY, VALUE, many))
                .map(r -> LETTERS.letter(rejection(r), Stage.DECODE))
                .forEach(letter -> assertThat(size(letter)).isLessThanOrEqualTo(LETTERS.maxBytes()));
    }

    @Test
    void ofAValueThatIsTooLongTheBeginningIsKeptAndTheLengthTold() {
        byte[] big = new byte[10_000];
        for (int i = 0; i < big.length; i++) {
            big[i] = (byte) i;
        }

        Outbound letter = LETTERS.letter(rejection(raw(KEY, big)), Stage.DECODE);

        assertThat(letter.key()).isSameAs(KEY);
        byte[] kept = letter.value();
        assertThat(kept).isNotNull().hasSizeBetween(7_000, 8 << 10);
        assertThat(kept).isEqualTo(Arrays.copyOf(big, kept == null ? 0 : kept.length));
        assertThat(letter.headers()).contains(Header.of("freshet.error.truncated", "10001"));
    }

    @Test
    void aLimitThatLeavesNoRoomForTheReasonIsRefused() {
        assertThatThrownBy(() -> new DeadLetters("p", "t", 8191)).hasMessageContaining(">= 8192: got 8191");
    }

    private static long size(Outbound letter) {
        long sum = length(letter.key()) + length(letter.value());
        for (Header header : letter.headers()) {
            sum += header.name().length() + length(header.value());
        }
        return sum;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
