package dev.freshet.jobs.replay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the column of each role by the last name of its JSON Pointer, and says which are missing, all at once. */
final class Columns {
    private final List<String> header;
    private final List<String> missing = new ArrayList<>();

    Columns(List<String> header) {
        this.header = header;
    }

    /** Index of the pointer's column, −1 if there is none. */
    int optional(@Nullable String pointer) {
        if (pointer == null) {
            return -1;
        }
        List<String> path = path(pointer);
        return header.indexOf(path.get(path.size() - 1));
    }

    int required(String role, @Nullable String pointer) {
        int column = optional(pointer);
        if (column < 0) {
            missing.add(role + (pointer == null ? "" : " " + pointer.substring(pointer.lastIndexOf('/') + 1)));
        }
        return column;
    }

    void complainOfMissing() {
        if (!missing.isEmpty()) {
            boolean key = missing.stream().anyMatch(role -> role.equals("key") || role.startsWith("key "));
            throw new IllegalArgumentException("the file must have a column for each of these of the pipeline: "
                    + String.join(", ", missing) + "; its columns are " + String.join(", ", header)
                    + (key ? "; where all rows are of one model, name it with --key" : ""));
        }
    }

    /** The unescaped names of a JSON Pointer (RFC 6901). */
    static List<String> path(String pointer) {
        List<String> names = new ArrayList<>();
        for (String token : pointer.substring(1).split("/", -1)) {
            names.add(token.replace("~1", "/").replace("~0", "~"));
        }
        return names;
    }
}
