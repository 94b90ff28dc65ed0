package dev.freshet.jobs.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.Task;
import dev.freshet.model.encode.FeatureSchema;
import dev.freshet.wire.EventMapping;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaterLabelsTest {
    private static final FeatureSchema SCHEMA = new FeatureSchema(List.of("a"), List.of(), List.of(true));
    private final List<String> sent = new ArrayList<>();

    @Test
    void aLabelIsSentBeforeTheFirstRowThatIsNotOlderThanItsTime() throws IOException {
        LaterLabels labels = send("""
                id,key,ts,y,a,known
                f0,k,10,1,7,25
                f1,k,20,0,8,21
                f2,l,25,1,9,99
                """);

        assertThat(sent)
                .containsExactly(
                        "features k {\"id\":\"f0\",\"key\":\"k\",\"ts\":10,\"x\":{\"a\":7}}",
                        "features k {\"id\":\"f1\",\"key\":\"k\",\"ts\":20,\"x\":{\"a\":8}}",
                        "labels k {\"id\":\"f1\",\"key\":\"k\",\"ts\":21,\"y\":0}",
                        "labels k {\"id\":\"f0\",\"key\":\"k\",\"ts\":25,\"y\":1}",
                        "features l {\"id\":\"f2\",\"key\":\"l\",\"ts\":25,\"x\":{\"a\":9}}");
        assertThat(labels.sent()).isEqualTo(2);
        assertThat(labels.pending()).isEqualTo(1);
    }

    @Test
    void theRestIsSentInTheOrderOfItsTimesAndOfRowsWhereTheyAreEqual() throws IOException {
        LaterLabels labels = send("id,key,ts,y,a,known\nf0,k,10,1,7,40\nf1,k,10,0,8,30\nf2,k,10,0,9,40\n");
        sent.clear();

        labels.sendRest();

        assertThat(sent)
                .extracting(line -> line.replaceAll(".*\"id\":\"(f.)\".*", "$1"))
                .containsExactly("f1", "f0", "f2");
        assertThat(labels.pending()).isZero();
    }

    @Test
    void aTimeThatIsNoneEndsItWithItsRow() {
        assertThatThrownBy(() -> send("id,key,ts,y,a,known\nf0,k,10,1,7,25\nf1,k,20,0,8,soon\u0007\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("row 2: column known must be epoch milliseconds or an ISO 8601 time: got soon\\u0007");
    }

    @Test
    void aTableWithoutTheColumnOrAnIdIsRefused() {
        assertThatThrownBy(() -> send("id,key,ts,y,a\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("time of the label known");
        assertThatThrownBy(() -> send("key,ts,y,a,known\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("id id");
        assertThatThrownBy(() -> send("id,key,y,a,known\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("time ts");
    }

    private LaterLabels send(String csv) throws IOException {
        CsvRows rows = CsvRows.of("rows", new ByteArrayInputStream(csv.getBytes(UTF_8)));
        LaterLabels labels = LaterLabels.of(
                rows.header(),
                EventMapping.CANONICAL,
                SCHEMA,
                new Task.Regression(),
                "known",
                null,
                (key, value) -> sent.add("features " + new String(key, UTF_8) + " " + new String(value, UTF_8)),
                (key, value) -> sent.add("labels " + new String(key, UTF_8) + " " + new String(value, UTF_8)));
        long unused = new Replay(rows, labels, 0, Long.MAX_VALUE).run();
        return labels;
    }
}
