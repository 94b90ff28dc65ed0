package dev.freshet.jobs.pipeline;

import dev.freshet.model.Challenger;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Selection;
import dev.freshet.model.select.SelectionRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What learns beside each key's champion: the {@code challengers} and {@code select} of a pipeline file. */
final class SelectionReader {
    private static final String RULE = "confidence-sequence";

    private final Section root;
    private final Problems problems;

    SelectionReader(Section root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    /** Null where there are none, or something is wrong with them. */
    @Nullable
    Selection read(@Nullable LearnerSpec champion) {
        if (!root.has("challengers")) {
            if (root.has("select")) {
                problems.add(root.at("select"), "needs challengers beside it: there is nothing to choose from");
            }
            return null;
        }
        if (root.in("state").text("on-shape-change", "refuse").equals("map")) {
            problems.add(
                    root.in("state").at("on-shape-change"),
                    "must be refuse beside challengers, found map: they would not learn the same any more");
        }
        if (champion == null || !problems.noneAround("challengers") || !problems.noneAround("select")) {
            return null;
        }
        List<Challenger> challengers = new ArrayList<>();
        for (YamlNode item : root.items("challengers")) {
            Challenger challenger = challenger(Section.of(item), champion);
            if (challenger != null) {
                challengers.add(challenger);
            }
        }
        SelectionRule rule = problems.attempt(
                root.at("select"), () -> Vocabulary.SELECTION_RULES.read(Choice.of(root, "select", RULE)));
        if (rule == null || challengers.size() < root.items("challengers").size()) {
            return null;
        }
        new SizeCheck(root, problems).checkTogether(champion, challengers);
        return problems.attempt(root.at("challengers"), () -> new Selection(challengers, rule));
    }

    private @Nullable Challenger challenger(Section own, LearnerSpec champion) {
        LearnerSpec spec = new LearnerReader(root, own.over(root.in("model")), problems).challenger(champion);
        return spec == null ? null : problems.attempt(own.at("name"), () -> new Challenger(own.text("name", ""), spec));
    }
}
