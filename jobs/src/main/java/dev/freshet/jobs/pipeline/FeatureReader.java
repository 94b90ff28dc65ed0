package dev.freshet.jobs.pipeline;

import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.encode.Input;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code features} of a pipeline file. */
final class FeatureReader {
    /** The keys of an entry that say how categories become columns. */
    private static final List<String> OF_CATEGORIES = List.of("hash", "one-hot", "ordinal", "bits");

    private final Problems problems;
    private final Map<Object, At> declared = new HashMap<>();
    private final Map<String, Input> inputs = new HashMap<>();
    private final Map<String, At> places = new HashMap<>();

    FeatureReader(Problems problems) {
        this.problems = problems;
    }

    /** Null where something is wrong with the features. */
    @Nullable
    FeatureEncoding read(Section root) {
        List<Encoder> encoders = new ArrayList<>();
        for (YamlNode item : root.items("features")) {
            if (problems.noneAround(item.at().path())) {
                encoders.addAll(encoders(Section.of(item)));
            }
        }
        long width = encoders.stream().mapToLong(Encoder::width).sum();
        if (width > FeatureEncoding.MAX_WIDTH) {
            problems.add(
                    root.at("features"), "must have at most " + FeatureEncoding.MAX_WIDTH + " columns, found " + width);
        }
        return root.has("features") && problems.noneAround("features")
                ? problems.attempt(root.at("features"), () -> new FeatureEncoding(encoders))
                : null;
    }

    private List<Encoder> encoders(Section feature) {
        if (!isOfOneKind(feature)) {
            return List.of();
        }
        List<Encoder> encoders = problems.attempt(feature.at(), () -> FeatureWords.read(feature));
        if (encoders == null) {
            return List.of();
        }
        encoders.forEach(encoder -> declare(feature, encoder));
        return encoders;
    }

    private boolean isOfOneKind(Section feature) {
        List<String> found = feature.keys(FeatureWords.KINDS);
        boolean hashed = found.equals(List.of("numeric", "category")) && feature.has("bits");
        if (found.size() != 1 && !hashed) {
            problems.add(
                    feature.at(),
                    "takes one of " + String.join(", ", FeatureWords.KINDS) + ", found "
                            + (found.isEmpty() ? "none" : String.join(" and ", found) + ": write an entry of each"));
            return false;
        }
        List<String> ways = feature.keys(OF_CATEGORIES);
        if (feature.has("category") && ways.size() != 1) {
            problems.add(
                    feature.at("category"),
                    "takes one of " + String.join(", ", OF_CATEGORIES) + " beside it, found "
                            + (ways.isEmpty() ? "none" : String.join(" and ", ways)));
            return false;
        }
        return true;
    }

    /** As {@link FeatureEncoding} has it, but with the place of each name. */
    private void declare(Section feature, Encoder encoder) {
        Object use = encoder.repeatable() ? encoder : encoder.getClass();
        for (Input input : encoder.reads()) {
            YamlNode node = node(feature, input.name());
            At at = node == null ? feature.at() : node.at();
            At first = declared.putIfAbsent(List.of(use, input), at);
            Input other = input.name().isEmpty() ? null : inputs.putIfAbsent(input.name(), input);
            if (first == null && other != null && other.kind() != input.kind()) {
                first = places.get(input.name());
            }
            places.putIfAbsent(input.name(), at);
            if (first != null) {
                problems.add(at, "feature " + shown(input, node) + " is declared twice, first in line " + first.line());
            }
        }
    }

    /** As it is written, which may be where a secret is put in, unless it counts. */
    private static String shown(Input input, @Nullable YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && input.name().equals(scalar.value())
                ? scalar.shown()
                : input.name().isEmpty() ? "\"\"" : input.name();
    }

    /** Where an entry names an input, the last where it does so twice; null where it gives it no name. */
    private static @Nullable YamlNode node(Section feature, String name) {
        YamlNode found = null;
        for (String kind : FeatureWords.KINDS) {
            for (YamlNode node : feature.items(kind)) {
                String stem = String.valueOf(((YamlNode.Scalar) node).value());
                if (FeatureWords.expanded(feature, stem).anyMatch(name::equals)) {
                    found = node;
                }
            }
        }
        return found;
    }
}
