package dev.freshet.jobs.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.Task;
import dev.freshet.model.encode.FeatureSchema;
import dev.freshet.wire.EventMapping;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final FeatureSchema SCHEMA = new FeatureSchema(List.of("a"), List.of(), List.of(true));
    private final List<String> sent = new ArrayList<>();

    @Test
    void everyRowIsSentInItsOrder() throws IOException {
        Replay replay = replay("key,y,a\nk0,0,1\nk1,1,2\nk2,0,3\n", Long.MAX_VALUE);
        List<Long> progress = new ArrayList<>();
        replay.onProgress(progress::add);

        assertThat(replay.run()).isEqualTo(3);

        assertThat(sent)
                .containsExactly(
                        "k0 {\"key\":\"k0\",\"x\":{\"a\":1},\"y\":0}",
                        "k1 {\"key\":\"k1\",\"x\":{\"a\":2},\"y\":1}",
                        "k2 {\"key\":\"k2\",\"x\":{\"a\":3},\"y\":0}");
        assertThat(progress).containsExactly(1L, 2L, 3L);
    }

    @Test
    void rowsThatAreSkippedAreNotSent() throws IOException {
        Replay replay = replay("key,y,a\nk0,0,1\nk1,1,2\nk2,0,3\n", Long.MAX_VALUE);
        replay.skip(2);

        assertThat(replay.run()).isEqualTo(1);
        assertThat(sent).containsExactly("k2 {\"key\":\"k2\",\"x\":{\"a\":3},\"y\":0}");
    }

    @Test
    void skippingMoreRowsThanThereAreSendsNone() throws IOException {
        Replay replay = replay("key,y,a\nk0,0,1\n", Long.MAX_VALUE);
        replay.skip(5);

        assertThat(replay.run()).isZero();
    }

    @Test
    void aLimitEndsIt() throws IOException {
        Replay replay = replay("key,y,a\nk,0,1\nk,1,2\nk,0,3\n", 2);

        assertThat(replay.run()).isEqualTo(2);
        assertThat(sent).hasSize(2);
    }

    @Test
    void aStopEndsItBeforeTheNextEvent() throws IOException {
        Replay replay = replay("key,y,a\nk,0,1\nk,1,2\nk,0,3\n", Long.MAX_VALUE);
        replay.onProgress(count -> {
            if (count == 2) {
                replay.stop();
            }
        });

        assertThat(replay.run()).isEqualTo(2);
        assertThat(replay.sent()).isEqualTo(2);
        assertThat(replay.stopped()).isTrue();
    }

    @Test
    void aBadRowEndsItBehindTheGoodOnes() throws IOException {
        Replay replay = replay("key,y,a\nk,0,1\nk,1\nk,0,3\n", Long.MAX_VALUE);

        assertThatThrownBy(replay::run).isInstanceOf(IOException.class).hasMessageStartingWith("rows:3 ");
        assertThat(replay.sent()).isEqualTo(1);
    }

    private Replay replay(String csv, long limit) throws IOException {
        CsvRows rows = CsvRows.of("rows", new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
        RowEvent event = new RowEvent(rows.header(), EventMapping.CANONICAL, SCHEMA, new Task.Regression());
        return new Replay(rows, event, (key, value) -> sent.add(utf8(key) + " " + utf8(value)), 0, limit);
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
