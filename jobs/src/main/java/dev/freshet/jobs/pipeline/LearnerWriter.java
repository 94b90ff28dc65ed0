package dev.freshet.jobs.pipeline;

import dev.freshet.model.Dense;
import dev.freshet.model.Layer;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Task;
import dev.freshet.model.drift.Adwin;
import dev.freshet.model.drift.DriftDetector;
import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.HashedCategories;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.optim.Chain;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.optim.Scale;
import dev.freshet.model.optim.ScaleByAdam;
import dev.freshet.model.optim.Trace;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
                learner.features().encoders().stream()
                        .map(LearnerWriter::feature)
                        .toList());
        YamlText model = new YamlText()
                .list(
                        "network",
                        learner.network().layers().stream()
                                .map(LearnerWriter::layer)
                                .toList())
                .line("loss", LossWords.of(learner.loss()).equals("mse") ? "mse" : "cross-entropy")
                .line("optimizer", optimizer(learner.optimizer()))
                .line("batch", batch());
        if (learner.seed() != 0) {
            model.line("seed", String.valueOf(learner.seed()));
        }
        yaml.block("model", model)
                .line("drift", "{detector: " + detector(learner.drift().detector()) + "}")
                .line(
                        "metrics",
                        "{window: " + learner.metrics().window() + ", fading: "
                                + learner.metrics().fading() + "}");
    }

    private static String feature(Encoder encoder) {
        if (encoder instanceof Numbers numbers) {
            return "{numeric: " + YamlText.strings(numbers.inputs()) + ", scale: " + Words.of(numbers.scaling()) + "}";
        }
        HashedCategories categories = (HashedCategories) encoder;
        return "{category: " + YamlText.strings(categories.inputs()) + ", hash: " + categories.buckets() + "}";
    }

    private static String layer(Layer layer) {
        if (!(layer instanceof Dense dense)
                || !dense.equals(new Dense(dense.units(), dense.activation(), dense.initializer()))) {
            throw noForm(layer);
        }
        return "{dense: " + dense.units() + ", activation: " + Words.of(dense.activation()) + ", init: "
                + Words.of(dense.initializer()) + "}";
    }

    private static String optimizer(GradientTransform rule) {
        if (rule instanceof Scale scale && scale.factor() < 0) {
            return "{sgd: {rate: " + -scale.factor() + "}}";
        }
        if (rule instanceof Chain chain && chain.transforms().size() == 2) {
            return chain(rule, chain.transforms());
        }
        throw noForm(rule);
    }

    private static String chain(GradientTransform rule, List<GradientTransform> links) {
        if (links.get(1) instanceof Scale scale && scale.factor() < 0) {
            if (links.get(0) instanceof Trace trace) {
                return "{momentum: {rate: " + -scale.factor() + ", decay: " + trace.decay() + "}}";
            }
            if (links.get(0) instanceof ScaleByAdam adam) {
                return "{adam: {rate: " + -scale.factor() + ", beta1: " + adam.beta1() + ", beta2: " + adam.beta2()
                        + ", epsilon: " + adam.epsilon() + "}}";
            }
        }
        throw noForm(rule);
    }

    private String batch() {
        long age = learner.batch().maxAgeMillis();
        String maxAge = age == 0 ? "" : ", max-age: " + Durations.format(Duration.ofMillis(age));
        return "{size: " + learner.batch().size() + maxAge + "}";
    }

    private static String detector(@Nullable DriftDetector detector) {
        if (detector == null) {
            return "{none: {}}";
        }
        if (detector instanceof Adwin adwin && adwin.equals(new Adwin(adwin.delta()))) {
            return "{adwin: {delta: " + adwin.delta() + "}}";
        }
        throw noForm(detector);
    }

    private static IllegalArgumentException noForm(Object rule) {
        return new IllegalArgumentException("a pipeline file has no words for " + rule + ": use what its schema lists");
    }
}
