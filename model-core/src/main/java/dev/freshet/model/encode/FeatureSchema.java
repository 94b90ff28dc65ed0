package dev.freshet.model.encode;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The raw inputs of an event, in the order in which {@link RawInputs} hold them.
 *
 * @param numbers names of the numeric inputs, in order
 * @param categories names of the categorical inputs, in order
 * @param bounded for each numeric input, whether its encoders keep any finite double finite in float32 (a scaler does)
 * @param texts names of the inputs that are texts, in order
 * @param sparse columns of the sparse part; 0 where an event has none
 */
public record FeatureSchema(
        List<String> numbers, List<String> categories, List<Boolean> bounded, List<String> texts, int sparse)
        implements Serializable {

    public FeatureSchema {
        numbers = List.copyOf(numbers);
        categories = List.copyOf(categories);
        bounded = List.copyOf(bounded);
        texts = List.copyOf(texts);
        if (bounded.size() != numbers.size()) {
            throw new IllegalArgumentException(
                    "schema.bounded must say it of each of the " + numbers.size() + " numbers: got " + bounded.size());
        }
        if (sparse < 0) {
            throw new IllegalArgumentException("schema.sparse must be >= 0: got " + sparse);
        }
        Set<String> seen = new HashSet<>();
        for (List<String> names : List.of(numbers, categories, texts)) {
            for (String name : names) {
                if (!seen.add(name)) {
                    throw declaredTwice(name);
                }
            }
        }
    }

    /** Of numbers and categories alone. */
    public FeatureSchema(List<String> numbers, List<String> categories, List<Boolean> bounded) {
        this(numbers, categories, bounded, List.of(), 0);
    }

    /** Where {@code input} stands in the event's array of its kind. */
    int place(Input input) {
        return switch (input.kind()) {
            case NUMBER -> numbers.indexOf(input.name());
            case CATEGORY -> categories.indexOf(input.name());
            case TEXT -> texts.indexOf(input.name());
            case SPARSE, TIME -> 0;
        };
    }

    static IllegalArgumentException declaredTwice(String name) {
        return new IllegalArgumentException(
                "feature " + (name.isEmpty() ? "\"\"" : name) + " is declared twice: declare it once");
    }
}
