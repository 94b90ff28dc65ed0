package dev.freshet.model.data;

import dev.freshet.model.Task;
import java.util.List;

/**
 * What the examples of a {@link Dataset} hold.
 *
 * @param numbers names of the numeric inputs, in the order of {@link dev.freshet.model.Example#numbers()}
 * @param categories the categorical inputs, likewise
 * @param texts names of the inputs that are texts, likewise
 * @param sparse columns of the sparse part; 0 for none
 * @param label the label's name
 * @param classes the classes in the order of their indices; empty where the label is a number
 */
public record Schema(
        List<String> numbers,
        List<Category> categories,
        List<String> texts,
        int sparse,
        String label,
        List<String> classes) {

    /**
     * A categorical input.
     *
     * @param values the distinct ones, sorted, or as the file declares them; empty if they are more than 64
     * @param distinct how many there are, counted up to 65,536
     */
    public record Category(String name, List<String> values, int distinct) {
        static final int MOST_LISTED = 64;

        public Category {
            values = List.copyOf(values);
        }
    }

    public Schema {
        numbers = List.copyOf(numbers);
        categories = List.copyOf(categories);
        texts = List.copyOf(texts);
        classes = List.copyOf(classes);
    }

    /** What is to be predicted. */
    public Task task() {
        return classes.isEmpty() ? new Task.Regression() : new Task.Classification(classes);
    }
}
