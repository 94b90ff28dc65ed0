package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.encode.SparseInput;
import dev.freshet.model.optim.Optimizers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** FTRL-proximal on Vowpal Wabbit's first test set, by the sparse pass and step themselves. */
class FtrlReferenceTest {
    /** The set's own constant feature, whose name is no number. */
    private static final int CONSTANT = 1 << 17;

    /** Squared loss, the prediction clipped to the labels seen so far and 0, as that program does. */
    @Test
    void theProgressiveLossIsTheOneThatVowpalWabbitPublishes() throws IOException {
        LearnerSpec spec = LearnerSpec.regression()
                .features(new SparseInput(CONSTANT + 1))
                .optimizer(Optimizers.ftrl(0.01, 0, 2, 0))
                .build();
        SparseNetwork network = (SparseNetwork) Network.of(spec);
        SparseTrainer trainer = new SparseTrainer(network, spec);
        Weights weights = network.blank(2);
        Batch batch = new Batch(network);
        var features = spec.features().encoder();
        double low = 0;
        double high = 0;
        double loss = 0;
        int n = 0;
        try (BufferedReader in = open("rcv1_vw/0001.dat.gz")) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Example example = example(line.strip().split("\\s+", -1), n++);
                double y = example.label();
                network.encode(features, example, new double[0], true, batch);
                network.forward(weights, batch, batch.activation, 0, 1);
                double p = Math.max(low, Math.min(high, batch.activation[1][0]));
                batch.activation[1][0] = (float) p;
                loss += (p - y) * (p - y);
                low = Math.min(low, y);
                high = Math.max(high, y);
                batch.keepRow(example);
                assertThat(trainer.step(weights, batch, batch.activation, 0, 1, Double.POSITIVE_INFINITY))
                        .isNull();
                batch.clear();
            }
        }
        assertThat(n).isEqualTo(200);
        assertThat(loss / n).isEqualTo(0.379717, within(1e-6));
    }

    private static BufferedReader open(String name) throws IOException {
        String directory = Objects.requireNonNull(System.getProperty("data"), "run with -Ddata=DIR");
        GZIPInputStream in = new GZIPInputStream(Files.newInputStream(Path.of(directory, name)));
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private static Example example(String[] tokens, int row) {
        int[] columns = new int[tokens.length - 2];
        float[] values = new float[columns.length];
        for (int k = 0; k < columns.length; k++) {
            String[] word = tokens[k + 2].split(":", -1);
            columns[k] = word[0].equals("const") ? CONSTANT : Integer.parseInt(word[0]);
            values[k] = word.length > 1 ? Float.parseFloat(word[1]) : 1;
        }
        return Example.of(row, Double.parseDouble(tokens[0])).withSparse(columns, values);
    }
}
