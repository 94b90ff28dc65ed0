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
        declare(feature.items("numeric"));
        Scaling scaling = Words.read(Scaling.class, feature.text("scale", "standard"));
        return problems.attempt(feature.at(), () -> new Numbers(feature.texts("numeric"), scaling));
    }

    private @Nullable Encoder categories(Section feature) {
        declare(feature.items("category"));
        return problems.attempt(
                feature.at(), () -> new HashedCategories(feature.texts("category"), feature.integer("hash", 0)));
    }

    private void declare(List<YamlNode> names) {
        for (YamlNode node : names) {
            YamlNode.Scalar name = (YamlNode.Scalar) node;
            At first = declared.putIfAbsent(String.valueOf(name.value()), name.at());
            if (first != null) {
                problems.add(
                        name.at(), "feature " + name.shown() + " is declared twice, first in line " + first.line());
            }
        }
    }
}
