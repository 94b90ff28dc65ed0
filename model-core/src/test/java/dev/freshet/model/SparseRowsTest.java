package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.encode.SparseRow;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SparseRowsTest {
    private final Coordinates merge = new Coordinates();

    @Test
    void aColumnThatStandsTwiceGetsTheSumAtItsFirstPlace() {
        SparseRows rows = new SparseRows();
        rows.put(0, row(9, 1, 4, 2, 9, 3), merge);
        rows.put(1, row(4, 5), merge);
        assertThat(columns(rows, 0)).containsExactly(9, 4);
        assertThat(values(rows, 0)).containsExactly(4, 2);
        assertThat(columns(rows, 1)).containsExactly(4);
        assertThat(values(rows, 1)).containsExactly(5);
    }

    @Test
    void aRowMayBeSetAgainWhereItsExampleWasNotKept() {
        SparseRows rows = new SparseRows();
        rows.put(0, row(1, 1, 2, 2, 3, 3), merge);
        rows.put(0, row(7, 7), merge);
        rows.put(1, rows, 0);
        assertThat(columns(rows, 0)).containsExactly(7);
        assertThat(columns(rows.copy(), 1)).containsExactly(7);
    }

    @Test
    void aRowEndsAtItsMostColumns() {
        SparseRow wide = new SparseRow();
        for (int column = 0; column < SparseRows.MAX_COLUMNS + 3; column++) {
            wide.add(column, 1);
        }
        SparseRows rows = new SparseRows();
        rows.put(0, wide, merge);
        assertThat(rows.length(0)).isEqualTo(SparseRows.MAX_COLUMNS);
    }

    @Test
    void oneValueThatIsNotFiniteShows() {
        SparseRows rows = new SparseRows();
        rows.put(0, row(1, 1, 2, 2), merge);
        rows.put(1, row(1, 1, 2, Float.NEGATIVE_INFINITY), merge);
        assertThat(rows.isFinite(0)).isTrue();
        assertThat(rows.isFinite(1)).isFalse();
    }

    private static SparseRow row(float... columnsAndValues) {
        SparseRow row = new SparseRow();
        for (int k = 0; k < columnsAndValues.length; k += 2) {
            row.add((int) columnsAndValues[k], columnsAndValues[k + 1]);
        }
        return row;
    }

    private static int[] columns(SparseRows rows, int row) {
        return Arrays.copyOfRange(rows.column(), rows.from(row), rows.from(row + 1));
    }

    private static float[] values(SparseRows rows, int row) {
        return Arrays.copyOfRange(rows.value(), rows.from(row), rows.from(row + 1));
    }

    /** So many that the rounds by which a row is known to repeat no column begin anew. */
    @Test
    void columnsThatAgreeInTheirLowBitsStayApartAndEqualOnesAreSummed() {
        SparseRows rows = new SparseRows();
        Coordinates merge = new Coordinates();
        for (int i = 0; i < 600; i++) {
            SparseRow alike = new SparseRow();
            alike.add(5, 1);
            alike.add(5 + (1 << 14), 2);
            rows.put(0, alike, merge);
            assertThat(rows.length(0)).isEqualTo(2);
            SparseRow twice = new SparseRow();
            twice.add(5, 1);
            twice.add(5, 2);
            rows.put(0, twice, merge);
            assertThat(rows.length(0)).isEqualTo(1);
            assertThat(rows.value()[0]).isEqualTo(3);
        }
    }
}
