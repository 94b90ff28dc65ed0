package dev.freshet.jobs.pipeline;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML document with the place of every node. */
sealed interface YamlNode {

    At at();

    /** What stands there, for messages. */
    String found();

    /** @param entries in the file's order */
    record Mapping(At at, Map<String, Entry> entries) implements YamlNode {
        @Override
        public String found() {
            return "a mapping";
        }

        /** @throws IllegalArgumentException if there is no such key */
        Entry entry(String key) {
            Entry entry = entries.get(key);
            if (entry == null) {
                throw new IllegalArgumentException("mapping " + at.path() + " has no key " + key);
            }
            return entry;
        }
    }

    /** @param key the place of the key itself */
    record Entry(At key, YamlNode value) {}

    record Sequence(At at, List<YamlNode> items) implements YamlNode {
        @Override
        public String found() {
            return "a list";
        }
    }

    /**
     * @param source as the file has it, placeholders and all: what messages may show
     * @param plain written without quotes
     * @param value a String, Boolean, Number or null
     */
    record Scalar(
            At at, String source, boolean plain, @Nullable Object value) implements YamlNode {
        private static final int SHOWN = 60;

        @Override
        public String found() {
            if (value == null) {
                return "nothing";
            }
            if (value instanceof Boolean) {
                return source;
            }
            return value instanceof String ? "string \"" + shown() + "\"" : "number " + shown();
        }

        /** The source, cut where it is long. */
        String shown() {
            int points = source.codePointCount(0, source.length());
            return points <= SHOWN ? source : source.substring(0, source.offsetByCodePoints(0, SHOWN)) + "…";
        }
    }
}
