package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExampleTest {
    private static final Example FULL = new Example(new double[] {1}, new long[] {2}, 3, 4, 5, 6, 7)
            .withTexts("a", null)
            .withSparse(new int[] {8}, new float[] {9});

    @Test
    void whatIsNotReplacedStays() {
        Example other = FULL.withLabel(30).withTime(50);

        assertThat(other.numbers()).containsExactly(1);
        assertThat(other.categories()).containsExactly(2);
        assertThat(other.texts()).containsExactly("a", null);
        assertThat(other.indices()).containsExactly(8);
        assertThat(other.values()).containsExactly(9);
        assertThat(other.label()).isEqualTo(30);
        assertThat(other.weight()).isEqualTo(4);
        assertThat(other.time()).isEqualTo(50);
        assertThat(other.partition()).isEqualTo(6);
        assertThat(other.offset()).isEqualTo(7);
    }

    @Test
    void anIndexWithoutAValueIsRefused() {
        assertThatThrownBy(() -> FULL.withSparse(new int[] {1, 2}, new float[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("example must have as many sparse values as indices: got 1 and 2 (partition 6, offset 7)");
    }
}
