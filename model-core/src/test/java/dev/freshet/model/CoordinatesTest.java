package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoordinatesTest {

    @Test
    void columnsAreNumberedAsTheyComeHoweverManyThereAre() {
        Coordinates coordinates = new Coordinates();
        for (long seed = 0; seed < 30; seed++) {
            Gen gen = new Gen(seed);
            int[] sizes = {3, 64, 65, 5_000};
            int range = sizes[(int) (seed % sizes.length)];
            List<Integer> known = new ArrayList<>();
            coordinates.clear();
            for (int i = 0; i < 2 * range; i++) {
                int column = gen.chance(0.5) ? gen.below(range) : gen.below(range) << 12;
                if (!known.contains(column)) {
                    known.add(column);
                }
                assertThat(coordinates.of(column)).isEqualTo(known.indexOf(column));
            }
            assertThat(coordinates.size()).isEqualTo(known.size());
            assertThat(Arrays.stream(coordinates.columns(), 0, coordinates.size()))
                    .containsExactlyElementsOf(known);
        }
    }
}
