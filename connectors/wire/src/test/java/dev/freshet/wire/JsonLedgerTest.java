package dev.freshet.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLedgerTest {
    private static final LedgerRow DECODED = new LedgerRow(
            "a1b2",
            7,
            6,
            false,
            false,
            LedgerRow.Role.DECODE,
            1,
            2,
            List.of(new LedgerRow.Input("", 0, 100, 200, 97, 2), new LedgerRow.Input("", 3, 0, 1, 1, 0)),
            null);

    private final JsonLedger ledger = new JsonLedger();

    @Test
    void aRowOfADecodeSubtaskKeepsItsBytes() {
        assertThat(new String(ledger.row(DECODED), UTF_8))
                .isEqualTo("{\"run\":\"a1b2\",\"checkpoint\":7,\"since\":6,\"restored\":false,\"last\":false,"
                        + "\"role\":\"decode\",\"subtask\":1,\"parallelism\":2,\"input\":["
                        + "{\"partition\":0,\"from\":100,\"to\":200,\"events\":97,\"rejected\":2},"
                        + "{\"partition\":3,\"from\":0,\"to\":1,\"events\":1,\"rejected\":0}]}");
        assertThat(new String(JsonLedger.key(DECODED), UTF_8)).isEqualTo("a1b2/decode/1");
    }

    @Test
    void aRowThatNamesItsTopicKeepsItsBytes() {
        LedgerRow row = new LedgerRow(
                "a1b2",
                7,
                6,
                false,
                false,
                LedgerRow.Role.DECODE,
                "P.labels",
                1,
                2,
                List.of(new LedgerRow.Input("P.labels", 3, 0, 1, 1, 0)),
                null);

        assertThat(new String(ledger.row(row), UTF_8))
                .isEqualTo("{\"run\":\"a1b2\",\"checkpoint\":7,\"since\":6,\"restored\":false,\"last\":false,"
                        + "\"role\":\"decode\",\"source\":\"P.labels\",\"subtask\":1,\"parallelism\":2,\"input\":["
                        + "{\"topic\":\"P.labels\",\"partition\":3,\"from\":0,\"to\":1,\"events\":1,\"rejected\":0}]}");
        assertThat(new String(JsonLedger.key(row), UTF_8)).isEqualTo("a1b2/decode/P.labels/1");
        assertThat(row.place()).isEqualTo("run a1b2, checkpoint 7, decode subtask 1 of 2, topic P.labels");
        assertThat(row.inputs().get(0).place()).isEqualTo("topic P.labels, partition 3 offsets 0 to 0");
    }

    @Test
    void aRowOfALearningSubtaskKeepsItsBytes() {
        LedgerRow row = new LedgerRow(
                "a1b2",
                8,
                7,
                true,
                true,
                LedgerRow.Role.LEARN,
                0,
                1,
                List.of(),
                new LedgerRow.Fates(10, 1, 2, 3, 4, 5, 6, -5, 7));

        assertThat(new String(ledger.row(row), UTF_8))
                .isEqualTo("{\"run\":\"a1b2\",\"checkpoint\":8,\"since\":7,\"restored\":true,\"last\":true,"
                        + "\"role\":\"learn\",\"subtask\":0,\"parallelism\":1,\"input\":[],"
                        + "\"fates\":{\"predicted\":10,\"dead\":1,\"duplicates\":2,\"late\":3,\"trained\":4,\"refused\":5,"
                        + "\"unlabelled\":6,\"open\":-5,\"batches\":7}}");
    }

    @Test
    void noRowIsLongerThanTheLongest() {
        long most = Long.MAX_VALUE;
        LedgerRow longest = new LedgerRow(
                "0123456789abcdef0123456789abcdef",
                most,
                most,
                false,
                false,
                LedgerRow.Role.LEARN,
                "events",
                2_147_483_646,
                2_147_483_647,
                List.of(new LedgerRow.Input("events", 2_147_483_647, most, most, most, most)),
                new LedgerRow.Fates(most, most, most, most, most, most, most, -most, most));

        int bytes = ledger.row(longest).length + JsonLedger.key(longest).length;

        // The other role's word is longer, and stands in both.
        assertThat(JsonLedger.maxBytes("events", 1)).isEqualTo(bytes + 2);
        assertThat(JsonLedger.maxBytes("events", 1_000)).isBetween(100 * bytes, 1_000 * bytes);
    }

    @Test
    void whatIsWrittenIsReadBackWhateverTheNumbers() {
        for (int seed = 0; seed < 2_000; seed++) {
            LedgerRow row = row(new Gen(seed));

            assertThat(JsonLedger.read(ledger.row(row))).as("seed %s", seed).isEqualTo(row);
        }
    }

    @Test
    void aLaterVersionsFieldsAreIgnoredAndItsMissingCountsAreZero() {
        String json = "{\"new\":{\"a\":[1]},\"run\":\"r\",\"role\":\"learn\",\"parallelism\":1,"
                + "\"fates\":{\"predicted\":3,\"imagined\":4,\"open\":3}}";

        LedgerRow row = JsonLedger.read(json.getBytes(UTF_8));

        assertThat(row.fates()).isEqualTo(new LedgerRow.Fates(3, 0, 0, 0, 0, 0, 0, 3, 0));
        assertThat(row.inputs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"run\":\"r\"}",
                "{\"run\":\"r\",\"role\":\"cook\",\"parallelism\":1}",
                "{\"run\":\"r\",\"role\":\"learn\",\"parallelism\":0}",
                "{\"run\":\"r\",\"role\":\"learn\",\"parallelism\":2,\"subtask\":2}",
                "{\"run\":\"r\",\"role\":\"learn\",\"parallelism\":1,\"input\":5}",
                "{\"run\":\"r\",\"role\":\"learn\",\"parallelism\":1,\"input\":[5]}",
                "{\"run\":\"r\",\"role\":\"learn\",\"parallelism\":1,\"source\":[5]}",
                "{\"run\":\"r\",\"role\":\"learn\",\"parallelism\":1,\"input\":[{\"topic\":{}}]}",
                "{\"run\":\"r\",\"role\":\"learn\",\"parallelism\":1,\"checkpoint\":99999999999999999999}"
            })
    void bytesThatAreNoRowAreRefused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonLedger.read(json.getBytes(UTF_8)));
    }

    @Test
    void aRowSaysWhereItBelongs() {
        assertThat(DECODED.place()).isEqualTo("run a1b2, checkpoint 7, decode subtask 1 of 2");
        assertThat(DECODED.inputs().get(0).place()).isEqualTo("partition 0 offsets 100 to 199");
        assertThat(DECODED.records()).isEqualTo(100);
    }

    @Test
    void fatesOfLateLabelsAreReadBackAndLeftOutWhereThereAreNone() {
        LedgerRow.Fates fates =
                new LedgerRow.Fates(9, 0, 1, 0, 4, 0, 1, 1, 1, 3, new LedgerRow.Labels(5, 2, 1, -4, 3), 0);
        LedgerRow row = new LedgerRow("r", 2, 1, false, false, LedgerRow.Role.LEARN, 0, 1, List.of(), fates);
        String json = new String(new JsonLedger().row(row), UTF_8);

        assertThat(json)
                .endsWith("\"batches\":1,\"waiting\":3,"
                        + "\"labels\":{\"joined\":5,\"dead\":2,\"duplicates\":1,\"waiting\":-4,\"erased\":3}}}");
        assertThat(JsonLedger.read(json.getBytes(UTF_8))).isEqualTo(row);
        assertThat(fates.plus(fates).waiting()).isEqualTo(6);
        assertThat(fates.plus(fates).labels()).isEqualTo(new LedgerRow.Labels(10, 4, 2, -8, 6));
        assertThat(fates.labels().taken()).isEqualTo(7);
        LedgerRow none =
                new LedgerRow("r", 2, 1, false, false, LedgerRow.Role.LEARN, 0, 1, List.of(), LedgerRow.Fates.NONE);
        assertThat(new String(new JsonLedger().row(none), UTF_8)).doesNotContain("labels", "waiting");
    }

    @Test
    void fatesAddUp() {
        LedgerRow.Fates fates = new LedgerRow.Fates(9, 8, 7, 6, 5, 4, 3, -2, 1);

        assertThat(fates.plus(fates)).isEqualTo(new LedgerRow.Fates(18, 16, 14, 12, 10, 8, 6, -4, 2));
        assertThat(fates.answered()).isEqualTo(30);
        assertThat(fates.plus(LedgerRow.Fates.NONE)).isEqualTo(fates);
    }

    private static LedgerRow row(Gen gen) {
        List<LedgerRow.Input> inputs = new ArrayList<>();
        for (int i = gen.below(4); i > 0; i--) {
            inputs.add(
                    new LedgerRow.Input(topic(gen), gen.below(9), number(gen), number(gen), number(gen), number(gen)));
        }
        LedgerRow.Fates fates = new LedgerRow.Fates(
                number(gen),
                number(gen),
                number(gen),
                number(gen),
                number(gen),
                number(gen),
                number(gen),
                -number(gen),
                number(gen));
        int parallelism = 1 + gen.below(9);
        return new LedgerRow(
                "r" + gen.below(99),
                number(gen),
                number(gen),
                gen.chance(0.5),
                gen.chance(0.5),
                gen.chance(0.5) ? LedgerRow.Role.DECODE : LedgerRow.Role.LEARN,
                topic(gen),
                gen.below(parallelism),
                parallelism,
                inputs,
                gen.chance(0.5) ? fates : null);
    }

    private static String topic(Gen gen) {
        return gen.chance(0.5) ? "" : "t\"" + gen.below(9);
    }

    private static long number(Gen gen) {
        return (long) gen.below(Integer.MAX_VALUE) * (gen.chance(0.5) ? 1 : Integer.MAX_VALUE);
    }
}
