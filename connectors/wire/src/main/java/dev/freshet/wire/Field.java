package dev.freshet.wire;

import com.fasterxml.jackson.core.io.SerializedString;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a JSON body that a mapping knows, and those within it. It also remembers the order in which fields came, so
 * that the parser can compare a name with the one it expects instead of making a string of it.
 */
final class Field {

    /** What a value at a place is for. */
    enum Role {
        NOTHING,
        KEY,
        ID,
        TIME,
        LABEL,
        WEIGHT,
        NUMBER,
        CATEGORY,
        TEXT,
        INDICES,
        VALUES,
        SPEC_VERSION
    }

    private final SerializedString name;
    private final String pointer;
    private final Map<String, Field> children = new HashMap<>();
    private final Map<Integer, Field> elements = new HashMap<>();
    private Role role = Role.NOTHING;
    private int index;
    private boolean features;

    /** The child that came first in the last object. */
    private @Nullable Field first;

    /** The sibling that came next in the last object. */
    private @Nullable Field next;

    /** Number of the document in which this field was last seen. */
    private long seen;

    Field(String name, String pointer) {
        this.name = new SerializedString(name);
        this.pointer = pointer;
    }

    SerializedString name() {
        return name;
    }

    String pointer() {
        return pointer;
    }

    Role role() {
        return role;
    }

    /** Which number, category or text of the schema this is. */
    int index() {
        return index;
    }

    /** Whether this is the object or array that holds the inputs. */
    boolean features() {
        return features;
    }

    void markFeatures() {
        features = true;
    }

    boolean inner() {
        return !children.isEmpty();
    }

    @Nullable
    Field child(String childName) {
        return children.get(childName);
    }

    /** The place that a pointer with the token {@code position} means where this is an array. */
    @Nullable
    Field element(int position) {
        return elements.get(position);
    }

    boolean hasElements() {
        return !elements.isEmpty();
    }

    Field childOrNew(String childName) {
        Field child = children.get(childName);
        if (child == null) {
            child = new Field(childName, pointer + "/" + EventMapping.escape(childName));
            children.put(childName, child);
            if (childName.matches("0|[1-9][0-9]{0,6}")) {
                elements.put(Integer.parseInt(childName), child);
            }
        }
        return child;
    }

    /** @throws IllegalArgumentException if this place is for something else already */
    void assign(Role what, int which, String declaredAs) {
        if (role != Role.NOTHING) {
            throw new IllegalArgumentException(
                    declaredAs + " must be a field of its own: got " + pointer + ", which is the " + called(role));
        }
        role = what;
        index = which;
    }

    /** @throws IllegalArgumentException if a place that is for a value has places within it */
    void requireTree() {
        if (role != Role.NOTHING && inner()) {
            throw new IllegalArgumentException("the " + called(role) + " " + pointer
                    + " must be a value: got inputs within it, " + children.keySet());
        }
        children.values().forEach(Field::requireTree);
    }

    private static String called(Role role) {
        return switch (role) {
            case NUMBER, CATEGORY, TEXT, INDICES, VALUES -> "input";
            default -> role.name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    /** False if this field was seen in that document before. */
    boolean firstIn(long document) {
        boolean first = seen != document;
        seen = document;
        return first;
    }

    @Nullable
    Field expectedAfter(@Nullable Field previous) {
        return previous == null ? first : previous.next;
    }

    void cameAfter(@Nullable Field previous, Field came) {
        if (previous == null) {
            first = came;
        } else {
            previous.next = came;
        }
    }
}
