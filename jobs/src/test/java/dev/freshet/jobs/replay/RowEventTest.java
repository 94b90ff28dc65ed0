package dev.freshet.jobs.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.Example;
import dev.freshet.model.Task;
import dev.freshet.model.encode.CategoryHash;
import dev.freshet.model.encode.FeatureSchema;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.EventMapping;
import dev.freshet.wire.JsonEventDecoder;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a row becomes; the decoder that the job uses says whether it is what the row meant. */
class RowEventTest {
    private static final FeatureSchema SCHEMA =
            new FeatureSchema(List.of("price", "demand"), List.of("weekday"), List.of(true, true));
    private static final Task UP_OR_DOWN = new Task.Classification(List.of("DOWN", "UP"));
    private static final EventMapping MAPPED =
            new EventMapping("/region", "/meta/id", "/meta/at", "/class", "/count", "/in/puts");
    private static final long TIME = 978_307_260_000L;
    private static final List<String> HEADER =
            List.of("class", "weekday", "demand", "price", "region", "id", "at", "count", "remark");

    @Test
    void aRowIsTheCanonicalEventByName() {
        RowEvent event = new RowEvent(
                List.of("id", "key", "ts", "y", "w", "demand", "price", "weekday"),
                EventMapping.CANONICAL,
                SCHEMA,
                UP_OR_DOWN);
        String[] row = {"e1", "nsw", "978307260000", "UP", "2", "-3.5e2", "0.25", "mon \"x\"\u00e9"};

        assertThat(new String(event.value(row), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"e1\",\"key\":\"nsw\",\"ts\":978307260000,\"x\":{\"price\":0.25,\"demand\":-3.5e2,"
                        + "\"weekday\":\"mon \\\"x\\\"\u00e9\"},\"y\":\"UP\",\"w\":2}");
        assertThat(event.key(row)).isEqualTo("nsw".getBytes(StandardCharsets.UTF_8));
        Event decoded = decoded(event, row, EventMapping.CANONICAL, UP_OR_DOWN);
        assertThat(decoded.id()).isEqualTo("e1");
        assertThat(decoded.key()).isEqualTo("nsw");
        assertExample(decoded.example(), 0.25, -350, CategoryHash.of("mon \"x\"\u00e9"), 1, 2, TIME);
    }

    @Test
    void aMappedRowGoesWhereThePointersSay() {
        RowEvent event = new RowEvent(HEADER, MAPPED, SCHEMA, UP_OR_DOWN);
        String[] row = {"DOWN", "sun", "7", "1", "vic", "e2", "2001-01-01T00:01", "1", "nobody reads this"};

        assertThat(new String(event.value(row), StandardCharsets.UTF_8))
                .contains("\"meta\":{\"id\":\"e2\",\"at\":978307260000}", "\"in\":{\"puts\":{\"price\":1,")
                .doesNotContain("nobody");
        Event decoded = decoded(event, row, MAPPED, UP_OR_DOWN);
        assertThat(decoded.key()).isEqualTo("vic");
        assertExample(decoded.example(), 1, 7, CategoryHash.of("sun"), 0, 1, TIME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?"})
    void anEmptyCellAndAQuestionMarkAreMissingValues(String missing) {
        RowEvent event = new RowEvent(HEADER, MAPPED, SCHEMA, UP_OR_DOWN);
        String[] row = {missing, missing, missing, "1", "vic", "e3", "2001-01-01T00:01", missing, ""};

        Event decoded = decoded(event, row, MAPPED, UP_OR_DOWN);

        assertThat(decoded.example().labelled()).isFalse();
        assertExample(decoded.example(), 1, Double.NaN, CategoryHash.MISSING, Double.NaN, 1, TIME);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "-0.5, -0.5", "+5, 5", "007, 7", ".5, 0.5", "5., 5", "1E3, 1000", "1e-7, 1e-7"})
    void aNumberMayBeWrittenAsTablesWriteIt(String cell, double value) {
        RowEvent event = new RowEvent(HEADER, MAPPED, SCHEMA, new Task.Regression());
        String[] row = {cell, "", "", cell, "vic", "e4", "2001-01-01T00:01", "", ""};

        Example example = decoded(event, row, MAPPED, new Task.Regression()).example();

        assertThat(example.numbers()[0]).isEqualTo(value);
        assertThat(example.label()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1,5", "0x10", "NaN", "Infinity", "1e99999", " 1"})
    void whatIsNoNumberBecomesADeadLetterAndNoOtherValue(String cell) {
        RowEvent event = new RowEvent(HEADER, MAPPED, SCHEMA, UP_OR_DOWN);

        Decoded decoded = decode(
                event, new String[] {"UP", "", "", cell, "vic", "e5", "2001-01-01T00:01", "", ""}, MAPPED, UP_OR_DOWN);

        assertThat(decoded).isInstanceOf(Rejection.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1234567890123, 1234567890123",
        "-1, -1",
        "2001-01-01, 978307200000",
        "2001-01-01T00:01, 978307260000",
        "2001-01-01 00:01:02, 978307262000",
        "2001-01-01T00:01:02.345, 978307262345",
        "2001-01-01T00:01Z, 978307260000",
        "2001-01-01T01:01+01:00, 978307260000",
    })
    void aTimeIsEpochMillisecondsOrIso8601InUtcUnlessItHasAZone(String cell, long millis) {
        assertThat(RowEvent.epochMillis(cell)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2001-13-01", "01.01.2001 00:01", "2001-01-01T25:00", "99999999999999999999"})
    void whatIsNoTimeIsNone(String cell) {
        assertThat(RowEvent.epochMillis(cell)).isNull();
    }

    @Test
    void allMissingColumnsAreNamedAtOnce() {
        assertThatThrownBy(() -> new RowEvent(List.of("price", "when"), MAPPED, SCHEMA, UP_OR_DOWN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the file must have a column for each of these of the pipeline: key region, input demand,"
                        + " input weekday, label class; its columns are price, when; where all rows are of one model, name"
                        + " it with --key");
    }

    @Test
    void aKeyForAllRowsStandsInForAColumnAndNotBesideOne() {
        FeatureSchema schema = new FeatureSchema(List.of("a"), List.of(), List.of(true));
        RowEvent event = new RowEvent(List.of("y", "a"), EventMapping.CANONICAL, schema, UP_OR_DOWN, "all");
        String[] row = {"UP", "3"};

        RawRecord raw = new RawRecord("t", 0, 0, TIME, event.key(row), event.value(row), List.of());
        Decoded decoded = new JsonEventDecoder(EventMapping.CANONICAL, schema, UP_OR_DOWN).decode(raw);

        assertThat(((Event) decoded).key()).isEqualTo("all");
        assertThatThrownBy(
                        () -> new RowEvent(List.of("key", "y", "a"), EventMapping.CANONICAL, schema, UP_OR_DOWN, "all"))
                .hasMessageContaining("this one has the column key");
    }

    @Test
    void eventsThatAreOnlyScoredNeedNoLabelColumn() {
        EventMapping unlabelled = new EventMapping("/region", null, null, null, null, "");
        RowEvent event = new RowEvent(HEADER, unlabelled, SCHEMA, UP_OR_DOWN);

        Event decoded =
                decoded(event, new String[] {"UP", "a", "2", "1", "vic", "", "", "", ""}, unlabelled, UP_OR_DOWN);

        assertThat(decoded.example().labelled()).isFalse();
    }

    @Test
    void aNameWithASlashOrATildeIsFoundByItsPointer() {
        FeatureSchema schema = new FeatureSchema(List.of("km/h", "a~b"), List.of(), List.of(true, true));
        RowEvent event = new RowEvent(List.of("key", "y", "km/h", "a~b"), EventMapping.CANONICAL, schema, UP_OR_DOWN);
        String[] row = {"k", "UP", "3", "4"};

        RawRecord raw = new RawRecord("t", 0, 0, TIME, event.key(row), event.value(row), List.of());
        Decoded decoded = new JsonEventDecoder(EventMapping.CANONICAL, schema, UP_OR_DOWN).decode(raw);

        assertThat(((Event) decoded).example().numbers()).containsExactly(3, 4);
    }

    @Test
    void aTextIsItsCell() {
        FeatureSchema schema = new FeatureSchema(List.of(), List.of(), List.of(), List.of("message"), 0);
        RowEvent event = new RowEvent(List.of("key", "y", "message"), EventMapping.CANONICAL, schema, UP_OR_DOWN);
        String[] row = {"k", "UP", "12"};

        RawRecord raw = new RawRecord("t", 0, 0, TIME, event.key(row), event.value(row), List.of());
        Decoded decoded = new JsonEventDecoder(EventMapping.CANONICAL, schema, UP_OR_DOWN).decode(raw);

        assertThat(((Event) decoded).example().texts()).containsExactly("12");
    }

    private static void assertExample(
            Example example, double price, double demand, long weekday, double label, double weight, long time) {
        assertThat(example.numbers()).containsExactly(price, demand);
        assertThat(example.categories()).containsExactly(weekday);
        assertThat(example.label()).isEqualTo(Double.valueOf(label));
        assertThat(example.weight()).isEqualTo(weight);
        assertThat(example.time()).isEqualTo(time);
    }

    private static Event decoded(RowEvent event, String[] row, EventMapping mapping, Task task) {
        Decoded decoded = decode(event, row, mapping, task);
        assertThat(decoded).isInstanceOf(Event.class);
        return (Event) decoded;
    }

    private static Decoded decode(RowEvent event, String[] row, EventMapping mapping, Task task) {
        RawRecord raw = new RawRecord("events", 0, 0, TIME, event.key(row), event.value(row), List.of());
        return new JsonEventDecoder(mapping, SCHEMA, task).decode(raw);
    }
}
