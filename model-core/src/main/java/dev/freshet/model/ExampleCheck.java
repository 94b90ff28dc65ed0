package dev.freshet.model;

import dev.freshet.model.encode.FeatureSchema;

/** Refuses an example that does not fit the spec, before it has changed anything. */
final class ExampleCheck {
    private final int numbers;
    private final int categories;
    private final int texts;
    private final int sparse;
    /** 0 for a regression. */
    private final int classes;

    ExampleCheck(LearnerSpec spec) {
        FeatureSchema schema = spec.features().schema();
        numbers = schema.numbers().size();
        categories = schema.categories().size();
        texts = schema.texts().size();
        sparse = schema.sparse();
        classes = spec.task() instanceof Task.Classification c ? c.classes().size() : 0;
    }

    void require(Example example) {
        if (example.numbers().length != numbers) {
            throw refusal("has " + example.numbers().length + " numbers, the model takes " + numbers, example);
        }
        if (example.categories().length != categories) {
            throw refusal("has " + example.categories().length + " categories, the model takes " + categories, example);
        }
        if (example.texts().length != texts) {
            throw refusal("has " + example.texts().length + " texts, the model takes " + texts, example);
        }
        requireIndices(example);
        if (example.labelled() && !isLabel(example.label())) {
            throw refusal(
                    "has label " + example.label() + ", the model takes "
                            + (classes == 0 ? "a finite number" : "a class in [0, " + classes + ")"),
                    example);
        }
    }

    private void requireIndices(Example example) {
        if (example.indices().length > SparseRows.MAX_COLUMNS) {
            throw refusal(
                    "has " + example.indices().length + " sparse columns, a model takes at most "
                            + SparseRows.MAX_COLUMNS,
                    example);
        }
        for (int index : example.indices()) {
            if (index < 0 || index >= sparse) {
                throw refusal("has the sparse index " + index + ", the model takes [0, " + sparse + ")", example);
            }
        }
    }

    /** Whether {@code label} is a class's index or, for a regression, a finite number. */
    boolean isLabel(double label) {
        return classes == 0
                ? Math.abs(label) <= Double.MAX_VALUE
                : label >= 0 && label < classes && label == Math.rint(label);
    }

    private static IllegalArgumentException refusal(String problem, Example example) {
        return new IllegalArgumentException(
                "example " + problem + " (partition " + example.partition() + ", offset " + example.offset() + ")");
    }
}
