package dev.freshet.wire;

import dev.freshet.model.encode.FeatureSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A mapping and a schema as one tree of fields, so that a body is read in one pass. */
final class FieldTree {
    /** Where a CloudEvent names its version. */
    private static final String SPEC_VERSION = "specversion";

    private final Field root = new Field("", "");
    private final List<Field> dense = new ArrayList<>();
    private final boolean takesArray;

    FieldTree(EventMapping mapping, FeatureSchema schema) {
        assign(mapping.key(), Field.Role.KEY, "mapping.key");
        assign(mapping.id(), Field.Role.ID, "mapping.id");
        assign(mapping.time(), Field.Role.TIME, "mapping.time");
        assign(mapping.label(), Field.Role.LABEL, "mapping.label");
        assign(mapping.weight(), Field.Role.WEIGHT, "mapping.weight");
        boolean[] elsewhere = new boolean[1];
        inputs(mapping, schema.numbers(), Field.Role.NUMBER, elsewhere);
        inputs(mapping, schema.categories(), Field.Role.CATEGORY, elsewhere);
        inputs(mapping, schema.texts(), Field.Role.TEXT, elsewhere);
        if (schema.sparse() > 0) {
            assign(mapping.sparseIndices(), Field.Role.INDICES, "the sparse part's indices");
            assign(mapping.sparseValues(), Field.Role.VALUES, "the sparse part's values");
        }
        at(mapping.features()).markFeatures();
        if (root.child(SPEC_VERSION) == null) {
            at("/" + SPEC_VERSION).assign(Field.Role.SPEC_VERSION, 0, SPEC_VERSION);
        }
        root.requireTree();
        takesArray = schema.categories().isEmpty() && schema.texts().isEmpty() && schema.sparse() == 0 && !elsewhere[0];
        for (int i = 0; i < schema.numbers().size(); i++) {
            Field element = new Field("", mapping.features() + "/" + i);
            element.assign(Field.Role.NUMBER, i, "feature");
            dense.add(element);
        }
    }

    Field root() {
        return root;
    }

    /** Whether the inputs may come as an array: all are numbers, and none lies elsewhere. */
    boolean takesArray() {
        return takesArray;
    }

    /** The inputs of an array, in order. */
    List<Field> dense() {
        return dense;
    }

    private void inputs(EventMapping mapping, List<String> names, Field.Role role, boolean[] elsewhere) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            elsewhere[0] |= name.startsWith("/");
            String pointer = mapping.featurePointer(name);
            EventMapping.requirePointer("features", pointer);
            at(pointer).assign(role, i, "feature " + name);
        }
    }

    private void assign(@Nullable String pointer, Field.Role role, String declaredAs) {
        if (pointer != null) {
            at(pointer).assign(role, 0, declaredAs);
        }
    }

    private Field at(String pointer) {
        Field field = root;
        for (String token :
                pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            field = field.childOrNew(token.replace("~1", "/").replace("~0", "~"));
        }
        return field;
    }
}
