package dev.freshet.model;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link SpecText} wrote: settings of a known type, whose own checks hold. Names no class but those it permits. */
final class SpecReader {
    private final String text;
    private int at;

    private SpecReader(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if {@code text} is no text of a {@code type} */
    static <T> T read(String text, Class<T> type) {
        SpecReader reader = new SpecReader(text);
        Object value = reader.value(type);
        if (value == null || reader.at < text.length()) {
            throw reader.unreadable("ends too late");
        }
        return type.cast(value);
    }

    private @Nullable Object value(Type type) {
        if (text.startsWith("null", at)) {
            at += 4;
            return null;
        }
        if (type instanceof ParameterizedType list) {
            return list(list.getActualTypeArguments()[0]);
        }
        if (type == String.class) {
            return quoted();
        }
        Class<?> plain = (Class<?>) type;
        return plain.isRecord() || (plain.isSealed() && !plain.isEnum()) ? settings(plain) : word(plain);
    }

    private List<Object> list(Type element) {
        List<Object> values = new ArrayList<>();
        expect("[");
        while (!text.startsWith("]", at)) {
            if (!values.isEmpty()) {
                expect(", ");
            }
            Object value = value(element);
            if (value == null) {
                throw unreadable("lacks an element");
            }
            values.add(value);
        }
        expect("]");
        return values;
    }

    private String quoted() {
        expect("\"");
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                char escaped = text.charAt(at++);
                c = escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped;
            }
            value.append(c);
        }
        expect("\"");
        return value.toString();
    }

    private Object word(Class<?> type) {
        int from = at;
        while (at < text.length() && ",)]".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(from, at);
        if (type == double.class) {
            return Double.parseDouble(word);
        }
        if (type == int.class) {
            return Integer.parseInt(word);
        }
        if (type == long.class) {
            return Long.parseLong(word);
        }
        if (type == boolean.class) {
            return Boolean.parseBoolean(word);
        }
        for (Object constant : type.isEnum() ? type.getEnumConstants() : new Object[0]) {
            if (((Enum<?>) constant).name().equals(word)) {
                return constant;
            }
        }
        throw unreadable("has <" + word + ">");
    }

    private Object settings(Class<?> type) {
        int open = text.indexOf('(', at);
        String name = open < 0 ? "" : text.substring(at, open);
        Class<?> found = named(type, name);
        if (found == null) {
            throw unreadable("has <" + name + ">");
        }
        at = open + 1;
        RecordComponent[] components = found.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            expect((i == 0 ? "" : ", ") + components[i].getName() + "=");
            values[i] = value(components[i].getGenericType());
            types[i] = components[i].getType();
        }
        expect(")");
        return made(found, types, values);
    }

    private static @Nullable Class<?> named(Class<?> type, String name) {
        if (type.isRecord()) {
            return type.getSimpleName().equals(name) ? type : null;
        }
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            if (permitted.isRecord() && permitted.getSimpleName().equals(name)) {
                return permitted;
            }
        }
        return null;
    }

    private Object made(Class<?> type, Class<?>[] types, Object[] values) {
        try {
            Constructor<?> canonical = type.getConstructor(types);
            return canonical.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("settings are refused by this build: got " + text, e);
        }
    }

    private void expect(String token) {
        if (!text.startsWith(token, at)) {
            throw unreadable("lacks <" + token + ">");
        }
        at += token.length();
    }

    private IllegalArgumentException unreadable(String why) {
        return new IllegalArgumentException(
                "settings " + why + " at character " + at + ", which this build cannot read: got " + text);
    }
}
