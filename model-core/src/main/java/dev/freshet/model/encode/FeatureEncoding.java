package dev.freshet.model.encode;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** All encoders of a pipeline side by side: the raw inputs in declared order become one vector of {@link #width()} floats. */
public record FeatureEncoding(List<Encoder> encoders) implements Serializable {

    private static final int MAX_WIDTH = 1 << 24;

    public FeatureEncoding {
        encoders = List.copyOf(encoders);
        if (encoders.isEmpty()) {
            throw new IllegalArgumentException("features must name at least one input: got []");
        }
        long width = 0;
        for (Encoder encoder : encoders) {
            width += encoder.width();
        }
        if (width > MAX_WIDTH) {
            throw new IllegalArgumentException("features must make at most " + MAX_WIDTH + " columns: got " + width);
        }
        schemaOf(encoders);
    }

    /** What an event must bring; numbers and categories each in the order of their declaration. */
    public FeatureSchema schema() {
        return schemaOf(encoders);
    }

    private static FeatureSchema schemaOf(List<Encoder> encoders) {
        List<String> numbers = new ArrayList<>();
        List<Boolean> bounded = new ArrayList<>();
        List<String> categories = new ArrayList<>();
        for (Encoder encoder : encoders) {
            if (encoder instanceof Numbers n) {
                numbers.addAll(n.inputs());
                n.inputs().forEach(name -> bounded.add(n.scaling() == Scaling.STANDARD));
            } else {
                categories.addAll(encoder.inputs());
            }
        }
        return new FeatureSchema(numbers, categories, bounded);
    }

    public int width() {
        return encoders.stream().mapToInt(Encoder::width).sum();
    }

    /** Doubles of running statistics, all zero at first. */
    public int statsLength() {
        return encoders.stream().mapToInt(Encoder::statsLength).sum();
    }

    /**
     * Fills {@code out[at .. at + width())}.
     *
     * @param numbers NaN where missing; read only
     * @param categories {@link CategoryHash#MISSING} where missing; read only
     * @param learn whether the event enters {@code stats} first, so that the vector is scaled with what includes it
     */
    public void encode(double[] numbers, long[] categories, double[] stats, boolean learn, float[] out, int at) {
        int number = 0;
        int category = 0;
        int statsAt = 0;
        for (int i = 0; i < encoders.size(); i++) {
            Encoder encoder = encoders.get(i);
            encoder.encode(numbers, number, categories, category, stats, statsAt, learn, out, at);
            at += encoder.width();
            statsAt += encoder.statsLength();
            if (encoder.numeric()) {
                number += encoder.inputs().size();
            } else {
                category += encoder.inputs().size();
            }
        }
    }
}
