package dev.freshet.jobs.models;

import dev.freshet.model.Dense;
import dev.freshet.model.LearnerSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a dense layer's numbers lie among a model's parameters: W (inputs, units) row-major from {@code at}, then b (units).
 *
 * @param number from 1, counted from the input; dropout has none
 */
record LayerWeights(int number, Dense layer, int inputs, int at) {

    /** Of each dense layer, first to last. */
    static List<LayerWeights> of(LearnerSpec spec) {
        List<LayerWeights> layers = new ArrayList<>();
        int inputs = spec.features().width();
        int at = 0;
        for (Dense layer : spec.network().dense()) {
            LayerWeights weights = new LayerWeights(layers.size() + 1, layer, inputs, at);
            layers.add(weights);
            at = weights.end();
            inputs = layer.units();
        }
        return layers;
    }

    int biases() {
        return at + inputs * layer.units();
    }

    int end() {
        return biases() + layer.units();
    }

    /** What a parameter is called: {@code W[input, unit]} or {@code b[unit]}, both from 0. */
    String name(int parameter) {
        int units = layer.units();
        return parameter >= biases()
                ? "b[" + (parameter - biases()) + "]"
                : "W[" + (parameter - at) / units + ", " + (parameter - at) % units + "]";
    }

    /** Euclidean norm of {@code values[from, to)}. */
    static double norm(float[] values, int from, int to) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += (double) values[i] * values[i];
        }
        return Math.sqrt(squares);
    }

    /** Largest size in {@code values[from, to)}; 0 if that is empty. */
    static double largest(float[] values, int from, int to) {
        double largest = 0;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return largest;
    }
}
