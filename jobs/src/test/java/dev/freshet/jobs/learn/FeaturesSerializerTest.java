package dev.freshet.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.Example;
import dev.freshet.wire.Event;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class FeaturesSerializerTest {

    @Test
    void whatWaitsForALabelKeepsItsBytes() throws Exception {
        Example example =
                new Example(new double[] {0.5}, new long[] {7}, Double.NaN, 2.5, 1_700_000_000_000L, 3, 9_918);
        Feature labelled = new Feature(1_700_000_000_000L, Long.MIN_VALUE, -5, null, 1, Double.NaN);
        Feature waiting = new Feature(
                1_700_000_000_001L,
                1_700_000_000_000L,
                17,
                new Feature.Waiting(new Event("Zürich", "e-1", example), new float[] {0.25f, 0.75f}),
                Double.NaN,
                Double.NaN);
        byte[] golden;
        try (InputStream file = getClass().getResourceAsStream("features.hex")) {
            golden = HexFormat.of()
                    .parseHex(
                            new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.US_ASCII).strip());
        }

        assertThat(bytes(List.of(labelled, waiting))).isEqualTo(golden);
        assertThat(bytes(FeaturesSerializer.INSTANCE.deserialize(new DataInputDeserializer(golden))))
                .isEqualTo(golden);
    }

    private static byte[] bytes(List<Feature> features) throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(64);
        FeaturesSerializer.INSTANCE.serialize(features, out);
        return out.getCopyOfBuffer();
    }
}
