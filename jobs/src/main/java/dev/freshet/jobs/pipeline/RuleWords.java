package dev.freshet.jobs.pipeline;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The rules of a family by the words of a file, each with the settings that it has where a file names none. */
final class RuleWords<T> {
    private final Map<String, T> defaults = new LinkedHashMap<>();
    private final Map<Class<?>, String> words = new HashMap<>();

    RuleWords<T> with(String word, T atItsDefaults) {
        defaults.put(word, atItsDefaults);
        words.put(atItsDefaults.getClass(), word);
        return this;
    }

    Set<String> words() {
        return defaults.keySet();
    }

    boolean has(Object rule) {
        return words.containsKey(rule.getClass());
    }

    /** The rule at its defaults. */
    T defaults(String word) {
        T rule = defaults.get(word);
        if (rule == null) {
            throw new IllegalArgumentException("rule must be one of " + words() + ": got " + word);
        }
        return rule;
    }

    /** @throws IllegalArgumentException if a setting breaks a rule */
    T read(Choice choice) {
        return RecordSettings.read(defaults(choice.word()), choice.settings());
    }

    /** @throws IllegalArgumentException if a file has no word for {@code rule} */
    String word(Object rule) {
        String word = words.get(rule.getClass());
        if (word == null) {
            throw noWords(rule);
        }
        return word;
    }

    /** {@code {word: {setting: value}}}. */
    String write(Object rule) {
        return YamlText.map(Map.of(word(rule), YamlText.map(RecordSettings.write(rule))));
    }

    /** The word alone where all settings have their defaults, else as {@link #write}. */
    String writeShort(Object rule) {
        String word = word(rule);
        return rule.equals(defaults.get(word)) ? word : write(rule);
    }

    static IllegalArgumentException noWords(Object rule) {
        return new IllegalArgumentException("a pipeline file has no words for " + rule + ": use what its schema lists");
    }
}
