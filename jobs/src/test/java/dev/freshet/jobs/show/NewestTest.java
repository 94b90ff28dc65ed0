package dev.freshet.jobs.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.wire.RawRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewestTest {

    @Test
    void theNewestAreKeptByTimeThenByPlaceWhateverTheOrderTheyCameIn() {
        Newest newest = new Newest(3);
        add(newest, 50, 1, 0);
        add(newest, 10, 0, 9);
        add(newest, 50, 0, 8);
        add(newest, 90, 2, 1);

        assertThat(newest.lines()).containsExactly("50@0:8", "50@1:0", "90@2:1");
        assertThat(newest.shown()).isEqualTo(4);
    }

    @Test
    void keepingNoneIsRefused() {
        assertThatThrownBy(() -> new Newest(0)).hasMessage("newest must be >= 1: got 0");
    }

    private static void add(Newest newest, long time, int partition, long offset) {
        newest.add(
                new RawRecord("t", partition, offset, time, null, null, List.of()),
                time + "@" + partition + ":" + offset);
    }
}
