package dev.freshet.jobs.pipeline;

import dev.freshet.model.encode.Cross;
import dev.freshet.model.encode.DateTimeParts;
import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.FadingNumbers;
import dev.freshet.model.encode.HashedCategories;
import dev.freshet.model.encode.HashedFeatures;
import dev.freshet.model.encode.HashedText;
import dev.freshet.model.encode.Imputation;
import dev.freshet.model.encode.NGrams;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.OneHot;
import dev.freshet.model.encode.Ordinal;
import dev.freshet.model.encode.PreparedNumbers;
import dev.freshet.model.encode.Range;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.encode.SparseInput;
import dev.freshet.model.encode.TermWeight;
import dev.freshet.model.encode.TimePart;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Encoders of an entry of {@code features}, whose kind is its key: numeric, category, cross, text, time or sparse. */
final class FeatureWords {
    /** What an entry can be of. */
    static final List<String> KINDS = List.of("numeric", "category", "cross", "text", "time", "sparse");

    /** Words, once each in lower case. */
    static final NGrams TERMS = new NGrams(NGrams.Unit.WORD, 1, 1, true);

    private static final List<String> PREPARING = List.of("clip", "missing", "indicator", "clip-scaled");

    private FeatureWords() {}

    /** @throws IllegalArgumentException if a setting breaks a rule */
    static List<Encoder> read(Section feature) {
        if (feature.has("bits") && (feature.has("numeric") || feature.has("category"))) {
            return List.of(new HashedFeatures(
                    names(feature, "numeric"), scaling(feature), names(feature, "category"), bits(feature)));
        }
        if (feature.has("numeric")) {
            return List.of(numbers(feature));
        }
        if (feature.has("category")) {
            return categories(feature);
        }
        if (feature.has("cross")) {
            return List.of(new Cross(feature.texts("cross"), bits(feature)));
        }
        if (feature.has("text")) {
            return each(feature, "text", name -> text(feature, name));
        }
        if (feature.has("time")) {
            return feature.items("time").isEmpty()
                    ? List.of(parts(feature, null))
                    : each(feature, "time", name -> parts(feature, name));
        }
        return List.of(new SparseInput(feature.integer("sparse", 0)));
    }

    /** With a {@code count} of 3, {@code x} stands for x0, x1 and x2. */
    static List<String> names(Section feature, String kind) {
        return feature.texts(kind).stream()
                .flatMap(name -> expanded(feature, name))
                .toList();
    }

    static Stream<String> expanded(Section feature, String name) {
        int count = feature.integer("count", 0);
        return count == 0 ? Stream.of(name) : IntStream.range(0, count).mapToObj(i -> name + i);
    }

    private static List<Encoder> each(Section feature, String kind, Function<String, Encoder> encoder) {
        return names(feature, kind).stream().map(encoder).toList();
    }

    private static Encoder numbers(Section feature) {
        List<String> inputs = names(feature, "numeric");
        if (feature.has("fading")) {
            return new FadingNumbers(inputs, feature.number("fading", 0));
        }
        Numbers numbers = new Numbers(inputs, scaling(feature));
        if (feature.keys(PREPARING).isEmpty()) {
            return numbers;
        }
        Imputation missing = Vocabulary.IMPUTATIONS.read(Choice.of(feature, "missing", "none"));
        return new PreparedNumbers(
                numbers,
                RecordSettings.read(Range.ALL, feature.in("clip")),
                missing,
                feature.truth("indicator", false),
                RecordSettings.read(Range.ALL, feature.in("clip-scaled")));
    }

    private static List<Encoder> categories(Section feature) {
        if (feature.has("one-hot")) {
            List<String> values = feature.texts("one-hot");
            return each(feature, "category", name -> new OneHot(name, values, feature.truth("other", false)));
        }
        return feature.has("ordinal")
                ? each(feature, "category", name -> new Ordinal(name, feature.texts("ordinal")))
                : List.of(new HashedCategories(names(feature, "category"), feature.integer("hash", 0)));
    }

    private static Encoder text(Section feature, String input) {
        return new HashedText(
                input,
                RecordSettings.read(TERMS, feature.in("terms")),
                bits(feature),
                feature.truth("signed", true),
                RecordSettings.read(TermWeight.COUNTS, feature.in("weight")));
    }

    private static Encoder parts(Section feature, @Nullable String input) {
        List<TimePart> parts = new ArrayList<>();
        feature.texts("parts").forEach(part -> parts.add(Words.read(TimePart.class, part)));
        return new DateTimeParts(input, parts, feature.truth("cyclic", true), feature.text("zone", "UTC"));
    }

    private static Scaling scaling(Section feature) {
        return Words.read(Scaling.class, feature.text("scale", "standard"));
    }

    private static int bits(Section feature) {
        return feature.integer("bits", 0);
    }
}
