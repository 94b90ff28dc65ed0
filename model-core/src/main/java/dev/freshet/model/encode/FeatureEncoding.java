package dev.freshet.model.encode;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All encoders of a pipeline side by side: an event's raw inputs become one vector of {@link #width()} floats. An input
 * may be read by several encoders, as when it stands alone and in a cross.
 */
public record FeatureEncoding(List<Encoder> encoders) implements Serializable {
    /** Most columns of a vector. */
    public static final int MAX_WIDTH = 1 << 24;

    /** Most columns of a vector that is worth holding as an array. */
    public static final int MAX_DENSE_WIDTH = 1 << 16;

    private static final int MAX_STATS = 1 << 24;

    public FeatureEncoding {
        encoders = List.copyOf(encoders);
        if (encoders.isEmpty()) {
            throw new IllegalArgumentException("features must name at least one input: got []");
        }
        long width = 0;
        long stats = 0;
        for (Encoder encoder : encoders) {
            width += encoder.width();
            stats += encoder.statsLength();
        }
        if (width > MAX_WIDTH) {
            throw new IllegalArgumentException("features must make at most " + MAX_WIDTH + " columns: got " + width);
        }
        if (stats > MAX_STATS) {
            throw new IllegalArgumentException("features must keep at most " + MAX_STATS + " statistics: got " + stats);
        }
        requireOnce(encoders);
        schemaOf(encoders);
    }

    /** What an event must bring; the inputs of each kind in the order of their first use. */
    public FeatureSchema schema() {
        return schemaOf(encoders);
    }

    /** Makes the encoders ready for one thread. */
    public FeatureEncoder encoder() {
        return new FeatureEncoder(this);
    }

    public int width() {
        return encoders.stream().mapToInt(Encoder::width).sum();
    }

    /** Doubles of running statistics, all zero at first. */
    public int statsLength() {
        return encoders.stream().mapToInt(Encoder::statsLength).sum();
    }

    /** Whether the vector is better held as a {@link SparseRow}: an encoder is sparse, or it is too wide for an array. */
    public boolean sparse() {
        return width() > MAX_DENSE_WIDTH || encoders.stream().anyMatch(Encoder::sparse);
    }

    private static void requireOnce(List<Encoder> encoders) {
        Set<Object> seen = new HashSet<>();
        for (Encoder encoder : encoders) {
            Set<Input> own = new HashSet<>();
            for (Input input : encoder.reads()) {
                Object use = encoder.repeatable() ? List.of(encoder, input) : List.of(encoder.getClass(), input);
                if (!own.add(input) || !seen.add(use)) {
                    throw FeatureSchema.declaredTwice(input.name());
                }
            }
        }
    }

    private static FeatureSchema schemaOf(List<Encoder> encoders) {
        Map<String, Boolean> numbers = new LinkedHashMap<>();
        Set<String> categories = new LinkedHashSet<>();
        Set<String> texts = new LinkedHashSet<>();
        int sparse = 0;
        for (Encoder encoder : encoders) {
            sparse = encoder instanceof SparseInput input ? input.dimension() : sparse;
            for (Input input : encoder.reads()) {
                switch (input.kind()) {
                    case NUMBER -> numbers.merge(input.name(), encoder.bounded(), Boolean::logicalAnd);
                    case CATEGORY -> categories.add(input.name());
                    case TEXT -> texts.add(input.name());
                    case SPARSE, TIME -> {}
                }
            }
        }
        return new FeatureSchema(
                List.copyOf(numbers.keySet()),
                List.copyOf(categories),
                new ArrayList<>(numbers.values()),
                List.copyOf(texts),
                sparse);
    }
}
