package dev.freshet.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.Example;
import dev.freshet.model.encode.CategoryHash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArffTest {
    @TempDir
    private Path folder;

    @Test
    void attributesDeclareTheColumnsAndNominalValuesKeepTheirOrder() throws IOException {
        Dataset data = arff(
                "% a comment",
                "@RELATION elec",
                "@attribute 'nsw price' real",
                "@attribute day {1, 2,3}",
                "@attribute note string",
                "@ATTRIBUTE class {UP, DOWN}",
                "@DATA",
                "",
                "0.5, 2, 'it''s' , UP".replace("''", "\\'"),
                "?, 3, \"a, b\", DOWN");

        assertThat(data.schema())
                .isEqualTo(new Schema(
                        List.of("nsw price"),
                        List.of(new Schema.Category("day", List.of("1", "2", "3"), 3)),
                        List.of("note"),
                        0,
                        "class",
                        List.of("UP", "DOWN")));
        List<Example> rows = data.toList();
        assertThat(rows).extracting(Example::label).containsExactly(0.0, 1.0);
        assertThat(rows).extracting(e -> e.texts()[0]).containsExactly("it's", "a, b");
        assertThat(rows.get(0).categories()).containsExactly(CategoryHash.of("2"));
        assertThat(rows.get(1).numbers()).containsExactly(Double.NaN);
    }

    @Test
    void whatASparseRowLeavesOutIsZeroOrTheFirstValue() throws IOException {
        Dataset data = arff(
                "@relation s",
                "@attribute a numeric",
                "@attribute b numeric",
                "@attribute c {x,y}",
                "@attribute class {n,p}",
                "@data",
                "{1 2.5, 3 p}",
                "{}",
                "{0 1, 2 y}");

        List<Example> rows = data.toList();
        assertThat(rows.get(0).numbers()).containsExactly(0, 2.5);
        assertThat(rows).extracting(Example::label).containsExactly(1.0, 0.0, 0.0);
        assertThat(rows.get(1).categories()).containsExactly(CategoryHash.of("x"));
        assertThat(rows.get(2).categories()).containsExactly(CategoryHash.of("y"));
    }

    @Test
    void everyKindOfDamageIsRefusedWithPlaceRuleAndRemedy() throws IOException {
        assertRefused(
                "set.arff line 2, column when: an attribute must be numeric", "@relation r", "@attribute when date");
        assertRefused("set.arff line 2: a header must end with @data", "@relation r");
        assertRefused("set.arff line 1: a header line must be @relation", "relation r");
        assertRefused(
                "set.arff line 4: a row must have 2 fields", "@attribute a real", "@attribute y {p,q}", "@data", "1");
        assertRefused(
                "set.arff line 4: fields must have commas", "@attribute a real", "@attribute y {p,q}", "@data", "1 p");
        assertRefused(
                "set.arff line 4: a sparse entry must begin with an attribute's number in [0, 2)",
                "@attribute a real",
                "@attribute y {p,q}",
                "@data",
                "{2 p}");
        assertRefused("set.arff line 1: a list must end with }", "@attribute y {p,q");
        assertRefused("set.arff line 1: a quoted word must end", "@attribute 'y {p,q}");
    }

    private void assertRefused(String message, String... lines) throws IOException {
        assertThatThrownBy(() -> arff(lines)).isInstanceOf(DataException.class).hasMessageStartingWith(message);
    }

    private Dataset arff(String... lines) throws IOException {
        return Dataset.read(Written.text(folder, "set.arff", lines));
    }
}
