package dev.freshet.model;

import java.io.Serializable;
import java.util.List;

/** A stack of layers, first to last; one layer is linear, logistic or softmax regression. */
public record Sequential(List<Layer> layers) implements Serializable {

    public Sequential {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("network must have at least one layer: got []");
        }
        for (Layer layer : layers.subList(0, layers.size() - 1)) {
            if (layer.activation() == Activation.SOFTMAX) {
                throw new IllegalArgumentException("softmax belongs to the last layer: got it in " + layer);
            }
        }
    }

    public static Sequential of(Layer... layers) {
        return new Sequential(List.of(layers));
    }

    Layer last() {
        return layers.get(layers.size() - 1);
    }
}
