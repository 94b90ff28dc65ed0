package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransposeTest {

    @Test
    void everyElementStandsAtItsMirroredPlaceWhateverTheShape() {
        for (int rows = 1; rows < 14; rows++) {
            for (int columns = 1; columns < 14; columns++) {
                float[] from = new Gen(rows + 20L * columns).floats(3 + rows * columns);
                float[] to = new float[rows * columns];

                Transpose.of(from, 3, rows, columns, to);

                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j < columns; j++) {
                        assertThat(to[j * rows + i])
                                .as("%d x %d: %d, %d", rows, columns, i, j)
                                .isEqualTo(from[3 + i * columns + j]);
                    }
                }
            }
        }
    }
}
