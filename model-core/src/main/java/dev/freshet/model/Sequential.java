package dev.freshet.model;

import java.io.Serializable;
import java.util.List;

/** A stack of layers, first to last, that ends in a dense one; one layer is linear, logistic or softmax regression. */
public record Sequential(List<Layer> layers) implements Serializable {

    public Sequential {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("network must have at least one layer: got []");
        }
        for (int l = 0; l < layers.size() - 1; l++) {
            requireInner(layers.get(l), layers.get(l + 1));
        }
        if (!(layers.get(layers.size() - 1) instanceof Dense)) {
            throw new IllegalArgumentException("network must end in a dense layer: got " + layers);
        }
    }

    private static void requireInner(Layer layer, Layer next) {
        if (layer instanceof Dense dense && dense.activation() == Activation.SOFTMAX) {
            throw new IllegalArgumentException("softmax belongs to the last layer: got it in " + layer);
        }
        if (layer instanceof Dropout && next instanceof Dropout) {
            throw new IllegalArgumentException("dropout must stand before a dense layer: got " + layer + ", " + next);
        }
    }

    public static Sequential of(Layer... layers) {
        return new Sequential(List.of(layers));
    }

    /** The layer whose output is the model's. */
    public Dense last() {
        return (Dense) layers.get(layers.size() - 1);
    }

    /** The layers that have parameters, first to last. */
    public List<Dense> dense() {
        return layers.stream()
                .filter(Dense.class::isInstance)
                .map(Dense.class::cast)
                .toList();
    }
}
