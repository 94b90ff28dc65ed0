package dev.freshet.model.encode;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The raw inputs of an event, in the order in which an {@link dev.freshet.model.Example} holds them.
 *
 * @param numbers names of the numeric inputs, in order
 * @param categories names of the categorical inputs, in order
 * @param bounded for each numeric input, whether its encoder keeps any finite double finite in float32 (a scaler does)
 */
public record FeatureSchema(List<String> numbers, List<String> categories, List<Boolean> bounded)
        implements Serializable {

    public FeatureSchema {
        numbers = List.copyOf(numbers);
        categories = List.copyOf(categories);
        bounded = List.copyOf(bounded);
        if (bounded.size() != numbers.size()) {
            throw new IllegalArgumentException(
                    "schema.bounded must say it of each of the " + numbers.size() + " numbers: got " + bounded.size());
        }
        Set<String> seen = new HashSet<>();
        for (List<String> names : List.of(numbers, categories)) {
            for (String name : names) {
                if (!seen.add(name)) {
                    throw new IllegalArgumentException("feature " + name + " is declared twice: declare it once");
                }
            }
        }
    }
}
