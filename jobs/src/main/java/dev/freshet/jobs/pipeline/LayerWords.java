package dev.freshet.jobs.pipeline;

import dev.freshet.model.Activation;
import dev.freshet.model.Dense;
import dev.freshet.model.Dropout;
import dev.freshet.model.Initializer;
import dev.freshet.model.Layer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Layers as a file writes them. */
final class LayerWords {

    private LayerWords() {}

    /** @throws IllegalArgumentException if a setting breaks a rule */
    static Layer read(Section item) {
        if (item.has("dropout")) {
            return new Dropout(item.number("dropout", 0));
        }
        return new Dense(
                item.integer("dense", 0),
                Words.read(Activation.class, item.text("activation", "linear")),
                Words.read(Initializer.class, item.text("init", "glorot-uniform")),
                item.number("l1", 0),
                item.number("l2", 0),
                item.number("max-norm", Double.POSITIVE_INFINITY));
    }

    static String write(Layer layer) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (layer instanceof Dense dense) {
            settings.put("dense", String.valueOf(dense.units()));
            settings.put("activation", Words.of(dense.activation()));
            settings.put("init", Words.of(dense.initializer()));
            putUnless(0, "l1", dense.l1(), settings);
            putUnless(0, "l2", dense.l2(), settings);
            putUnless(Double.POSITIVE_INFINITY, "max-norm", dense.maxNorm(), settings);
        } else if (layer instanceof Dropout dropout) {
            settings.put("dropout", String.valueOf(dropout.rate()));
        } else {
            throw RuleWords.noWords(layer);
        }
        return YamlText.map(settings);
    }

    /** As for a person. */
    static String describe(Layer layer) {
        return layer instanceof Dense dense
                ? "dense " + dense.units() + " " + Words.of(dense.activation())
                : "dropout " + ((Dropout) layer).rate();
    }

    private static void putUnless(double absent, String key, double value, Map<String, String> settings) {
        if (value != absent) {
            settings.put(key, String.valueOf(value));
        }
    }
}
