package dev.freshet.model.run;

import java.util.Map;

/** Writes one JSON value; names need no escape but quotes and backslashes. */
final class Json {
    private final StringBuilder text = new StringBuilder();

    Json begin(char bracket) {
        separate();
        text.append(bracket);
        return this;
    }

    Json end(char bracket) {
        text.append(bracket);
        return this;
    }

    Json name(String name) {
        separate();
        text.append('"')
                .append(name.replace("\\", "\\\\").replace("\"", "\\\""))
                .append("\":");
        return this;
    }

    Json field(String name, long value) {
        name(name).text.append(value);
        return this;
    }

    Json field(String name, boolean value) {
        name(name).text.append(value);
        return this;
    }

    Json field(String name, double value) {
        name(name).text.append(Double.isFinite(value) ? Double.toString(value) : "null");
        return this;
    }

    Json field(String name, Map<String, Double> values) {
        name(name).begin('{');
        values.forEach(this::field);
        return end('}');
    }

    private void separate() {
        if (text.length() > 0 && "[{:".indexOf(text.charAt(text.length() - 1)) < 0) {
            text.append(',');
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
