package dev.freshet.jobs.pipeline;

import java.util.Map;

/**
 * One of several rules by its word: a mapping of the word to the rule's settings, or, where all may have their defaults,
 * the word alone.
 *
 * @param at where it stands
 */
record Choice(String word, Section settings, At at) {

    /** What stands at {@code key}, which must be there. */
    static Choice of(Section section, String key) {
        return of(section, key, "");
    }

    static Choice of(Section section, String key, String absent) {
        Section mapping = section.in(key);
        for (String word : mapping.entries().keySet()) {
            return new Choice(word, mapping.in(word), mapping.in(word).at());
        }
        At at = section.at(key);
        return new Choice(section.text(key, absent), new Section(at, Map.of()), at);
    }

    /** The single key of an item of a list. */
    static Choice of(YamlNode item) {
        Section mapping = Section.of(item);
        String word = mapping.entries().keySet().iterator().next();
        return new Choice(word, mapping.in(word), item.at());
    }
}
