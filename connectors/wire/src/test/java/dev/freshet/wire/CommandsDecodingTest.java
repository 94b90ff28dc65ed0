package dev.freshet.wire;

import static dev.freshet.wire.Decoding.raw;
import static dev.freshet.wire.Decoding.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.Action;
import dev.freshet.model.PlannedAction;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsDecodingTest {
    private static final int LONGEST = 10_000;
    private static final int CASES = 50_000;
    private static final String VALID =
            "{\"id\":\"c-1\",\"key\":\"NSW\",\"command\":\"set-rate\",\"factor\":0.5,\"at\":12,\"expect\":11,\"force\":false}";

    private final JsonCommandDecoder decoder = new JsonCommandDecoder(LONGEST);

    @Test
    void aCommandIsReadWithAllThatItSays() {
        RawRecord raw = raw(VALID);

        assertThat(decoder.decode(raw))
                .isEqualTo(
                        new Command("NSW", "c-1", "set-rate", new Action.SetRate(0.5), null, 12, 11, false, null, raw));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "freeze", "resume", "snapshot", "erase"})
    void aCommandWithoutArgumentsIsItsWord(String word) {
        Command command = command("{\"id\":\"c\",\"command\":\"" + word + "\"}");

        assertThat(command.action())
                .isNotNull()
                .satisfies(action -> assertThat(action.name()).isEqualTo(word));
        assertThat(command.at()).isEqualTo(PlannedAction.NOW);
        assertThat(command.expect()).isEqualTo(Command.ANY);
    }

    @Test
    void aRollbackCarriesItsSnapshotOrNamesItsPlace() {
        Command carries = command("{\"id\":\"c\",\"command\":\"rollback\",\"snapshot\":\"AQID\"}");
        Command names = command("{\"id\":\"c\",\"command\":\"rollback\",\"snapshot\":{\"partition\":2,\"offset\":7,"
                + "\"sha256\":\"" + "a0".repeat(32) + "\"}}");

        assertThat(carries.action()).isEqualTo(new Action.Rollback(new byte[] {1, 2, 3}));
        assertThat(names.action()).isNull();
        assertThat(names.place()).isEqualTo(new Command.SnapshotPlace(2, 7, "a0".repeat(32)));
    }

    /** Rows 77, 79 and 83 of the table of bad inputs, as far as no key's state is needed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"command\":\"dance\"' | must be one of reset, rollback, freeze",
                "'\"factor\":1' | must be one of reset, rollback, freeze",
                "'\"command\":7' | command must be a string: got 7",
                "'\"command\":\"set-rate\"' | factor must lie in (0, 1000]: got NaN",
                "'\"command\":\"set-rate\",\"factor\":-1' | factor must lie in (0, 1000]: got -1.0",
                "'\"command\":\"set-rate\",\"factor\":NaN' | factor must lie in (0, 1000]: got NaN",
                "'\"command\":\"set-rate\",\"factor\":1e9' | factor must lie in (0, 1000]: got 1.0E9",
                "'\"command\":\"set-rate\",\"factor\":\"2\"' | factor must be a number: got the string",
                "'\"command\":\"freeze\",\"at\":-3' | at must be an integer >= 0: got -3",
                "'\"command\":\"freeze\",\"at\":1.5' | at must be an integer >= 0: got 1.5",
                "'\"command\":\"freeze\",\"at\":99999999999999999999' | at must be an integer >= 0: got 9999",
                "'\"command\":\"reset\",\"force\":1' | force must be true or false: got 1",
                "'\"command\":\"promote\"' | promote.challenger must be a name",
                "'\"command\":\"rollback\"' | rollback needs a snapshot",
                "'\"command\":\"rollback\",\"snapshot\":\"%%\"' | snapshot must be base64",
                "'\"command\":\"rollback\",\"snapshot\":7' | snapshot must be base64 or {partition, offset, sha256}: got 7",
                "'\"command\":\"rollback\",\"snapshot\":{\"partition\":0,\"offset\":1}' | rollback needs a snapshot",
                "'\"command\":\"rollback\",\"snapshot\":{\"url\":\"file:///etc/passwd\"}' | rollback needs a snapshot",
                "'\"command\":\"rollback\",\"snapshot\":{\"topic\":\"other\",\"partition\":0,\"offset\":1}' | rollback needs"
            })
    void whatCannotBeFollowedSaysWhyAndCanBeAnswered(String fields, String problem) {
        Command command = command("{\"id\":\"c\"," + fields + "}");

        assertThat(command.problem()).contains(problem);
        assertThat(command.action()).isNull();
        assertThat(command.id()).isEqualTo("c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"command\":\"freeze\"} | ID_MISSING",
                "{\"id\":\"\",\"command\":\"freeze\"} | ID_MISSING",
                "{\"id\":\"c\",\"key\":\"other\",\"command\":\"freeze\"} | KEY_MISMATCH",
                "{\"id\":\"c\",\"id\":\"d\",\"command\":\"freeze\"} | DUPLICATE_FIELD",
                "{\"id\":\"c\",\"command\":\"freeze\"}{} | TRAILING_DATA",
                "{\"id\":\"c\" | MALFORMED",
                "[1] | NOT_OBJECT",
                "{\"id\":\"c\",\"x\":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]} | TOO_LONG"
            })
    void whatCannotBeAnsweredIsADeadLetter(String json, RejectionCode code) {
        Rejection rejection = refused(decoder.decode(raw(json)), code);

        assertThat(rejection.detail()).isNotEmpty();
    }

    @Test
    void aRecordWithoutValueAndOneThatIsTooLongAreDeadLetters() {
        refused(decoder.decode(raw("k".getBytes(UTF_8), null)), RejectionCode.EMPTY_VALUE);
        refused(decoder.decode(raw("k".getBytes(UTF_8), new byte[LONGEST + 1])), RejectionCode.RECORD_TOO_LARGE);
        refused(decoder.decode(raw("k".getBytes(UTF_8), new byte[] {'{', (byte) 0xff})), RejectionCode.ENCODING);
        refused(decoder.decode(raw(null, "{\"id\":\"c\"}".getBytes(UTF_8))), RejectionCode.KEY_MISSING);
    }

    @Test
    void anIdLongerThanAKeyCanHoldIsADeadLetter() {
        refused(
                decoder.decode(raw("{\"id\":\"" + "i".repeat(257) + "\",\"command\":\"freeze\"}")),
                RejectionCode.TOO_LONG);
    }

    /** Whatever the bytes: a command or a dead letter, never an exception. */
    @Test
    void noBytesMakeTheDecoderThrow() {
        Random random = new Random(6);
        for (int i = 0; i < CASES; i++) {
            byte[] value = VALID.getBytes(UTF_8);
            for (int k = random.nextInt(4); k >= 0; k--) {
                value[random.nextInt(value.length)] = (byte) random.nextInt(256);
            }
            Decoded decoded = decoder.decode(raw("NSW".getBytes(UTF_8), value));
            assertThat(decoded).isInstanceOfAny(Command.class, Rejection.class);
            if (decoded instanceof Rejection rejection) {
                assertThat(rejection.detail()).doesNotContain("please report");
            }
        }
    }

    @Test
    void whatIsWrittenReadsBackEqual() {
        List<Command> commands = List.of(
                command(VALID),
                command("{\"id\":\"c\",\"key\":\"NSW\",\"command\":\"promote\",\"challenger\":\"b\"}"),
                command("{\"id\":\"c\",\"key\":\"NSW\",\"command\":\"rollback\",\"snapshot\":\"AQID\"}"),
                command(
                        "{\"id\":\"c\",\"command\":\"rollback\",\"snapshot\":{\"partition\":2,\"offset\":7,\"sha256\":\""
                                + "a0".repeat(32) + "\"}}"),
                command("{\"id\":\"c\",\"command\":\"reset\",\"force\":true}"));
        JsonCommands json = new JsonCommands();
        for (Command command : commands) {
            RawRecord raw = raw("NSW".getBytes(UTF_8), json.command(command));
            Command again = (Command) decoder.decode(raw);
            assertThat(again).usingRecursiveComparison().ignoringFields("raw").isEqualTo(command);
        }
    }

    @Test
    void anAcknowledgementReadsBackEqual() {
        CommandAck done = new CommandAck(
                "c",
                "k",
                "reset",
                CommandAck.Status.DONE,
                5,
                123,
                7,
                -3L,
                null,
                new Source("events", 1, 7),
                List.of(new Source("events", 1, 6)),
                new Source("commands", 2, 99));
        CommandAck rejected = new CommandAck(
                "c",
                "k",
                "reset",
                CommandAck.Status.REJECTED,
                5,
                123,
                0,
                3,
                "no",
                null,
                List.of(),
                new Source("commands", 2, 99));
        JsonCommands json = new JsonCommands();

        assertThat(JsonCommands.readAck(json.ack(done))).isEqualTo(done);
        assertThat(JsonCommands.readAck(json.ack(rejected))).isEqualTo(rejected);
        assertThat(new String(json.ack(done), UTF_8))
                .isEqualTo(
                        "{\"id\":\"c\",\"key\":\"k\",\"command\":\"reset\",\"status\":\"done\",\"at\":5,\"seen\":123,"
                                + "\"dropped\":7,\"fingerprint\":\"fffffffffffffffd\",\"after\":{\"topic\":\"events\","
                                + "\"partition\":1,\"offset\":7},\"erased\":[{\"topic\":\"events\",\"partition\":1,"
                                + "\"offset\":6}],\"src\":{\"topic\":\"commands\","
                                + "\"partition\":2,\"offset\":99}}");
        assertThatThrownBy(() -> JsonCommands.readAck("{}".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Command command(String json) {
        Decoded decoded = decoder.decode(raw(json));
        assertThat(decoded).isInstanceOf(Command.class);
        return (Command) decoded;
    }
}
