package dev.freshet.model.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.data.Dataset;
import dev.freshet.model.data.Schema;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.encode.FeatureSchema;
import dev.freshet.model.optim.Optimizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnersTest {
    @TempDir
    private Path folder;

    private static final Schema MIXED = new Schema(
            List.of("a", "b"),
            List.of(
                    new Schema.Category("day", List.of("Mon", "Tue"), 2),
                    new Schema.Category("shop", List.of(), 9_000)),
            List.of("note"),
            3,
            "y",
            List.of("n", "p"));

    @Test
    void theDefaultLearnsACircleWithoutTuning() {
        Schema schema = new Schema(List.of("x", "y"), List.of(), List.of(), 0, "c", List.of("out", "in"));

        PrequentialResult result = Prequential.run(Streams.circle(3000), Learners.classifier(schema));

        assertThat(Maps.value(result.curve().get(2).window(), "accuracy")).isGreaterThan(0.92);
    }

    @Test
    void theDefaultLearnsALineWithoutTuning() {
        Schema schema = new Schema(List.of("x", "y"), List.of(), List.of(), 0, "z", List.of());
        List<Example> stream = new ArrayList<>();
        for (Example example : Streams.circle(3000)) {
            double[] x = example.numbers();
            stream.add(Example.of(example.offset(), 20 + 10 * x[0] - 5 * x[1], x));
        }

        PrequentialResult result = Prequential.run(stream, Learners.regressor(schema));

        assertThat(Maps.value(result.curve().get(2).window(), "absoluteError")).isLessThan(1);
    }

    @Test
    void everyInputOfTheSchemaIsEncodedInTheSchemasOrder() {
        FeatureSchema encoded = new FeatureEncoding(Learners.encoders(MIXED)).schema();

        assertThat(encoded.numbers()).isEqualTo(MIXED.numbers());
        assertThat(encoded.categories()).containsExactly("day", "shop");
        assertThat(encoded.texts()).containsExactly("note");
        assertThat(encoded.sparse()).isEqualTo(3);
    }

    @Test
    void fewCategoriesHaveAColumnEachAndManyShareHashedOnes() {
        assertThat(new FeatureEncoding(Learners.encoders(MIXED)).width()).isEqualTo(2 + (2 + 1) + 1024 + 4096 + 3);
    }

    @Test
    void theWrongKindOfLabelIsRefusedWithWhatToUseInstead() {
        Schema number = new Schema(List.of("x"), List.of(), List.of(), 0, "y", List.of());

        assertThatThrownBy(() -> Learners.classifier(number)).hasMessageContaining("got the number y: use regressor");
        assertThatThrownBy(() -> Learners.regressor(MIXED)).hasMessageContaining("one of [n, p]: use classifier");
    }

    @Test
    void theRateFallsWithTheRootOfTheInputsBeyondThirtyTwo() {
        assertThat(Learners.spec(numbers(2)).build().optimizer())
                .isEqualTo(Learners.spec(numbers(32)).build().optimizer())
                .isEqualTo(Optimizers.adam(0.003, 0, 0.99, 1e-8));
        assertThat(Learners.spec(numbers(128)).build().optimizer()).isEqualTo(Optimizers.adam(0.0015, 0, 0.99, 1e-8));
    }

    @Test
    void textOfVowpalWabbitIsLearnedByOneLayerOnTwoToTheEighteenColumns() throws IOException {
        Dataset data = Dataset.read(words(3_000, true));

        PrequentialResult result = Prequential.run(data, Learners.classifier(data.schema()));

        assertThat(Maps.value(result.curve().get(2).window(), "accuracy")).isGreaterThan(0.7);
    }

    @Test
    void aNumberOfVowpalWabbitsTextIsLearnedToo() throws IOException {
        Dataset data = Dataset.read(words(3_000, false));

        PrequentialResult result = Prequential.run(data, Learners.regressor(data.schema()));

        assertThat(Maps.value(result.curve().get(2).window(), "absoluteError")).isLessThan(4);
    }

    /** Rows of ten words, the k-th most frequent of 20,000 about in proportion to 1/k, each with a hidden weight. */
    private Path words(int rows, boolean classes) throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        double[] hidden = random.doubles(20_000, -1, 1).toArray();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            StringBuilder line = new StringBuilder();
            double sum = 0;
            for (int j = 0; j < 10; j++) {
                int word = (int) StrictMath.pow(20_000, random.nextDouble()) - 1;
                sum += hidden[word];
                line.append(" w").append(word);
            }
            lines.add((classes ? (sum > 0 ? "1" : "-1") : Double.toString(20 + 3 * sum)) + " |" + line);
        }
        return Files.write(folder.resolve("words.vw"), lines);
    }

    private static Schema numbers(int n) {
        List<String> names = IntStream.range(0, n).mapToObj(i -> "x" + i).toList();
        return new Schema(names, List.of(), List.of(), 0, "y", List.of("n", "p"));
    }

    @Test
    void theConfigurationIsAStartingPoint() {
        Learner learner = new Learner(Learners.spec(MIXED).batch(16).build());

        assertThat(learner.spec().batch().size()).isEqualTo(16);
    }
}
