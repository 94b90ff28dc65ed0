package dev.freshet.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of settings that is hashed and compared: every component by name, strings quoted, doubles in hexadecimal, so
 * that unequal settings have unequal texts and equal ones the same text on every version of Java. The {@code toString} of
 * records, lists and doubles promises neither.
 */
final class SpecText {

    private SpecText() {}

    static String of(@Nullable Object settings) {
        StringBuilder text = new StringBuilder();
        append(text, settings);
        return text.toString();
    }

    private static void append(StringBuilder text, @Nullable Object value) {
        if (value instanceof Record settings) {
            appendRecord(text, settings);
        } else if (value instanceof List<?> list) {
            appendList(text, list);
        } else if (value instanceof String string) {
            appendQuoted(text, string);
        } else if (value instanceof Double number) {
            text.append(Double.toHexString(number));
        } else if (value instanceof Enum<?> constant) {
            text.append(constant.name());
        } else if (value == null || value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            text.append(value);
        } else {
            throw new IllegalArgumentException(
                    "settings must be records, lists, enums, strings, numbers and booleans: got " + value.getClass());
        }
    }

    private static void appendRecord(StringBuilder text, Record settings) {
        text.append(settings.getClass().getSimpleName()).append('(');
        String separator = "";
        for (var component : settings.getClass().getRecordComponents()) {
            text.append(separator).append(component.getName()).append('=');
            try {
                append(text, component.getAccessor().invoke(settings));
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException("settings must be public records: got " + settings, e);
            }
            separator = ", ";
        }
        text.append(')');
    }

    private static void appendList(StringBuilder text, List<?> list) {
        text.append('[');
        String separator = "";
        for (Object element : list) {
            text.append(separator);
            append(text, element);
            separator = ", ";
        }
        text.append(']');
    }

    private static void appendQuoted(StringBuilder text, String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
        text.append('"');
    }
}
