package dev.freshet.kafka;

import static dev.freshet.kafka.Records.raw;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.kafka.DeadLetter.Hindrance;
import dev.freshet.kafka.DeadLetters.Stage;
import dev.freshet.wire.Header;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A letter read back: rows 19, 31, 73 and 74. */
class DeadLetterTest {
    private static final byte[] KEY = "k".getBytes(UTF_8);
    private static final byte[] VALUE = {0, (byte) 0xff, '{'};
    private static final DeadLetters LETTERS = new DeadLetters("electricity", "letters", 8 << 10);

    private static DeadLetter letter(RawRecord raw) {
        Rejection rejection = new Rejection(RejectionCode.TYPE, "/x", "x must be a number: got {", raw);
        return written(LETTERS.letter(rejection, Stage.DECODE));
    }

    private static DeadLetter written(Outbound out) {
        return new DeadLetter(new RawRecord("letters", 1, 5, 99, out.key(), out.value(), out.headers()));
    }

    @Test
    void aLetterReadsBackAsItWasWritten() {
        DeadLetter letter = letter(raw(KEY, VALUE));

        assertThat(letter.code()).isEqualTo("TYPE");
        assertThat(letter.field()).isEqualTo("/x");
        assertThat(letter.detail()).isEqualTo("x must be a number: got {");
        assertThat(letter.job()).isEqualTo("electricity");
        assertThat(letter.topic()).isEqualTo("in");
        assertThat(letter.partition()).isEqualTo(3);
        assertThat(letter.offset()).isEqualTo(9918);
        assertThat(letter.replays()).isZero();
        assertThat(letter.hindrance("in")).isEqualTo(Hindrance.NONE);
        assertThat(letter.hindrance("elsewhere")).isEqualTo(Hindrance.ELSEWHERE);
    }

    @DisplayName("row 73: a forged reason is preserved, and so it is when its record goes back")
    @Test
    void aRecordGoesBackAsItWasWithWhatItForgedKeptAside() {
        Header forged = Header.of("__connect.errors.topic", "elsewhere");
        Header trace = new Header("trace", new byte[] {1});
        DeadLetter letter = letter(raw(KEY, VALUE, forged, trace));
        assertThat(letter.topic()).isEqualTo("in");

        Outbound back = letter.replay("in");

        assertThat(back.topic()).isEqualTo("in");
        assertThat(back.key()).isEqualTo(KEY);
        assertThat(back.value()).isEqualTo(VALUE);
        assertThat(back.timestamp()).isEqualTo(Records.TIME);
        assertThat(back.headers())
                .containsExactly(
                        Header.of("freshet.orig.__connect.errors.topic", "elsewhere"),
                        trace,
                        Header.of("freshet.replays", "1"),
                        Header.of("freshet.replayed-from", "1:5"));
    }

    @DisplayName("row 74: replayed for the fourth time")
    @Test
    void aRecordThatAlwaysFailsGoesBackThreeTimes() {
        RawRecord record = raw(KEY, VALUE);
        for (int round = 0; round < 3; round++) {
            DeadLetter letter = letter(record);
            assertThat(letter.hindrance("in")).isEqualTo(Hindrance.NONE);
            Outbound back = letter.replay("in");
            record = new RawRecord("in", 3, 10_000 + round, 1, back.key(), back.value(), back.headers());
        }
        assertThat(letter(record).hindrance("in")).isEqualTo(Hindrance.REPLAY_LIMIT);
        assertThat(record.headers()).containsOnlyOnce(Header.of("freshet.replays", "3"));
    }

    @Test
    void aLetterThatWasCutOrTellsOfAnOutputStaysWhereItIs() {
        assertThat(letter(raw(KEY, new byte[10_000])).hindrance("in")).isEqualTo(Hindrance.CUT);
        Outbound output = new Outbound("in", KEY, new byte[2_000], Outbound.NOW, List.of());
        assertThat(written(LETTERS.stub(output, 1_000)).hindrance("in")).isEqualTo(Hindrance.NO_EVENT);
    }

    @Test
    void whateverSomebodyWroteThereReadsAsSomething() {
        SplittableRandom random = new SplittableRandom(1);
        List<String> names = List.of(
                "__connect.errors.topic",
                "__connect.errors.partition",
                "__connect.errors.offset",
                "freshet.error.code",
                "freshet.error.stage",
                "freshet.error.timestamp",
                "freshet.replays",
                "");
        for (int i = 0; i < 20_000; i++) {
            Header[] headers = new Header[random.nextInt(5)];
            for (int h = 0; h < headers.length; h++) {
                byte[] value = new byte[random.nextInt(25)];
                random.nextBytes(value);
                boolean digits = random.nextBoolean();
                for (int b = 0; b < value.length && digits; b++) {
                    value[b] = (byte) ('0' + (value[b] & 7));
                }
                headers[h] = new Header(names.get(random.nextInt(names.size())), random.nextInt(5) == 0 ? null : value);
            }
            DeadLetter letter = new DeadLetter(raw(KEY, null, headers));
            assertThat(letter.partition()).as("case %s", i).isGreaterThanOrEqualTo(-1);
            assertThat(letter.replays()).as("case %s", i).isNotNegative();
            if (letter.hindrance("in") == Hindrance.NONE) {
                assertThat(letter.replay("in").headers()).hasSizeLessThanOrEqualTo(headers.length + 2);
            }
        }
    }

    @DisplayName("row 31: an output one byte longer than its topic takes")
    @Test
    void anOutputThatItsTopicDoesNotTakeBecomesALetterOfItsSizes() {
        OutboundSchema sink = new OutboundSchema(List.of("out", "letters"), null, LETTERS, null)
                .withLimits(Map.of("out", 1_257, "letters", 10_000));
        Outbound fits = new Outbound("out", KEY, new byte[1_000], Outbound.NOW, List.of());
        Outbound beyond = new Outbound("out", KEY, new byte[1_001], Outbound.NOW, List.of());

        assertThat(sink.serialize(fits, null, null).topic()).isEqualTo("out");
        var stub = sink.serialize(beyond, null, null);
        assertThat(stub.topic()).isEqualTo("letters");
        assertThat(stub.key()).isEqualTo(KEY);
        assertThat(stub.value()).isNull();
        assertThat(new String(stub.headers().lastHeader("freshet.error.code").value(), UTF_8))
                .isEqualTo("OUTPUT_TOO_LARGE");
        assertThat(new String(stub.headers().lastHeader("freshet.error.detail").value(), UTF_8))
                .isEqualTo(
                        "a record of topic out must be <= 1257 bytes, its max.message.bytes: got 1258; raise it, or make"
                                + " the model's output smaller");
    }

    @DisplayName("row 19 of the faults: the letters' topic takes less than a letter")
    @Test
    void aLetterShrinksToWhatItsTopicTakesAndStopsTheJobWhereNotEvenTheReasonFits() {
        Outbound letter = LETTERS.letter(Records.rejection(raw(KEY, new byte[4_000])), Stage.DECODE);
        OutboundSchema narrow =
                new OutboundSchema(List.of("letters"), null, LETTERS, null).withLimits(Map.of("letters", 2_000));
        var sent = narrow.serialize(letter, null, null);
        assertThat(sent.value()).hasSizeBetween(1, 1_500);
        assertThat(sent.headers().lastHeader("freshet.error.truncated")).isNotNull();

        OutboundSchema tiny =
                new OutboundSchema(List.of("letters"), null, LETTERS, null).withLimits(Map.of("letters", 500));
        assertThatThrownBy(() -> tiny.serialize(letter, null, null))
                .hasMessageContaining("topic letters must take a dead letter's reason")
                .hasMessageContaining("its max.message.bytes is 500; raise it");
    }

    @Test
    void aRowOfTheLedgerThatItsTopicDoesNotTakeEndsTheJobInsteadOfBecomingALetter() {
        OutboundSchema sink = new OutboundSchema(List.of("ledger", "letters"), null, LETTERS, "ledger")
                .withLimits(Map.of("ledger", 1_257, "letters", 10_000));
        Outbound fits = new Outbound("ledger", KEY, new byte[1_000], Outbound.NOW, List.of());
        Outbound beyond = new Outbound("ledger", KEY, new byte[1_001], Outbound.NOW, List.of());

        assertThat(sink.serialize(fits, null, null).topic()).isEqualTo("ledger");
        assertThatThrownBy(() -> sink.serialize(beyond, null, null))
                .isInstanceOf(SuppressRestartsException.class)
                .rootCause()
                .hasMessage("topic ledger must take a row of the ledger, 1258 bytes: its max.message.bytes is 1257;"
                        + " raise it and start the job again from its last checkpoint");
    }
}
