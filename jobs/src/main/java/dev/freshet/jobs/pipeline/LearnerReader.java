package dev.freshet.jobs.pipeline;

import dev.freshet.model.Activation;
import dev.freshet.model.BatchPolicy;
import dev.freshet.model.Dense;
import dev.freshet.model.DriftPolicy;
import dev.freshet.model.Guard;
import dev.freshet.model.Layer;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Sequential;
import dev.freshet.model.SpecBuilder;
import dev.freshet.model.Task;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.eval.Views;
import dev.freshet.model.loss.Loss;
import dev.freshet.model.loss.Losses;
import dev.freshet.model.loss.Output;
import dev.freshet.model.optim.GradientTransform;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What learns: the {@code task}, {@code features}, {@code model}, {@code drift} and {@code metrics} of a pipeline file. */
final class LearnerReader {
    private final Section root;
    private final Section model;
    private final Problems problems;

    LearnerReader(Section root, Problems problems) {
        this(root, root.in("model"), problems);
    }

    /** @param model in place of the file's own */
    LearnerReader(Section root, Section model, Problems problems) {
        this.root = root;
        this.model = model;
        this.problems = problems;
    }

    /** Null where something is wrong with a part of it. */
    @Nullable
    LearnerSpec read() {
        Task task = task();
        FeatureEncoding features = new FeatureReader(problems).read(root);
        Sequential network = network();
        GradientTransform optimizer = optimizer();
        BatchPolicy batch = batch();
        Guard guard = guard();
        DriftPolicy drift = drift();
        Views metrics = metrics();
        checkWindow(metrics, batch);
        new SizeCheck(model, problems).check(features, network, optimizer, batch);
        Loss loss = loss(task, network);
        if (task == null || network == null || loss == null || features == null) {
            return null;
        }
        if (optimizer == null || batch == null || guard == null || drift == null || metrics == null) {
            return null;
        }
        LearnerSpec plain = plain(
                LearnerSpec.of(task)
                        .features(features)
                        .network(network)
                        .optimizer(optimizer)
                        .batch(batch)
                        .metrics(metrics)
                        .seed(model.integer("seed", 0L)),
                network.last(),
                loss);
        return plain == null ? null : watched(plain, guard, drift);
    }

    /** The champion with another model; null where something is wrong with a part of it. */
    @Nullable
    LearnerSpec challenger(LearnerSpec champion) {
        Sequential network = network();
        GradientTransform optimizer = optimizer();
        BatchPolicy batch = batch();
        Guard guard = guard();
        Loss loss = loss(champion.task(), network);
        checkWindow(champion.metrics(), batch);
        new SizeCheck(model, problems).check(champion.features(), network, optimizer, batch);
        if (network == null || optimizer == null || batch == null || guard == null || loss == null) {
            return null;
        }
        return problems.attempt(
                model.at(),
                () -> champion.toBuilder()
                        .network(network)
                        .loss(loss)
                        .optimizer(optimizer)
                        .batch(batch)
                        .guard(guard)
                        .seed(model.integer("seed", champion.seed()))
                        .build());
    }

    /** Whether nothing is wrong with a part of the model, where it stands. */
    private boolean soundly(String part) {
        return problems.noneAround(model.at(part).path());
    }

    /** A guard and a drift policy may ask of the rest what it has not. */
    private @Nullable LearnerSpec watched(LearnerSpec plain, Guard guard, DriftPolicy drift) {
        LearnerSpec guarded = problems.attempt(
                model.at("guard"), () -> plain.toBuilder().guard(guard).build());
        LearnerSpec both = problems.attempt(
                root.at("drift"), () -> plain.toBuilder().drift(drift).build());
        return guarded == null || both == null
                ? null
                : guarded.toBuilder().drift(drift).build();
    }

    private @Nullable Task task() {
        if (!root.has("task") || !problems.noneAround("task")) {
            return null;
        }
        Section task = root.in("task");
        return task.has("classes")
                ? problems.attempt(task.at("classes"), () -> new Task.Classification(task.texts("classes")))
                : new Task.Regression();
    }

    private @Nullable Sequential network() {
        List<Layer> layers = new ArrayList<>();
        List<YamlNode> items = model.items("network");
        for (YamlNode item : items) {
            Layer layer = problems.noneAround(item.at().path()) ? layer(Section.of(item), items) : null;
            if (layer != null) {
                layers.add(layer);
            }
        }
        return model.has("network") && soundly("network")
                ? problems.attempt(model.at("network"), () -> new Sequential(layers))
                : null;
    }

    private @Nullable Layer layer(Section item, List<YamlNode> all) {
        if (item.has("dense") && item.has("dropout")) {
            problems.add(item.at(), "takes dense or dropout, found both: write two entries");
            return null;
        }
        Layer layer = problems.attempt(item.at(), () -> LayerWords.read(item));
        boolean last = item.at().equals(all.get(all.size() - 1).at());
        if (last && item.has("dropout")) {
            problems.add(item.at(), "the last layer must be dense, found dropout");
        }
        if (layer instanceof Dense dense && !last && dense.activation() == Activation.SOFTMAX) {
            problems.add(item.at("activation"), "softmax belongs to the last layer, found it before");
        }
        return layer;
    }

    private @Nullable GradientTransform optimizer() {
        if (!soundly("optimizer")) {
            return null;
        }
        Section section = model.in("optimizer");
        At at = section.entries().keySet().stream().findFirst().map(section::at).orElse(section.at());
        return problems.attempt(at, () -> OptimizerWords.read(model));
    }

    private @Nullable Guard guard() {
        Section guard = model.in("guard");
        return soundly("guard") ? problems.attempt(guard.at(), () -> RecordSettings.read(Guard.DEFAULT, guard)) : null;
    }

    private @Nullable DriftPolicy drift() {
        Section drift = root.in("drift");
        return problems.noneAround("drift") ? problems.attempt(drift.at(), () -> DriftWords.read(drift)) : null;
    }

    private @Nullable BatchPolicy batch() {
        if (!soundly("batch")) {
            return null;
        }
        Section batch = model.in("batch");
        return problems.attempt(
                batch.at(),
                () -> new BatchPolicy(
                        batch.integer("size", 32),
                        batch.duration("max-age", "0ms").toMillis()));
    }

    private @Nullable Views metrics() {
        if (!problems.noneAround("metrics")) {
            return null;
        }
        Section metrics = root.in("metrics");
        if (root.text("metrics", "").equals("none")) {
            return Views.NONE;
        }
        return problems.attempt(
                metrics.at(),
                () -> new Views(
                        metrics.integer("window", Views.DEFAULT.window()),
                        metrics.number("fading", Views.DEFAULT.fading())));
    }

    private void checkWindow(@Nullable Views metrics, @Nullable BatchPolicy batch) {
        if (metrics != null && batch != null && !metrics.none() && metrics.window() < batch.size()) {
            problems.add(
                    root.in("metrics").at("window"),
                    "must be at least model.batch.size, " + batch.size() + ", found " + metrics.window());
        }
    }

    private @Nullable Loss loss(@Nullable Task task, @Nullable Sequential network) {
        if (task == null || network == null || !soundly("loss")) {
            return null;
        }
        return problems.attempt(model.at("loss"), () -> LossWords.read(model, task, network.last()));
    }

    /** A last layer that fits the task with no loss at all is to blame itself: mse, which fits most, tells it from the loss. */
    private @Nullable LearnerSpec plain(SpecBuilder builder, Dense last, Loss loss) {
        try {
            return builder.loss(loss).build();
        } catch (IllegalArgumentException broken) {
            if (loss.output() != Output.SCORES && !fits(builder, last)) {
                return null;
            }
            String found = model.in("loss").entries().isEmpty()
                    ? model.source("loss", LossWords.of(loss))
                    : LossWords.of(loss);
            problems.add(model.at("loss"), Problems.ruleOf(broken) + ", found " + found);
            return null;
        }
    }

    private boolean fits(SpecBuilder builder, Dense last) {
        try {
            var unused = builder.loss(Losses.meanSquaredError()).build();
            return true;
        } catch (IllegalArgumentException e) {
            List<YamlNode> items = model.items("network");
            String found = last.units() + " " + Words.of(last.activation()) + (last.units() == 1 ? " unit" : " units");
            problems.add(items.get(items.size() - 1).at(), Problems.ruleOf(e) + ", found " + found);
            return false;
        }
    }
}
