package dev.freshet.dashboards.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.MetricsRecord;
import dev.freshet.wire.RawRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BoardTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long T0 = Samples.T0;

    private final Board board = new Board(Samples.CLASSES, 3);

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode overview() {
        return read(board.overview(0, Long.MAX_VALUE / 4));
    }

    private JsonNode verdict() {
        return overview().get("verdict");
    }

    private JsonNode key(String name) {
        return read(Objects.requireNonNull(board.key(name, 0, Long.MAX_VALUE, Set.copyOf(board.curveNames())), name));
    }

    private void caughtUp() {
        board.feed(FeedState.reading(true, true, 0));
    }

    @Test
    void aModelThatBeatsNoChangeIsHealthy() {
        board.take(Samples.window("NSW", 1000, T0, 0.9, 0.8));

        assertThat(verdict().get("level").asText()).isEqualTo("ok");
        assertThat(verdict().get("judged").asInt()).isEqualTo(1);
        assertThat(key("NSW").get("skill").asDouble()).isBetween(0.4999, 0.5001);
    }

    @Test
    void howLongLabelsTookIsShownOfEachKeyAndOfAll() {
        assertThat(overview().has("delays")).isFalse();
        board.take(Samples.delayed("a", T0, delays(1_000, 3)));
        board.take(Samples.delayed("b", T0, delays(60_000, 1)));
        board.take(Samples.delayed("c", T0, delays(MetricsRecord.Delays.BEYOND, 1)));

        assertThat(overview().at("/delays/count").asLong()).isEqualTo(5);
        assertThat(overview().at("/delays/p50").asLong()).isEqualTo(1_000);
        assertThat(overview().get("delays").has("p99")).as("beyond all bounds").isFalse();
        assertThat(key("b").at("/delays/p50").asLong()).isEqualTo(60_000);
    }

    private static MetricsRecord.Delays delays(long upTo, long count) {
        return new MetricsRecord.Delays(List.of(new MetricsRecord.Delays.Bucket(upTo, count)));
    }

    @Test
    void withoutAWindowNothingIsSaid() {
        assertThat(verdict().get("level").asText()).isEqualTo("unknown");
    }

    @Test
    void aModelBelowNoChangeInTwoWindowsIsBadSinceTheFirst() {
        board.take(Samples.window("good", 1000, T0, 0.9, 0.8));
        board.take(Samples.window("NSW", 1000, T0 + 1, 0.9, 0.8));
        board.take(Samples.window("NSW", 2000, T0 + 2, 0.7, 0.8));
        assertThat(verdict().get("level").asText())
                .as("one window may be chance")
                .isEqualTo("ok");

        board.take(Samples.window("NSW", 3000, T0 + 3, 0.7, 0.8));

        assertThat(verdict().get("level").asText()).isEqualTo("bad");
        JsonNode worst = verdict().get("worst").get(0);
        assertThat(worst.get("key").asText()).isEqualTo("NSW");
        assertThat(worst.get("since").asLong()).isEqualTo(T0 + 2);
        assertThat(worst.get("why").asText()).contains("accuracy 0.7000 against 0.8000");

        board.take(Samples.window("NSW", 4000, T0 + 4, 0.9, 0.8));
        assertThat(verdict().get("level").asText()).isEqualTo("ok");
    }

    @Test
    void aModelWhoseUpdatesAreRefusedIsBadUntilAWindowWithoutOne() {
        board.take(Samples.window("NSW", 1000, T0, 0.9, 0.8, 5));

        assertThat(key("NSW").at("/health/level").asText()).isEqualTo("bad");

        board.take(Samples.window("NSW", 2000, T0 + 9, 0.9, 0.8, 5));
        assertThat(key("NSW").at("/health/level").asText()).isEqualTo("ok");
    }

    @Test
    void aDriftWarnsUntilAWholeWindowHasPassed() {
        board.take(Samples.window("NSW", 1000, T0, 0.9, 0.8));
        board.take(Samples.drift("NSW", "drift", 1500, T0 + 1));
        board.take(Samples.window("NSW", 2000, T0 + 2, 0.9, 0.8));

        assertThat(key("NSW").at("/health/level").asText()).isEqualTo("warn");
        assertThat(key("NSW").at("/health/since").asLong()).isEqualTo(T0 + 1);
        assertThat(overview().get("marks")).hasSize(1);

        board.take(Samples.window("NSW", 3000, T0 + 3, 0.9, 0.8));
        assertThat(key("NSW").at("/health/level").asText()).isEqualTo("ok");
    }

    @Test
    void theTableBeginsWithTheWorst() {
        board.take(Samples.window("a", 5000, T0, 0.9, 0.8));
        for (int i = 1; i <= 2; i++) {
            board.take(Samples.window("b", 1000L * i, T0, 0.7, 0.8));
            board.take(Samples.window("c", 1000L * i, T0, 0.6, 0.8));
        }

        assertThat(read(board.keys(KeyOrder.WORST, "", 10)).findValuesAsText("key"))
                .containsExactly("c", "b", "a");
        assertThat(read(board.keys(KeyOrder.EVENTS, "", 1)).findValuesAsText("key"))
                .containsExactly("a");
        assertThat(read(board.keys(KeyOrder.NAME, "B", 10)).findValuesAsText("key"))
                .containsExactly("b");
    }

    @Test
    void whereThereIsNoRoomTheKeysWithTheMostEventsStay() {
        for (String key : List.of("k1", "k2", "k3", "k4")) {
            board.take(Samples.window(key, 1000L * (key.charAt(1) - '0'), T0, 0.9, 0.8));
        }
        board.take(Samples.window("small", 1000, T0, 0.9, 0.8));

        JsonNode keys = read(board.keys(KeyOrder.NAME, "", 10));
        assertThat(keys.findValuesAsText("key")).containsExactly("k2", "k3", "k4");
        assertThat(keys.get("letGo").asInt()).isEqualTo(2);
        assertThat(overview().get("curves").get(0).get("windows").asInt())
                .as("the curves hold all keys")
                .isEqualTo(5);
    }

    @Test
    void theLedgerIsJudgedWhereEveryRowMustBeThere() {
        caughtUp();
        for (int c = 1; c <= 4; c++) {
            board.take(Samples.consumed(c, 100L * c, 100L * c + 100, T0));
            board.take(Samples.answered(c, 100, T0));
        }
        board.take(Samples.consumed(5, 500, 600, T0));
        assertThat(verdict().get("lost").asBoolean())
                .as("the other row is on its way")
                .isFalse();

        for (int c = 6; c <= 7; c++) {
            board.take(Samples.consumed(c, 100L * c, 100L * c + 100, T0));
            board.take(Samples.answered(c, 100, T0));
        }

        assertThat(overview().at("/ledger/gap").asInt()).isEqualTo(100);
        assertThat(verdict().get("level").asText()).isEqualTo("bad");
        assertThat(verdict().get("lost").asBoolean()).isTrue();
        assertThat(board.waiting(Map.of(0, 1000L, 1, 5L))).isEqualTo(205);
    }

    @Test
    void labelsThatComeLaterAndFeaturesThatWaitForThemBalance() {
        caughtUp();
        for (int c = 1; c <= 4; c++) {
            // Of 100 features and 50 labels, 40 are learned from, 7 are dead letters, 3 wait; so do 60 features.
            board.take(Samples.consumed(c, 150L * c, 150L * c + 150, T0));
            LedgerRow.Fates fates =
                    new LedgerRow.Fates(100, 0, 0, 0, 40, 0, 0, 0, 40, 60, new LedgerRow.Labels(40, 7, 0, 3), 0);
            board.take(Samples.row(row(c, LedgerRow.Role.LEARN, List.of(), fates), T0));
        }

        assertThat(overview().at("/ledger/gap").asInt()).isZero();
        assertThat(verdict().get("lost").asBoolean()).isFalse();
        assertThat(overview().at("/ledger/waiting").asInt()).isEqualTo(240);
        assertThat(overview().at("/ledger/labels/joined").asInt()).isEqualTo(160);
        assertThat(overview().at("/ledger/labels/waiting").asInt()).isEqualTo(12);
    }

    @Test
    void aJobThatScoresBesideItIsNoPartOfTheLedgerThatIsJudged() {
        caughtUp();
        for (int c = 1; c <= 4; c++) {
            board.take(Samples.consumed(c, 100L * c, 100L * c + 100, T0));
            board.take(Samples.answered(c, 100, T0));
            LedgerRow.Input input = new LedgerRow.Input("p.features", 0, 7L * c, 7L * c + 7, 7, 0);
            board.take(Samples.row(row(c, LedgerRow.Role.SCORE_DECODE, List.of(input), null), T0));
            LedgerRow.Fates scored = new LedgerRow.Fates(7, 0, 0, 0, 0, 0, 0, 0, 0);
            board.take(Samples.row(row(c, LedgerRow.Role.SCORE, List.of(), scored), T0));
        }

        assertThat(overview().at("/ledger/consumed").asInt()).isEqualTo(400);
        assertThat(verdict().get("lost").asBoolean()).isFalse();
    }

    private static LedgerRow row(
            long checkpoint, LedgerRow.Role role, List<LedgerRow.Input> inputs, LedgerRow.@Nullable Fates fates) {
        return new LedgerRow("run", checkpoint, checkpoint - 1, false, false, role, 0, 1, inputs, fates);
    }

    @Test
    void whatWasRefusedBeforeTheDashboardBeganMakesNoKeyBad() {
        board.take(Samples.window("NSW", 90_000, T0, 0.9, 0.8, 32));
        assertThat(key("NSW").at("/health/level").asText()).isEqualTo("ok");

        board.take(Samples.window("NSW", 91_000, T0 + 1, 0.9, 0.8, 64));
        assertThat(key("NSW").at("/health/level").asText()).isEqualTo("bad");
    }

    @Test
    void aLedgerWhoseBeginningHasExpiredIsNotJudged() {
        board.feed(FeedState.reading(true, false, 0));
        for (int c = 1; c <= 4; c++) {
            board.take(Samples.consumed(c, 0, 100, T0));
        }

        assertThat(verdict().get("lost").asBoolean()).isFalse();
    }

    @Test
    void deadLettersAreCountedByCodeAndTheirBytesEscaped() {
        board.take(Samples.letter("TYPE", "<b>\u0000\u202e</b>".getBytes(UTF_8), 7));
        board.take(Samples.letter("MALFORMED", new byte[] {(byte) 0xff}, 8));

        JsonNode letters = read(board.deadLetters("TYPE", 10));
        assertThat(letters.at("/byCode/TYPE").asInt()).isEqualTo(1);
        assertThat(letters.get("letters")).hasSize(1);
        assertThat(letters.at("/letters/0/text").asText()).isEqualTo("<b>\\u0000\\u202e</b>");
        assertThat(letters.at("/letters/0/record").asText()).isEqualTo("p.events 2:17");
        assertThat(letters.at("/letters/0/hex").asText()).startsWith("3c623e00");
    }

    @Test
    void aModelIsKnownByItsHeadersAndATombstoneRetiresIt() {
        board.take(Samples.model("NSW", "42", 5_000, T0));

        JsonNode model = read(board.models("", 10)).at("/models/0");
        assertThat(model.get("step").asText()).isEqualTo("42");
        assertThat(model.get("bytes").asInt()).isEqualTo(5_000);

        board.take(Samples.model("NSW", null, 0, T0));
        assertThat(read(board.models("", 10)).get("models")).isEmpty();
    }

    @Test
    void whatIsNoRecordOfOursIsCountedAndChangesNothingElse() {
        Random random = new Random(7);
        for (String topic : Samples.TOPICS.read().subList(0, 2)) {
            for (int i = 0; i < 500; i++) {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                board.take(Samples.raw(topic, T0, "k", bytes));
                board.take(Samples.raw(topic, T0, "k", null));
            }
        }

        assertThat(overview().get("unreadable").asInt()).isEqualTo(2_000);
        assertThat(overview().at("/keys/kept").asInt()).isZero();
    }

    @Test
    void aNameOfAHundredThousandCharactersIsCutAndStaysApartFromItsLike() {
        String name = "x".repeat(100_000);
        board.take(Samples.window(name, 1000, T0, 0.9, 0.8));
        board.take(Samples.window(name + "y", 1000, T0, 0.9, 0.8));

        List<String> names = read(board.keys(KeyOrder.NAME, "", 10)).findValuesAsText("key");
        assertThat(names)
                .hasSize(2)
                .allMatch(n -> n.length() <= Names.MOST)
                .allMatch(n -> board.key(n, 0, 1, Set.of()) != null);
    }

    @Test
    void whatIsKeptIsBoundedWhateverTheTopicsHold() {
        for (int i = 0; i < 20_000; i++) {
            String key = "k" + i % 7;
            board.take(Samples.window(key, 1000 + i, T0 + 5_000L * i, 0.9, 0.8));
            board.take(Samples.drift(key, "drift", i, T0 + i));
            board.take(Samples.letter("C" + i, new byte[2_000], i));
            board.take(Samples.consumed(i, i, i + 1, T0));
        }

        assertThat(overview().get("curves")).hasSizeLessThanOrEqualTo(Board.BUCKETS);
        assertThat(read(board.keys(KeyOrder.NAME, "", 1_000)).get("keys")).hasSize(3);
        assertThat(key("k0").get("curves")).hasSizeLessThan(KeyCurve.MOST);
        assertThat(key("k0").get("drifts")).hasSizeLessThanOrEqualTo(KeyState.DRIFTS);
        assertThat(read(board.drift(null, 100_000)).get("drifts")).hasSize(Drifts.MOST);
        JsonNode letters = read(board.deadLetters(null, 100_000));
        assertThat(letters.get("letters")).hasSize(Letters.MOST);
        assertThat(letters.get("byCode")).hasSize(Letters.CODES + 1);
        assertThat(letters.get("count").asInt()).isEqualTo(20_000);
    }

    @Test
    void aFollowerHearsOfEveryRecordThatIsTaken() throws InterruptedException {
        RawRecord window = Samples.window("NSW", 1000, T0, 0.9, 0.8);
        board.take(window);
        board.take(Samples.drift("NSW", "warning", 1001, T0));

        assertThat(Objects.requireNonNull(board.log().after(0, 10, 0).events()))
                .extracting(EventLog.Event::type)
                .containsExactly("metrics", "drift");
    }

    @Test
    void aRegressionIsJudgedByItsSquaredError() {
        double[] means = {4.0, 1.5, 16.0, 9.0};

        assertThat(Yardstick.VALUES.skill(means)).isEqualTo(0.75);
        assertThat(Yardstick.VALUES.against(means)).containsExactly(2, 4);
    }

    @Test
    void rowsOfAnAttemptThatFailedAreNoLossAtLeastOnce() {
        PipelineInfo of = Samples.CLASSES;
        Board loose =
                new Board(new PipelineInfo(of.name(), of.yardstick(), of.classes(), of.window(), false, of.topics()));
        loose.feed(FeedState.reading(true, true, 0));
        for (int c = 1; c <= 4; c++) {
            loose.take(Samples.consumed(c, 0, 100, T0));
        }

        assertThat(read(loose.overview(0, Long.MAX_VALUE)).at("/verdict/lost").asBoolean())
                .isFalse();
    }
}
