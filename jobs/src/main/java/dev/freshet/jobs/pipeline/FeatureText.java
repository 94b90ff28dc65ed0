package dev.freshet.jobs.pipeline;

import dev.freshet.model.encode.Cross;
import dev.freshet.model.encode.DateTimeParts;
import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.FadingNumbers;
import dev.freshet.model.encode.HashedCategories;
import dev.freshet.model.encode.HashedFeatures;
import dev.freshet.model.encode.HashedText;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.OneHot;
import dev.freshet.model.encode.Ordinal;
import dev.freshet.model.encode.PreparedNumbers;
import dev.freshet.model.encode.Range;
import dev.freshet.model.encode.SparseInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An encoder as an entry of {@code features}: what {@link FeatureWords} reads. */
final class FeatureText {
    /** Fewer names than this are written out. */
    private static final int LEAST_COUNT = 4;

    private final Map<String, String> settings = new LinkedHashMap<>();

    private FeatureText() {}

    static String of(Encoder encoder) {
        FeatureText text = new FeatureText();
        if (encoder instanceof Numbers numbers) {
            text.numbers(numbers);
        } else if (encoder instanceof PreparedNumbers prepared) {
            text.prepared(prepared);
        } else if (encoder instanceof FadingNumbers fading) {
            text.names("numeric", fading.inputs()).put("fading", fading.fading());
        } else if (encoder instanceof HashedFeatures hashed) {
            text.hashed(hashed);
        } else if (encoder instanceof SparseInput sparse) {
            text.put("sparse", sparse.dimension());
        } else if (encoder instanceof DateTimeParts parts) {
            text.time(parts);
        } else {
            text.words(encoder);
        }
        return YamlText.map(text.settings);
    }

    private void words(Encoder encoder) {
        if (encoder instanceof HashedCategories categories) {
            names("category", categories.inputs()).put("hash", categories.buckets());
        } else if (encoder instanceof OneHot oneHot) {
            names("category", List.of(oneHot.input())).put("one-hot", YamlText.strings(oneHot.values()));
            put("other", oneHot.other());
        } else if (encoder instanceof Ordinal ordinal) {
            names("category", List.of(ordinal.input())).put("ordinal", YamlText.strings(ordinal.order()));
        } else if (encoder instanceof Cross cross) {
            put("cross", YamlText.strings(cross.inputs())).put("bits", cross.bits());
        } else if (encoder instanceof HashedText text) {
            names("text", List.of(text.input())).put("bits", text.bits());
            put("terms", YamlText.map(RecordSettings.write(text.terms())));
            put("signed", text.signed());
            put("weight", YamlText.map(RecordSettings.write(text.weight())));
        } else {
            throw RuleWords.noWords(encoder);
        }
    }

    private void numbers(Numbers numbers) {
        names("numeric", numbers.inputs()).put("scale", Words.of(numbers.scaling()));
    }

    private void prepared(PreparedNumbers prepared) {
        numbers(prepared.numbers());
        range("clip", prepared.clip());
        put("missing", Vocabulary.IMPUTATIONS.writeShort(prepared.missing()));
        put("indicator", prepared.indicator());
        range("clip-scaled", prepared.clipScaled());
    }

    private void range(String key, Range range) {
        if (!range.equals(Range.ALL)) {
            put(key, YamlText.map(RecordSettings.write(range)));
        }
    }

    private void hashed(HashedFeatures hashed) {
        if (!hashed.numbers().isEmpty()) {
            put("numeric", YamlText.strings(hashed.numbers()));
        }
        if (!hashed.categories().isEmpty()) {
            put("category", YamlText.strings(hashed.categories()));
        }
        put("scale", Words.of(hashed.scaling())).put("bits", hashed.bits());
    }

    private void time(DateTimeParts parts) {
        String input = parts.input();
        put("time", input == null ? "event" : YamlText.strings(List.of(input)));
        put("parts", YamlText.strings(parts.parts().stream().map(Words::of).toList()));
        put("cyclic", parts.cyclic()).put("zone", YamlText.string(parts.zone()));
    }

    /** Names that only count up are written by their stem and their number. */
    private FeatureText names(String kind, List<String> names) {
        String first = names.get(0);
        String stem = first.endsWith("0") ? first.substring(0, first.length() - 1) : "";
        boolean counts = !stem.isEmpty() && names.size() >= LEAST_COUNT;
        for (int i = 0; i < names.size() && counts; i++) {
            counts = names.get(i).equals(stem + i);
        }
        if (!counts) {
            return put(kind, YamlText.strings(names));
        }
        return put(kind, YamlText.strings(List.of(stem))).put("count", names.size());
    }

    private FeatureText put(String key, Object value) {
        settings.put(key, String.valueOf(value));
        return this;
    }
}
