package dev.freshet.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseInputTest {
    private static final double[] NONE = {};

    @Test
    void itsColumnsAreTheEventsOwn() {
        float[] out = Encoding.dense(new SparseInput(5), NONE, new Inputs().sparse(new int[] {3, 0}, 1.5f, -2));

        assertThat(out).containsExactly(-2, 0, 0, 1.5f, 0);
    }

    @Test
    void aColumnThatStandsTwiceIsASum() {
        float[] out = Encoding.dense(new SparseInput(2), NONE, new Inputs().sparse(new int[] {1, 1}, 1, 2));

        assertThat(out).containsExactly(0, 3);
    }

    @Test
    void zerosAndMissingValuesSetNoColumn() {
        SparseRow row = new SparseRow();
        Encoding.one(new SparseInput(3))
                .encode(new Inputs().sparse(new int[] {0, 1, 2}, 0, Float.NaN, 7), NONE, true, row);

        assertThat(row.size()).isEqualTo(1);
        assertThat(row.index()[0]).isEqualTo(2);
        assertThat(row.value()[0]).isEqualTo(7);
    }

    @Test
    void itStandsBehindTheColumnsBeforeIt() {
        FeatureEncoding both =
                new FeatureEncoding(List.of(new Numbers(List.of("a"), Scaling.NONE), new SparseInput(1 << 20)));
        SparseRow row = new SparseRow();
        both.encoder().encode(new Inputs().numbers(4).sparse(new int[] {9}, 5), NONE, true, row);

        assertThat(both.sparse()).isTrue();
        assertThat(both.schema().sparse()).isEqualTo(1 << 20);
        assertThat(row.size()).isEqualTo(2);
        assertThat(row.index()).startsWith(0, 10);
        assertThat(row.value()).startsWith(4, 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, (1 << 24) + 1})
    void aDimensionOutOfRangeIsRefused(int dimension) {
        assertThatThrownBy(() -> new SparseInput(dimension))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sparse.dimension must lie in [1, 16777216]: got " + dimension);
    }

    @Test
    void aSecondSparsePartIsRefused() {
        assertThatThrownBy(() -> new FeatureEncoding(List.of(new SparseInput(2), new SparseInput(3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("feature \"\" is declared twice: declare it once");
    }

    @Test
    void aRowGrowsAndIsUsedAgain() {
        SparseRow row = new SparseRow();
        for (int round = 0; round < 2; round++) {
            row.clear();
            for (int k = 0; k < 100; k++) {
                row.add(k, 2 * k + round);
            }
            assertThat(row.size()).isEqualTo(100);
            assertThat(row.index()[99]).isEqualTo(99);
            assertThat(row.value()[99]).isEqualTo(198 + round);
        }
    }
}
