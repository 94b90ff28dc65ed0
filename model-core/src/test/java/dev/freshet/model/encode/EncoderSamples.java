package dev.freshet.model.encode;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Encoders of every type and of every way that changes what they do, and events for all of them. */
final class EncoderSamples {
    private static final String[] VALUES = {"a", "b", "c", "d", "Zürich", ""};
    private static final String[] TEXTS = {
        "", "free FREE win", "x", "Zürich 東京 🌊", "a\ud800b", "  \t ", "One word. Another word?", "naïve café naïve"
    };
    private static final double[] AWKWARD = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Float.MAX_VALUE,
        Double.MIN_VALUE,
        -0.0,
        0,
        1.7e12
    };

    private EncoderSamples() {}

    static Stream<Encoder> all() {
        return Stream.of(
                        Stream.of(Scaling.values()).map(scaling -> new Numbers(List.of("x", "y"), scaling)),
                        prepared(),
                        texts(),
                        Stream.of(
                                new FadingNumbers(List.of("x", "y"), 0.3),
                                new OneHot("c", List.of("a", "b", "Zürich"), false),
                                new OneHot("c", List.of("a", "b", "Zürich"), true),
                                new Ordinal("d", List.of("a", "b", "c")),
                                new HashedCategories(List.of("c", "d"), 5),
                                new HashedFeatures(List.of("x", "y"), Scaling.STANDARD, List.of("c", "d"), 3),
                                new HashedFeatures(List.of("x"), Scaling.NONE, List.of(), 10),
                                new Cross(List.of("c", "d"), 4),
                                new SparseInput(50)),
                        Stream.of(
                                new DateTimeParts(null, List.of(TimePart.values()), true, "Europe/Paris"),
                                new DateTimeParts("x", List.of(TimePart.values()), false, "UTC")))
                .flatMap(encoders -> encoders);
    }

    private static Stream<Encoder> prepared() {
        return Stream.of(
                        new Imputation.None(), new Imputation.Constant(3), new Imputation.Mean(), new Imputation.Last())
                .flatMap(missing -> Stream.of(
                        new PreparedNumbers(
                                new Numbers(List.of("x", "y"), Scaling.ROBUST), Range.ALL, missing, true, Range.ALL),
                        new PreparedNumbers(
                                new Numbers(List.of("x"), Scaling.NONE),
                                new Range(-9, Double.POSITIVE_INFINITY),
                                missing,
                                false,
                                new Range(-1, 2))));
    }

    private static Stream<Encoder> texts() {
        NGrams words = new NGrams(NGrams.Unit.WORD, 1, 2, true);
        NGrams characters = new NGrams(NGrams.Unit.CHARACTER, 2, 4, false);
        return Stream.of(
                HashedText.words("t", 6),
                new HashedText("t", words, 10, false, new TermWeight(true, true, true)),
                new HashedText("t", characters, 4, true, new TermWeight(false, true, false)),
                new HashedText("t", characters, 14, true, new TermWeight(true, false, false)));
    }

    /** Of two numbers, two categories, a text, a sparse part and a time, the awkward ones among them. */
    static Inputs event(SplittableRandom random, FeatureSchema schema) {
        double[] numbers = new double[schema.numbers().size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextInt(3) == 0 ? AWKWARD[random.nextInt(AWKWARD.length)] : random.nextDouble(-5, 5);
        }
        @Nullable String[] categories = new @Nullable String[schema.categories().size()];
        for (int i = 0; i < categories.length; i++) {
            categories[i] = random.nextInt(5) == 0 ? null : VALUES[random.nextInt(VALUES.length)];
        }
        @Nullable String[] texts = new @Nullable String[schema.texts().size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = random.nextInt(9) == 0 ? null : TEXTS[random.nextInt(TEXTS.length)];
        }
        int[] indices = new int[schema.sparse() == 0 ? 0 : random.nextInt(9)];
        float[] values = new float[indices.length];
        for (int k = 0; k < indices.length; k++) {
            indices[k] = random.nextInt(schema.sparse());
            values[k] = random.nextInt(9) == 0 ? Float.NaN : random.nextInt(-3, 4);
        }
        long time = random.nextInt(20) == 0 ? random.nextLong() : random.nextLong(4_000_000_000_000L);
        return new Inputs()
                .numbers(numbers)
                .categories(categories)
                .texts(texts)
                .sparse(indices, values)
                .time(time);
    }
}
