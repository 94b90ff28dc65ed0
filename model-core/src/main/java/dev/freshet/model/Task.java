package dev.freshet.model;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/** What is predicted: one of some classes, or a number. */
public sealed interface Task extends Serializable permits Task.Classification, Task.Regression {

    /** Numbers in a prediction: one probability per class, or one value. */
    int predictionWidth();

    /**
     * One of some classes.
     *
     * @param classes the labels in the order of their indices; at least two, distinct
     */
    record Classification(List<String> classes) implements Task {
        public Classification {
            classes = List.copyOf(classes);
            if (classes.size() < 2 || new HashSet<>(classes).size() != classes.size()) {
                throw new IllegalArgumentException(
                        "task.classes must list at least two distinct labels: got " + classes);
            }
        }

        @Override
        public int predictionWidth() {
            return classes.size();
        }
    }

    /** A number. */
    record Regression() implements Task {
        @Override
        public int predictionWidth() {
            return 1;
        }
    }
}
