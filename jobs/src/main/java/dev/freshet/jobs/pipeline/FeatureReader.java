package dev.freshet.jobs.pipeline;

import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.encode.HashedCategories;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The {@code features} of a pipeline file. */
final class FeatureReader {
    private static final int MAX_WIDTH = 1 << 24;

    private final Problems problems;
    private final Map<String, At> declared = new HashMap<>();

    FeatureReader(Problems problems) {
        this.problems = problems;
    }

    /** Null where something is wrong with the features. */
    @Nullable
    FeatureEncoding read(Section root) {
        List<Encoder> encoders = new ArrayList<>();
        long width = 0;
        for (YamlNode item : root.items("features")) {
            Encoder encoder = problems.noneAround(item.at().path()) ? encoder(Section.of(item)) : null;
            if (encoder != null) {
                encoders.add(encoder);
                width += encoder.width();
            }
        }
        if (width > MAX_WIDTH) {
            problems.add(root.at("features"), "must have at most " + MAX_WIDTH + " columns, found " + width);
        }
        return root.has("features") && problems.noneAround("features")
                ? problems.attempt(root.at("features"), () -> new FeatureEncoding(encoders))
                : null;
    }

    private @Nullable Encoder encoder(Section feature) {
        if (feature.has("numeric") && feature.has("category")) {
            problems.add(feature.at(), "takes numeric or category, found both: write two entries");
            return null;
        }
        if (!feature.has("numeric") && !feature.has("category")) {
            problems.add(feature.at(), "takes numeric or category, found neither");
            return null;
        }
        return feature.has("numeric") ? numbers(feature) : categories(feature);
    }

    private @Nullable Encoder numbers(Section feature) {
        declare(feature, "numeric");
        Scaling scaling = Words.read(Scaling.class, feature.text("scale", "standard"));
        return problems.attempt(feature.at(), () -> new Numbers(names(feature, "numeric"), scaling));
    }

    private @Nullable Encoder categories(Section feature) {
        declare(feature, "category");
        return problems.attempt(
                feature.at(), () -> new HashedCategories(names(feature, "category"), feature.integer("hash", 0)));
    }

    /** With a {@code count} of 3, {@code x} stands for x0, x1 and x2. */
    private static List<String> names(Section feature, String kind) {
        return feature.texts(kind).stream()
                .flatMap(name -> expanded(feature, name))
                .toList();
    }

    private static Stream<String> expanded(Section feature, String name) {
        int count = feature.integer("count", 0);
        return count == 0 ? Stream.of(name) : IntStream.range(0, count).mapToObj(i -> name + i);
    }

    private void declare(Section feature, String kind) {
        for (YamlNode node : feature.items(kind)) {
            YamlNode.Scalar stem = (YamlNode.Scalar) node;
            expanded(feature, String.valueOf(stem.value())).forEach(name -> declare(name, stem));
        }
    }

    private void declare(String name, YamlNode.Scalar stem) {
        At first = declared.putIfAbsent(name, stem.at());
        if (first != null) {
            String shown = name.equals(stem.value()) ? stem.shown() : name;
            problems.add(stem.at(), "feature " + shown + " is declared twice, first in line " + first.line());
        }
    }
}
