package dev.freshet.wire;

import static dev.freshet.wire.Decoding.TIME;
import static dev.freshet.wire.Decoding.accepted;
import static dev.freshet.wire.Decoding.decoder;
import static dev.freshet.wire.Decoding.raw;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freshet.model.encode.CategoryHash;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventWriterTest {
    private final EventWriter writer = new EventWriter(List.of("a", "b"), List.of("day"));

    @Test
    void anEventIsWrittenAsItsTopicSays() {
        byte[] json =
                writer.write("e", "NSW", TIME, new double[] {0.5, -2}, List.of("Mon"), new Label.OfClass("UP"), 2);
        assertThat(new String(json, UTF_8))
                .isEqualTo(
                        "{\"id\":\"e\",\"key\":\"NSW\",\"ts\":1700000000000,\"x\":{\"a\":0.5,\"b\":-2.0,\"day\":\"Mon\"},"
                                + "\"y\":\"UP\",\"w\":2.0}");
    }

    @Test
    void whatIsMissingIsLeftOut() {
        byte[] json =
                writer.write(null, null, TIME, new double[] {Double.NaN, 1}, Arrays.asList((String) null), null, 1);
        assertThat(new String(json, UTF_8)).isEqualTo("{\"ts\":1700000000000,\"x\":{\"b\":1.0}}");
    }

    @Test
    void aWrittenEventIsDecodedToItself() {
        for (String text : List.of("NSW", "é😀\u2028", "quote\" back\\slash", "\u001b\n")) {
            byte[] json = writer.write(
                    text, text, TIME, new double[] {1e-300, 0.1}, List.of(text), new Label.OfClass("DOWN"), 0);
            Event event = accepted(decoder().decode(raw(text.getBytes(UTF_8), json)));
            assertThat(event.key()).isEqualTo(text);
            assertThat(event.id()).isEqualTo(text);
            assertThat(event.example().numbers()).containsExactly(1e-300, 0.1);
            assertThat(event.example().categories()).containsExactly(CategoryHash.of(text));
            assertThat(event.example().label()).isZero();
            assertThat(event.example().weight()).isZero();
            assertThat(event.example().time()).isEqualTo(TIME);
        }
    }

    @Test
    void anEventHasAValueForEachName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.write("e", "k", TIME, new double[1], List.of("Mon"), null, 1))
                .withMessage("an event takes 2 numbers: got 1");
    }
}
