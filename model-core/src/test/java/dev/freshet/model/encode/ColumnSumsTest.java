package dev.freshet.model.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ColumnSumsTest {

    @Test
    void itIsAMapThatKeepsOrder() {
        SplittableRandom random = new SplittableRandom(1);
        ColumnSums sums = new ColumnSums();
        for (int round = 0; round < 200; round++) {
            Map<Integer, Integer> expected = new LinkedHashMap<>();
            int columns = 1 << random.nextInt(1, 24);
            sums.clear();
            for (int n = random.nextInt(500); n > 0; n--) {
                int column = random.nextInt(columns);
                int count = random.nextInt(-1, 2);
                sums.add(column, count);
                expected.merge(column, count, Integer::sum);
            }

            Map<Integer, Integer> found = new LinkedHashMap<>();
            for (int k = 0; k < sums.size(); k++) {
                found.put(sums.column(k), sums.sum(k));
            }
            assertThat(found).containsExactlyEntriesOf(expected);
        }
    }
}
