package dev.freshet.jobs.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far a model has moved. */
class ModelDiffTest {
    @TempDir
    Path directory;

    @Test
    void theLargestChangesStandFirstAndEachLayerHasTheNormOfItsChange() throws IOException {
        Trained trained = new Trained(directory, "standard").learn(4);
        OpenedModel from = trained.open();
        float[] before = trained.state().parameters();
        OpenedModel to = trained.learn(40).open();
        float[] after = trained.state().parameters();

        List<String> lines = ModelDiff.lines(from, to, 1);

        int largest = 0;
        double squares = 0;
        for (int i = 0; i < before.length; i++) {
            largest = Math.abs((double) after[i] - before[i]) > Math.abs((double) after[largest] - before[largest])
                    ? i
                    : largest;
            float change = after[i] - before[i];
            squares += i < 6 ? (double) change * change : 0;
        }
        assertThat(lines)
                .contains("learned 4 examples -> 44")
                .anyMatch(line -> line.startsWith("layer 1  norm of W "))
                .anyMatch(line -> line.startsWith("layer 2  norm of b "));
        assertThat(lines.get(4)).endsWith(String.format(Locale.ROOT, ", of the change %.6g", Math.sqrt(squares)));
        assertThat(lines.get(lines.size() - 1))
                .isEqualTo(String.format(
                        Locale.ROOT, "  %s  %.6g -> %.6g", name(largest), before[largest], after[largest]));
        assertThat(lines).hasSize(4 + 4 + 1);
    }

    @Test
    void aModelDoesNotDifferFromItself() throws IOException {
        OpenedModel model = new Trained(directory, "none").learn(9).open();

        assertThat(ModelDiff.lines(model, model, 5)).endsWith("no weight differs");
    }

    /** Of a network of 2 inputs, 3 units and 2 units. */
    private static String name(int parameter) {
        if (parameter < 6) {
            return "layer 1 W[" + parameter / 3 + ", " + parameter % 3 + "]";
        }
        if (parameter < 9) {
            return "layer 1 b[" + (parameter - 6) + "]";
        }
        return parameter < 15
                ? "layer 2 W[" + (parameter - 9) / 2 + ", " + (parameter - 9) % 2 + "]"
                : "layer 2 b[" + (parameter - 15) + "]";
    }
}
