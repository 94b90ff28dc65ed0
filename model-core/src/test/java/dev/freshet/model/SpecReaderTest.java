package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.encode.Cross;
import dev.freshet.model.encode.DateTimeParts;
import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.FadingNumbers;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.encode.HashedCategories;
import dev.freshet.model.encode.HashedFeatures;
import dev.freshet.model.encode.HashedText;
import dev.freshet.model.encode.Imputation;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.OneHot;
import dev.freshet.model.encode.Ordinal;
import dev.freshet.model.encode.PreparedNumbers;
import dev.freshet.model.encode.Range;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.encode.SparseInput;
import dev.freshet.model.encode.TimePart;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpecReaderTest {
    private static final Numbers TWO = new Numbers(List.of("a, b", "c\")]\\\n"), Scaling.ROBUST);
    private static final List<Encoder> ALL = List.of(
            TWO,
            new PreparedNumbers(TWO, new Range(-1.5, 2), new Imputation.Constant(0.1), true, Range.ALL),
            new PreparedNumbers(TWO, Range.ALL, new Imputation.None(), false, new Range(-3, 3)),
            new FadingNumbers(List.of("d", "e"), 0.99),
            new OneHot("f", List.of("x", ""), true),
            new Ordinal("g", List.of("low", "high")),
            new HashedCategories(List.of("h", "i"), 5),
            new HashedFeatures(List.of("j"), Scaling.STANDARD, List.of("k"), 11),
            new Cross(List.of("l", "m"), 6),
            HashedText.words("n", 7),
            new DateTimeParts(null, List.of(TimePart.HOUR_OF_DAY), true, "UTC"),
            new DateTimeParts("o", List.of(TimePart.DAY_OF_WEEK, TimePart.TIME_OF_DAY), false, "Europe/Zurich"),
            new SparseInput(40));

    @Test
    void everyEncoderAndTaskIsReadBackAsItWasWritten() {
        for (Encoder encoder : ALL) {
            assertThat(SpecReader.read(SpecText.of(encoder), Encoder.class)).isEqualTo(encoder);
        }
        for (Task task : List.of(new Task.Regression(), new Task.Classification(List.of("a\r", "b, c")))) {
            assertThat(SpecReader.read(SpecText.of(task), Task.class)).isEqualTo(task);
        }
        assertThat(Set.<Object>copyOf(ALL.stream().map(Object::getClass).toList()))
                .isEqualTo(Set.<Object>of((Object[]) Encoder.class.getPermittedSubclasses()));
    }

    @Test
    void thePartsOfAnEncoderComeToItsColumnsAndStatistics() {
        for (Encoder encoder : ALL) {
            int width = encoder.split().stream().mapToInt(Encoder::width).sum();
            int statistics =
                    encoder.split().stream().mapToInt(Encoder::statsLength).sum();
            assertThat(List.of(width, statistics))
                    .as(encoder.toString())
                    .isEqualTo(List.of(encoder.width(), encoder.statsLength()));
        }
    }

    @Test
    void thePartsOfAnEncoderMakeTheSameVectorSideBySide() {
        Gen gen = new Gen(1);
        for (Scaling scaling : Scaling.values()) {
            Numbers numbers = new Numbers(List.of("a", "b"), scaling);
            List<Encoder> encoders = List.of(
                    numbers,
                    new PreparedNumbers(
                            new Numbers(List.of("p", "q"), scaling),
                            Range.ALL,
                            new Imputation.Constant(1),
                            false,
                            Range.ALL),
                    new FadingNumbers(List.of("d", "e"), 0.9),
                    new HashedCategories(List.of("h", "i"), 5));
            FeatureEncoding whole = new FeatureEncoding(encoders);
            FeatureEncoding split = new FeatureEncoding(
                    encoders.stream().flatMap(e -> e.split().stream()).toList());
            double[] stats = new double[whole.statsLength()];
            double[] splitStats = new double[split.statsLength()];
            float[] vector = new float[whole.width()];
            float[] splitVector = new float[split.width()];
            for (int i = 0; i < 20; i++) {
                Example example = Example.of(
                        i,
                        0,
                        new double[] {gen.normal(), gen.normal(), gen.normal(), gen.normal(), 1, i},
                        "x" + i,
                        "y");
                whole.encoder().encode(example, stats, true, vector, 0);
                split.encoder().encode(example, splitStats, true, splitVector, 0);
                assertThat(splitVector).isEqualTo(vector);
                assertThat(splitStats).isEqualTo(stats);
            }
        }
    }

    @Test
    void textThatNoSettingsHaveIsRefused() {
        for (String text : List.of(
                "",
                "null",
                "Numbers(",
                "Object()",
                "Numbers(inputs=[\"a\"], scaling=NO)",
                "Regression() ",
                "Range(low=1)")) {
            assertThatThrownBy(() -> SpecReader.read(text, Encoder.class))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
