package dev.freshet.jobs.pipeline;

import dev.freshet.model.Challenger;
import dev.freshet.model.Selection;
import dev.freshet.model.select.ConfidenceSequence;
import dev.freshet.model.select.SelectionRule;
import java.util.Map;
import java.util.stream.Collectors;

/** How challengers are chosen, in a pipeline file's words. */
final class SelectionWords {

    private SelectionWords() {}

    /** Without the number of challengers, which a file says by naming them. */
    static String write(SelectionRule rule) {
        SelectionRule one = rule instanceof ConfidenceSequence sequence ? sequence.among(1) : rule;
        String word = Vocabulary.SELECTION_RULES.word(one);
        Map<String, String> settings = RecordSettings.write(one);
        settings.remove("rivals");
        return one.equals(Vocabulary.SELECTION_RULES.defaults(word))
                ? word
                : YamlText.map(Map.of(word, YamlText.map(settings)));
    }

    /** As for a person. */
    static String describe(Selection selection) {
        String names = selection.challengers().stream().map(Challenger::name).collect(Collectors.joining(", "));
        return names + " learn beside each key's model and may take its place, by "
                + selection.rule().name();
    }
}
