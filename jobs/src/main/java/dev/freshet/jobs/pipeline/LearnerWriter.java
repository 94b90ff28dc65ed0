package dev.freshet.jobs.pipeline;

import dev.freshet.model.Challenger;
import dev.freshet.model.Guard;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Task;
import dev.freshet.model.eval.Views;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A learner in a pipeline file's words. */
final class LearnerWriter {
    private final LearnerSpec learner;

    LearnerWriter(LearnerSpec learner) {
        this.learner = learner;
    }

    void writeTask(YamlText yaml) {
        yaml.line(
                "task",
                learner.task() instanceof Task.Classification c
                        ? "{classes: " + YamlText.strings(c.classes()) + "}"
                        : "{regression: {}}");
    }

    void writeModel(YamlText yaml) {
        yaml.list(
                "features",
                learner.features().encoders().stream().map(FeatureText::of).toList());
        YamlText model = new YamlText()
                .list(
                        "network",
                        learner.network().layers().stream()
                                .map(LayerWords::write)
                                .toList())
                .line("loss", LossWords.write(learner.loss()))
                .line("optimizer", OptimizerWords.write(learner.optimizer()))
                .line("batch", batch());
        if (!learner.guard().equals(Guard.DEFAULT)) {
            model.line("guard", YamlText.map(RecordSettings.write(learner.guard())));
        }
        if (learner.seed() != 0) {
            model.line("seed", String.valueOf(learner.seed()));
        }
        yaml.block("model", model)
                .line("drift", DriftWords.write(learner.drift()))
                .line("metrics", metrics(learner.metrics()));
    }

    /** A challenger of this learner. */
    String challenger(Challenger challenger) {
        LearnerSpec spec = challenger.spec();
        LearnerWriter words = new LearnerWriter(spec);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("name", YamlText.string(challenger.name()));
        settings.put(
                "network",
                spec.network().layers().stream().map(LayerWords::write).collect(Collectors.joining(", ", "[", "]")));
        settings.put("loss", LossWords.write(spec.loss()));
        settings.put("optimizer", OptimizerWords.write(spec.optimizer()));
        settings.put("batch", words.batch());
        if (!spec.guard().equals(learner.guard())) {
            settings.put("guard", YamlText.map(RecordSettings.write(spec.guard())));
        }
        if (spec.seed() != learner.seed()) {
            settings.put("seed", String.valueOf(spec.seed()));
        }
        return YamlText.map(settings);
    }

    private static String metrics(Views metrics) {
        return metrics.equals(Views.NONE) ? "none" : YamlText.map(RecordSettings.write(metrics));
    }

    private String batch() {
        long age = learner.batch().maxAgeMillis();
        String maxAge = age == 0 ? "" : ", max-age: " + Durations.format(Duration.ofMillis(age));
        return "{size: " + learner.batch().size() + maxAge + "}";
    }
}
