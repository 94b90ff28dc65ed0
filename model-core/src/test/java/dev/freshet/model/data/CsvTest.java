package dev.freshet.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.Example;
import dev.freshet.model.Task;
import dev.freshet.model.encode.CategoryHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
    @TempDir
    private Path folder;

    @Test
    void columnsOfNumbersAreNumbersOthersCategoriesAndTheLastIsTheLabel() throws IOException {
        Dataset data = csv("price,day,demand,class", "1.5,Mon,-2e3,UP", "?,Tue,4,DOWN", "3,,,UP");

        assertThat(data.schema())
                .isEqualTo(new Schema(
                        List.of("price", "demand"),
                        List.of(new Schema.Category("day", List.of("Mon", "Tue"), 2)),
                        List.of(),
                        0,
                        "class",
                        List.of("DOWN", "UP")));
        List<Example> rows = data.toList();
        assertThat(rows.get(0).numbers()).containsExactly(1.5, -2000);
        assertThat(rows.get(0).label()).isEqualTo(1);
        assertThat(rows.get(0).categories()).containsExactly(CategoryHash.of("Mon"));
        assertThat(rows.get(1).numbers()).containsExactly(Double.NaN, 4);
        assertThat(rows.get(2).categories()).containsExactly(CategoryHash.MISSING);
        assertThat(rows).extracting(Example::offset).containsExactly(0L, 1L, 2L);
    }

    @Test
    void theUsualWordsForAMissingNumberLeaveAColumnNumeric() throws IOException {
        Dataset data = csv("x,y", "1,a", "NA,b", "N/A,a", "NaN,b", "nan,a", "null,b", "?,a", "2,b");

        assertThat(data.schema().numbers()).containsExactly("x");
        assertThat(data.toList()).filteredOn(e -> Double.isNaN(e.numbers()[0])).hasSize(6);
    }

    @Test
    void aFileIsReadAnewByEachIteration() throws IOException {
        Dataset data = csv("x,y", "1,a", "2,b");

        assertThat(data.toList()).hasSize(2);
        assertThat(data.toList()).hasSize(2);
    }

    @Test
    void gzippedFilesAreKnownByTheirBytes() throws IOException {
        Path zipped = Written.text(folder, "set.csv.gz", "x,y", "1,a", "2,b");
        Path renamed = java.nio.file.Files.move(zipped, folder.resolve("set.csv"));

        assertThat(Dataset.read(renamed).toList()).hasSize(2);
    }

    @Test
    void quotedFieldsHoldSeparatorsQuotesAndLineBreaks() throws IOException {
        Path file = Written.text(folder, "t.csv", "text,y", "\"a,\"\"b\"\"\nc\",1", "\"\"\"\",0", "\"\",1");

        Dataset data = Dataset.read(file, Columns.INFERRED.texts("text"));

        assertThat(data.toList()).extracting(e -> e.texts()[0]).containsExactly("a,\"b\"\nc", "\"", "");
    }

    @Test
    void anyFieldsComeBackAsTheyWereWritten() throws IOException {
        String alphabet = "ab,\"\n ?é1";
        long state = 1;
        for (int trial = 0; trial < 200; trial++) {
            List<String> fields = new ArrayList<>();
            StringBuilder line = new StringBuilder("p,q,y\n");
            for (int i = 0; i < 2; i++) {
                StringBuilder field = new StringBuilder();
                for (int j = 0; j < 5; j++) {
                    state = CategoryHash.mix(state + 0x9e3779b97f4a7c15L);
                    field.append(alphabet.charAt(Math.floorMod(state, alphabet.length())));
                }
                fields.add(field.toString());
                line.append('"').append(field.toString().replace("\"", "\"\"")).append("\",");
            }
            Path file = Written.bytes(folder, "r.csv", (line + "1\n").getBytes(StandardCharsets.UTF_8));

            Dataset data = Dataset.read(file, Columns.INFERRED.texts("p", "q").regression());

            assertThat(data.toList().get(0).texts()).as("trial " + trial).containsExactlyElementsOf(fields);
        }
    }

    @Test
    void aByteOrderMarkAndCarriageReturnsAreNoPartOfTheData() throws IOException {
        Path file = Written.bytes(folder, "b.csv", "\ufeffx,y\r\n1,a\r\n\r\n2,b\r\n".getBytes(StandardCharsets.UTF_8));

        Dataset data = Dataset.read(file);

        assertThat(data.schema().numbers()).containsExactly("x");
        assertThat(data.schema().classes()).containsExactly("a", "b");
        assertThat(data.toList()).hasSize(2);
    }

    @Test
    void rolesAreAsDeclared() throws IOException {
        Path file = Written.text(folder, "t.csv", "hour,id,note,cnt,z", "1,a1,hello,5,0", "2,a2,you,7,0");

        Dataset data = Dataset.read(
                file,
                Columns.label("cnt").categories("hour").drop("id").texts("note").regression());

        assertThat(data.schema())
                .isEqualTo(new Schema(
                        List.of("z"),
                        List.of(new Schema.Category("hour", List.of("1", "2"), 2)),
                        List.of("note"),
                        0,
                        "cnt",
                        List.of()));
        assertThat(data.schema().task()).isEqualTo(new Task.Regression());
        assertThat(data.toList()).extracting(Example::label).containsExactly(5.0, 7.0);
    }

    @Test
    void aLabelOfFractionsIsANumberAndOneOfWholeNumbersAClass() throws IOException {
        assertThat(csv("x,y", "1,0.5", "1,2").schema().classes()).isEmpty();
        assertThat(csv("x,y", "1,10", "1,9").schema().classes()).containsExactly("9", "10");
    }

    @Test
    void declaredClassesKeepTheirOrderAndAnotherLabelIsAnError() throws IOException {
        Path file = Written.text(folder, "t.csv", "x,y", "1,UP", "2,SIDE");

        Dataset data = Dataset.read(file, Columns.INFERRED.classes("UP", "DOWN"));

        assertThat(data.schema().classes()).containsExactly("UP", "DOWN");
        assertThatThrownBy(data::toList)
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "t.csv line 3, column y: the label must be one of [UP, DOWN]: got SIDE: correct it, or declare"
                                + " the class");
    }

    @Test
    void aMissingLabelMakesAnExampleThatIsOnlyScored() throws IOException {
        List<Example> rows = csv("x,y", "1,a", "2,?", "3,b").toList();

        assertThat(rows).extracting(Example::labelled).containsExactly(true, false, true);
    }

    @Test
    void aFieldThatIsNoNumberInAColumnOfNumbersIsNamedWithItsPlace() throws IOException {
        Path file = Written.text(folder, "t.csv", "x,y", "1,a", "0x1p3,b");

        assertThatThrownBy(
                        () -> Dataset.read(file, Columns.INFERRED.numbers("x")).toList())
                .hasMessage(
                        "t.csv line 3, column x: must be a finite decimal number: got 0x1p3: correct it, leave it empty,"
                                + " or read categories");
    }

    @Test
    void everyKindOfDamageIsRefusedWithPlaceRuleAndRemedy() throws IOException {
        assertRefused(
                "t.csv line 3: a row must have 2 fields as the header has: got 3 fields: ", "x,y", "1,a", "1,2,b");
        assertRefused("t.csv line 1: column names must differ: got x twice: ", "x,x", "1,a");
        assertRefused(
                "t.csv line 2, column field 1: a quoted field must end: got the end of the file: ", "x,y", "\"1,a");
        assertRefused("t.csv line 2, column field 1: a closing quote must end its field: got b,a: ", "x,y", "\"a\"b,a");
        assertRefused(
                "t.csv line 4, column y: the label must have at least two classes: got [a]: ", "x,y", "1,a", "2,a");
        assertRefused("t.csv: must begin with a header: got nothing: ", "");
    }

    private void assertRefused(String message, String... lines) throws IOException {
        Path file = Written.text(folder, "t.csv", lines);
        assertThatThrownBy(() -> Dataset.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void bytesThatAreNoTextAreRefusedWithTheirLine() throws IOException {
        Path file = Written.bytes(folder, "t.csv", (byte) 'x', (byte) ',', (byte) 'y', (byte) '\n', (byte) 0xff);

        assertThatThrownBy(() -> Dataset.read(file)).hasMessageContaining("text must be UTF-8");
    }

    @Test
    void aRoleForAColumnThatTheFileDoesNotHaveIsRefused() throws IOException {
        Path file = Written.text(folder, "t.csv", "x,y", "1,a", "2,b");

        assertThatThrownBy(() -> Dataset.read(file, Columns.label("z")))
                .hasMessageContaining("must be in the file, which has [x, y]: got z");
        assertThatThrownBy(() -> Columns.label("x").with(Columns.Role.LABEL, "y"))
                .hasMessageContaining("must be one column: got [x, y]");
    }

    @Test
    void aFileThatIsNotThereAndAnEndingThatSaysNothingAreRefused() {
        assertThatThrownBy(() -> Dataset.read(folder.resolve("none.csv"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> Dataset.read(folder.resolve("set.bin")))
                .hasMessageContaining("must end in .csv")
                .hasMessageContaining("got bin");
    }

    private Dataset csv(String... lines) throws IOException {
        return Dataset.read(Written.text(folder, "set.csv", lines));
    }
}
