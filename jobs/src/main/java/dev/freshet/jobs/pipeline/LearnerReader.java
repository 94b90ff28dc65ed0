package dev.freshet.jobs.pipeline;

import dev.freshet.model.Activation;
import dev.freshet.model.BatchPolicy;
import dev.freshet.model.Dense;
import dev.freshet.model.DriftPolicy;
import dev.freshet.model.Guard;
import dev.freshet.model.Initializer;
import dev.freshet.model.Layer;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Sequential;
import dev.freshet.model.Task;
import dev.freshet.model.drift.Adwin;
import dev.freshet.model.drift.DriftDetector;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.eval.Views;
import dev.freshet.model.loss.Loss;
import dev.freshet.model.loss.Losses;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.optim.Optimizers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What learns: the {@code task}, {@code features}, {@code model}, {@code drift} and {@code metrics} of a pipeline file. */
final class LearnerReader {
    private final Section root;
    private final Section model;
    private final Problems problems;

    LearnerReader(Section root, Problems problems) {
        this.root = root;
        this.model = root.in("model");
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
        Views metrics = metrics();
        DriftDetector detector = detector();
        checkWindow(metrics, batch);
        checkSize(features, network, optimizer, batch);
        Loss loss = loss(task, network);
        if (task == null || network == null || loss == null) {
            return null;
        }
        if (features == null || optimizer == null || batch == null || metrics == null) {
            return null;
        }
        return spec(new Parts(task, features, network, optimizer, batch, metrics, drift(detector)), loss);
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
        return model.has("network") && problems.noneAround("model.network")
                ? problems.attempt(model.at("network"), () -> new Sequential(layers))
                : null;
    }

    private @Nullable Layer layer(Section item, List<YamlNode> all) {
        Layer layer = problems.attempt(item.at(), () -> layer(item));
        boolean last = item.at().equals(all.get(all.size() - 1).at());
        if (!last && layer instanceof Dense dense && dense.activation() == Activation.SOFTMAX) {
            problems.add(item.at("activation"), "softmax belongs to the last layer, found it before");
        }
        return layer;
    }

    private static Layer layer(Section item) {
        return new Dense(
                item.integer("dense", 0),
                Words.read(Activation.class, item.text("activation", "linear")),
                Words.read(Initializer.class, item.text("init", "glorot-uniform")));
    }

    private @Nullable GradientTransform optimizer() {
        if (!problems.noneAround("model.optimizer")) {
            return null;
        }
        Section optimizer = model.in("optimizer");
        String name = optimizer.entries().keySet().stream().findFirst().orElse("adam");
        Section settings = optimizer.in(name);
        return problems.attempt(settings.at(), () -> optimizer(name, settings));
    }

    private static GradientTransform optimizer(String name, Section settings) {
        return switch (name) {
            case "sgd" -> Optimizers.sgd(settings.number("rate", 0));
            case "momentum" -> Optimizers.momentum(settings.number("rate", 0), settings.number("decay", 0.9));
            default ->
                Optimizers.adam(
                        settings.number("rate", 0.001),
                        settings.number("beta1", 0.9),
                        settings.number("beta2", 0.999),
                        settings.number("epsilon", 1e-8));
        };
    }

    private @Nullable BatchPolicy batch() {
        if (!problems.noneAround("model.batch")) {
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
        return problems.attempt(
                metrics.at(),
                () -> new Views(
                        metrics.integer("window", Views.DEFAULT.window()),
                        metrics.number("fading", Views.DEFAULT.fading())));
    }

    private @Nullable DriftDetector detector() {
        Section detector = root.in("drift").in("detector");
        if (!problems.noneAround("drift") || detector.has("none")) {
            return null;
        }
        Section adwin = detector.in("adwin");
        return problems.attempt(adwin.at(), () -> new Adwin(adwin.number("delta", 0.002)));
    }

    private void checkWindow(@Nullable Views metrics, @Nullable BatchPolicy batch) {
        if (metrics != null && batch != null && metrics.window() < batch.size()) {
            problems.add(
                    root.in("metrics").at("window"),
                    "must be at least model.batch.size, " + batch.size() + ", found " + metrics.window());
        }
    }

    private void checkSize(
            @Nullable FeatureEncoding features,
            @Nullable Sequential network,
            @Nullable GradientTransform optimizer,
            @Nullable BatchPolicy batch) {
        if (features == null || network == null || optimizer == null || batch == null) {
            return;
        }
        Size size = Size.of(features.width(), network.layers(), optimizer.slots(), batch.size());
        if (size.bytes() > Size.MAX_BYTES) {
            boolean byBatch = size.batchBytes() > size.bytes() / 2;
            At largest = model.items("network")
                    .get(Size.largest(features.width(), network.layers()))
                    .at();
            problems.add(
                    byBatch ? model.in("batch").at("size") : largest,
                    tooLarge(size) + (byBatch ? "take smaller batches" : "take smaller layers or fewer hash buckets"));
        }
    }

    private static String tooLarge(Size size) {
        return String.format(
                "a key takes %s, more than %s: %,d parameters of %s, %s of optimiser slots, %s of batch; ",
                Size.human(size.bytes()),
                Size.human(Size.MAX_BYTES),
                size.parameters(),
                Size.human(size.parameterBytes()),
                Size.human(size.slotBytes()),
                Size.human(size.batchBytes()));
    }

    /** {@code cross-entropy} picks its form by the last layer. */
    private @Nullable Loss loss(@Nullable Task task, @Nullable Sequential network) {
        if (task == null || network == null || !problems.noneAround("model.loss")) {
            return null;
        }
        String word = model.text("loss", task instanceof Task.Regression ? "mse" : "cross-entropy");
        if (!word.equals("cross-entropy")) {
            return LossWords.read(word);
        }
        Dense last = network.last();
        return last.units() == 1 && last.activation() == Activation.SIGMOID
                ? Losses.binaryCrossEntropy()
                : Losses.categoricalCrossEntropy();
    }

    /** A last layer that does not fit the task is refused with any loss: mse, which fits all, tells it from the loss. */
    private @Nullable LearnerSpec spec(Parts parts, Loss loss) {
        try {
            parts.with(Losses.meanSquaredError(), 0);
        } catch (IllegalArgumentException e) {
            List<YamlNode> items = model.items("network");
            Dense last = parts.network().last();
            String found = last.units() + " " + Words.of(last.activation()) + (last.units() == 1 ? " unit" : " units");
            problems.add(items.get(items.size() - 1).at(), Problems.ruleOf(e) + ", found " + found);
            return null;
        }
        try {
            return parts.with(loss, model.integer("seed", 0L));
        } catch (IllegalArgumentException e) {
            problems.add(model.at("loss"), Problems.ruleOf(e) + ", found " + model.source("loss", LossWords.of(loss)));
            return null;
        }
    }

    private static DriftPolicy drift(@Nullable DriftDetector detector) {
        return detector == null ? DriftPolicy.NONE : DriftPolicy.watch(detector);
    }

    private record Parts(
            Task task,
            FeatureEncoding features,
            Sequential network,
            GradientTransform optimizer,
            BatchPolicy batch,
            Views metrics,
            DriftPolicy drift) {

        LearnerSpec with(Loss loss, long seed) {
            return new LearnerSpec(
                    task, features, network, loss, optimizer, batch, Guard.DEFAULT, drift, metrics, seed);
        }
    }
}
