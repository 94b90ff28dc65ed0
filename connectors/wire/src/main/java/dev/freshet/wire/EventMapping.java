package dev.freshet.wire;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a JSON body holds what an event needs, as JSON Pointers; a null pointer says that the body does not hold it.
 *
 * @param key model key; without it, the record's key
 * @param id names the event; without it, {@code partition:offset}
 * @param time epoch milliseconds UTC; without it, the record's timestamp
 * @param label what to learn; without it, the events are scored only
 * @param weight how many times an event counts; without it, once
 * @param features the object that holds the inputs by name and the sparse part as {@code i} and {@code v}, or the array
 *     that holds them in order; "" is the body itself
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901</a>
 */
public record EventMapping(
        @Nullable String key,
        @Nullable String id,
        @Nullable String time,
        @Nullable String label,
        @Nullable String weight,
        String features)
        implements Serializable {

    /** {@code {id, key, ts, x: {name: value} or [values] or {i: [indices], v: [values]}, y, w}}. */
    public static final EventMapping CANONICAL = new EventMapping("/key", "/id", "/ts", "/y", "/w", "/x");

    public EventMapping {
        Map<String, String> roles = new LinkedHashMap<>();
        claim(roles, "key", key);
        claim(roles, "id", id);
        claim(roles, "time", time);
        claim(roles, "label", label);
        claim(roles, "weight", weight);
        requirePointer("features", features);
        roles.forEach((pointer, role) -> {
            if (within(features, pointer)) {
                throw new IllegalArgumentException(
                        "mapping.features must not lie in mapping." + role + ": got " + features + " and " + pointer);
            }
        });
    }

    /** Where a label that comes later holds its fields: as events do, and {@code /id} and {@code /y} where these have none. */
    public EventMapping ofLabels() {
        return new EventMapping(key, id == null ? "/id" : id, time, label == null ? "/y" : label, weight, "");
    }

    /** The same places, of events whose label comes later, if at all. */
    public EventMapping withoutLabel() {
        return new EventMapping(key, id, time, null, weight, features);
    }

    /** The pointer that a name in a settings file means: itself if it begins with '/', else the top-level field so named. */
    public static String pointer(String nameOrPointer) {
        return nameOrPointer.startsWith("/") ? nameOrPointer : "/" + escape(nameOrPointer);
    }

    /** The pointer of the input called {@code name}: itself if it begins with '/', else below {@link #features}. */
    public String featurePointer(String name) {
        return name.startsWith("/") ? name : features + "/" + escape(name);
    }

    /** The pointer of the sparse part's indices: {@code i} below {@link #features}. */
    public String sparseIndices() {
        return features + "/i";
    }

    /** The pointer of the sparse part's values: {@code v} below {@link #features}. */
    public String sparseValues() {
        return features + "/v";
    }

    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** Whether {@code pointer} is {@code outer} or names something in it. */
    static boolean within(String pointer, String outer) {
        return pointer.startsWith(outer)
                && (pointer.length() == outer.length() || pointer.charAt(outer.length()) == '/');
    }

    static void requirePointer(String what, String pointer) {
        if (!pointer.isEmpty() && pointer.charAt(0) != '/') {
            throw new IllegalArgumentException("mapping." + what
                    + " must be a JSON Pointer, which begins with '/': got " + pointer + ", write " + pointer(pointer));
        }
        for (int i = pointer.indexOf('~'); i >= 0; i = pointer.indexOf('~', i + 1)) {
            if (i + 1 == pointer.length() || (pointer.charAt(i + 1) != '0' && pointer.charAt(i + 1) != '1')) {
                throw new IllegalArgumentException(
                        "mapping." + what + " must write '~' as ~0 and '/' in a name as ~1: got " + pointer);
            }
        }
    }

    private static void claim(Map<String, String> roles, String role, @Nullable String pointer) {
        if (pointer == null) {
            return;
        }
        requirePointer(role, pointer);
        if (pointer.isEmpty()) {
            throw new IllegalArgumentException(
                    "mapping." + role + " must name a field: got \"\", which is the whole body");
        }
        roles.forEach((taken, by) -> {
            if (within(pointer, taken) || within(taken, pointer)) {
                throw new IllegalArgumentException("mapping." + role + " and mapping." + by
                        + " must be separate fields: got " + pointer + " and " + taken);
            }
        });
        roles.put(pointer, role);
    }
}
