package dev.freshet.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.Example;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparseFormatsTest {
    @TempDir
    private Path folder;

    @Test
    void aNarrowLibsvmFileBecomesNumbers() throws IOException {
        Dataset data = libsvm("+1 1:0.5 3:2 # note", "", "-1 qid:7 2:-1e2");

        assertThat(data.schema().numbers()).containsExactly("f0", "f1", "f2", "f3");
        assertThat(data.schema().classes()).containsExactly("-1", "1");
        List<Example> rows = data.toList();
        assertThat(rows).extracting(Example::label).containsExactly(1.0, 0.0);
        assertThat(rows.get(0).numbers()).containsExactly(0, 0.5, 0, 2);
        assertThat(rows.get(1).numbers()).containsExactly(0, 0, -100, 0);
    }

    @Test
    void aWideLibsvmFileBecomesASparsePart() throws IOException {
        Dataset data = libsvm("1 5:1", "0 70000:2 3:1");

        assertThat(data.schema().sparse()).isEqualTo(70_001);
        assertThat(data.schema().numbers()).isEmpty();
        Example second = data.toList().get(1);
        assertThat(second.indices()).containsExactly(70_000, 3);
        assertThat(second.values()).containsExactly(2, 1);
    }

    @Test
    void aLabelOfFractionsMakesARegressionAndNoLabelAnExampleThatIsOnlyScored() throws IOException {
        List<Example> rows = libsvm("0.25 1:1", "2:1").toList();

        assertThat(rows.get(0).label()).isEqualTo(0.25);
        assertThat(rows.get(1).labelled()).isFalse();
    }

    @Test
    void aLabelOfMinusZeroIsThatOfZero() throws IOException {
        for (Dataset data : List.of(libsvm("1 1:1", "-0 1:2", "0 1:3"), vw("1 | a", "-0 | b", "0 | c"))) {
            assertThat(data.schema().classes()).containsExactly("0", "1");
            assertThat(data.toList()).extracting(Example::label).containsExactly(1.0, 0.0, 0.0);
        }
    }

    @Test
    void aLibsvmFeatureThatIsNoneIsRefusedWithItsLine() throws IOException {
        assertThatThrownBy(() -> libsvm("1 1:1", "1 x:1"))
                .hasMessage(
                        "set.libsvm line 2: a feature must be index:value, the index in [0, 2^24): got x:1: correct the"
                                + " feature");
        assertThatThrownBy(() -> libsvm("1 99999999:1")).hasMessageContaining("got 99999999:1");
        assertThatThrownBy(() -> libsvm("1 1:nan")).hasMessageContaining("column 1: must be a finite decimal number");
        assertThatThrownBy(() -> libsvm("yes 1:1")).hasMessageContaining("got yes: give the label as a number");
    }

    @Test
    void vowpalWabbitsTextHasLabelImportanceTagNamespacesAndValues() throws IOException {
        Dataset data = vw("1 2.5 'tag|f:2 a:3 b |g a", "-1 tag2|f b", "| c");

        assertThat(data.schema().sparse()).isEqualTo(1 << 18);
        assertThat(data.schema().classes()).containsExactly("-1", "1");
        List<Example> rows = data.toList();
        assertThat(rows).extracting(Example::label).containsExactly(1.0, 0.0, Double.NaN);
        assertThat(rows).extracting(Example::weight).containsExactly(2.5, 1.0, 1.0);
        assertThat(rows.get(0).values()).containsExactly(6, 2, 1);
        assertThat(rows.get(0).indices()[0]).isNotEqualTo(rows.get(0).indices()[2]);
        assertThat(rows.get(1).indices()).containsExactly(rows.get(0).indices()[1]);
        assertThat(rows.get(2).indices()).hasSize(1);
    }

    @Test
    void aVowpalWabbitLineWithoutBarOrWithABadImportanceIsRefused() throws IOException {
        assertThatThrownBy(() -> vw("1 a b")).hasMessageContaining("an example must have a | before its features");
        assertThatThrownBy(() -> vw("1 -2 |f a")).hasMessageContaining("column importance: must be >= 0: got -2");
        assertThatThrownBy(() -> vw("1 |f a:b")).hasMessageContaining("column a: must be a finite decimal number");
        assertThatThrownBy(() -> Dataset.vw(folder, 25)).hasMessageContaining("vw.bits must lie in [1, 24]: got 25");
    }

    private Dataset libsvm(String... lines) throws IOException {
        return Dataset.read(Written.text(folder, "set.libsvm", lines));
    }

    private Dataset vw(String... lines) throws IOException {
        return Dataset.read(Written.text(folder, "set.vw", lines));
    }
}
