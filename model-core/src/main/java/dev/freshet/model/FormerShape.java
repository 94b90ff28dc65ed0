package dev.freshet.model;

import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.FeatureEncoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link Shape}, read: the form of a state whose spec is gone.
 *
 * @param units of each layer
 * @param other the lines that need no reading, by name
 */
record FormerShape(
        Task task, FeatureEncoding features, List<Integer> units, List<String> activations, Map<String, String> other) {

    /** @throws IllegalArgumentException if this build cannot read it */
    static FormerShape read(String text) {
        Task task = new Task.Regression();
        List<Encoder> encoders = new ArrayList<>();
        List<String> layers = new ArrayList<>();
        Map<String, String> other = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            int colon = line.indexOf(": ");
            if (colon < 0) {
                throw new IllegalArgumentException("snapshot has an unknown line of its shape: got " + line);
            }
            String value = line.substring(colon + 2);
            switch (line.substring(0, colon)) {
                case "task" -> task = SpecReader.read(value, Task.class);
                case "features" -> encoders.add(SpecReader.read(value, Encoder.class));
                case "layer" -> layers.add(value);
                default -> other.put(line.substring(0, colon), value);
            }
        }
        return new FormerShape(
                task,
                new FeatureEncoding(encoders),
                layers.stream().map(FormerShape::units).toList(),
                layers.stream().map(l -> l.substring(l.lastIndexOf(' ') + 1)).toList(),
                other);
    }

    private static int units(String layer) {
        String[] words = layer.split(" ", -1);
        if (words.length != 3 || !words[0].equals("dense") || !words[1].matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("snapshot has a layer that this build does not know: got " + layer);
        }
        return Integer.parseInt(words[1]);
    }

    /** Whether parameters and slots lie side by side, see {@link SparseTable}. */
    boolean byColumn() {
        return "by column".equals(other.get("weights"));
    }

    /** Whose slots there are. */
    String memory() {
        return other.getOrDefault("optimizer slots", "none");
    }

    int layers() {
        return units.size();
    }

    /** Width of the encoded input (0) and of each layer's output. */
    int width(int level) {
        return level == 0 ? features.width() : units.get(level - 1);
    }

    /** Where W of a layer begins; that of the layer after the last is the number of parameters. */
    int at(int layer) {
        long at = 0;
        for (int l = 0; l < layer; l++) {
            at += (width(l) + 1L) * width(l + 1);
        }
        return Math.toIntExact(at);
    }

    int parameters() {
        return at(layers());
    }
}
