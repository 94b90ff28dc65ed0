package dev.freshet.model;

/**
 * {@code activation(x W + b)}: W is (in, units) row-major, followed by b (units), in float32.
 *
 * @param units outputs, 1 to 65,536
 */
public record Dense(int units, Activation activation, Initializer initializer) implements Layer {

    public Dense {
        if (!(units >= 1 && units <= 65_536)) {
            throw new IllegalArgumentException("dense must have 1 to 65,536 units: got " + units);
        }
    }

    /** Glorot-uniform weights, as Keras has them. */
    public Dense(int units, Activation activation) {
        this(units, activation, Initializer.GLOROT_UNIFORM);
    }
}
