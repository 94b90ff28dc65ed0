package dev.freshet.jobs.pipeline;

import dev.freshet.jobs.learn.EventRules;
import dev.freshet.jobs.learn.LabelRules;
import dev.freshet.jobs.learn.PublishRules;
import dev.freshet.jobs.learn.QualityGate;
import dev.freshet.jobs.learn.StateRules;
import dev.freshet.jobs.score.ScoreRules;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.Reading;
import dev.freshet.kafka.TopicSpec;
import dev.freshet.model.Guard;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Task;
import dev.freshet.model.encode.FeatureSchema;
import dev.freshet.model.eval.Views;
import dev.freshet.wire.EventMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A pipeline in plain lines for a person. */
final class Description {

    private Description() {}

    static List<String> of(Pipeline pipeline) {
        LearnerSpec learner = pipeline.learner();
        List<String> lines = new ArrayList<>(List.of(
                line("pipeline", pipeline.name()),
                line("task", task(learner.task())),
                line("key", key(pipeline.events())),
                line("inputs", inputs(learner)),
                line("network", network(learner)),
                line("model", model(learner)),
                line("batch", batch(learner)),
                line("learns", OptimizerWords.write(learner.optimizer())),
                line("guard", guard(learner.guard())),
                line("metrics", metrics(learner.metrics())),
                line("begins", begins(pipeline.prior())),
                line("drift", DriftWords.describe(learner.drift())),
                line("kafka", pipeline.kafka().bootstrap()),
                line("reads", reads(pipeline)),
                line("writes", writes(pipeline)),
                line("publishes", publishes(pipeline.publish())),
                line("creates", creates(pipeline.topics())),
                line("delivery", delivery(pipeline.delivery()))));
        if (pipeline.commands() != null) {
            lines.add(line(
                    "commands",
                    "taken from " + pipeline.topics().commands() + ", acknowledged on "
                            + pipeline.topics().commandAcks()));
        }
        if (pipeline.selection() != null) {
            lines.add(line("chooses", SelectionWords.describe(pipeline.selection())));
        }
        if (pipeline.rules().any()) {
            lines.add(3, line("lets in", rules(pipeline.rules())));
        }
        if (pipeline.labels() != null) {
            lines.add(3, line("labels", labels(pipeline.labels())));
        }
        if (pipeline.scoring() != null) {
            lines.add(line("scores", scores(pipeline)));
        }
        if (!pipeline.state().rules().equals(StateRules.DEFAULT)) {
            lines.add(line("keeps", keeps(pipeline.state().rules())));
        }
        return lines;
    }

    private static String labels(LabelRules rules) {
        return "come later: features wait while their key's labels are at most "
                + Durations.format(Duration.ofMillis(rules.ttlMillis()))
                + " ahead, labels while its features are at most "
                + Durations.format(Duration.ofMillis(rules.waitMillis()));
    }

    private static String scores(Pipeline pipeline) {
        ScoreRules rules = Objects.requireNonNull(pipeline.scoring());
        String then = rules.then() == ScoreRules.Then.PRIOR ? "the prior answers" : "a dead letter";
        return pipeline.topics().features() + " to " + pipeline.topics().scores() + "; without a model of their key, "
                + (rules.untilModel() == ScoreRules.UntilModel.PRIOR
                        ? "the prior answers"
                        : "they wait while newer ones are at most "
                                + Durations.format(Duration.ofMillis(rules.waitMillis())) + " ahead, " + rules.most()
                                + " at most, then " + then);
    }

    private static String publishes(PublishRules rules) {
        List<String> when = new ArrayList<>();
        if (rules.every() > 0) {
            when.add(rules.every() == 1 ? "every batch" : "every " + rules.every() + " batches");
        }
        if (rules.ageMillis() > 0) {
            when.add("each " + Durations.format(Duration.ofMillis(rules.ageMillis())) + " of its events' time");
        }
        if (rules.onDrift()) {
            when.add("on drift");
        }
        when.add("at the end");
        String gate = rules.gate() == QualityGate.NONE
                ? ""
                : "; to scorers only if it errs no more than " + Words.of(rules.gate());
        return "a key's model " + String.join(", ", when) + gate;
    }

    private static String keeps(StateRules rules) {
        String mapped = rules.onShapeChange() == StateRules.ShapeChange.MAP
                ? "what it can of restored models of another shape"
                : "restored models of the same shape";
        return rules.idle() == 0
                ? mapped
                : mapped + "; a key begins anew when its next event is more than "
                        + Durations.format(Duration.ofMillis(rules.idle())) + " younger than its latest";
    }

    private static String line(String what, String text) {
        return String.format("%-9s %s", what, text);
    }

    private static String task(Task task) {
        return task instanceof Task.Classification c
                ? c.classes().size() + " classes: " + shortened(c.classes())
                : "regression";
    }

    private static String rules(EventRules rules) {
        String once = rules.ids() == 0 ? "every event" : "an id once, of the newest " + rules.ids() + " of its key";
        String late = Durations.format(Duration.ofMillis(rules.lateAfter()));
        return rules.lateAfter() == 0
                ? once
                : once + "; later than " + late + " behind the newest of its key: " + Words.of(rules.late());
    }

    private static String key(EventMapping events) {
        return events.key() == null ? "the record's key" : "field " + events.key() + ", else the record's key";
    }

    private static String inputs(LearnerSpec learner) {
        FeatureSchema schema = learner.features().schema();
        return plural(schema.numbers().size(), "number") + ", "
                + categories(schema.categories().size())
                + (schema.texts().isEmpty() ? "" : ", " + plural(schema.texts().size(), "text"))
                + (schema.sparse() == 0 ? "" : ", a sparse part")
                + " -> "
                + plural(learner.features().width(), "column");
    }

    private static String network(LearnerSpec learner) {
        return learner.network().layers().stream().map(LayerWords::describe).collect(Collectors.joining(" -> "))
                + ", loss " + LossWords.of(learner.loss());
    }

    private static String model(LearnerSpec learner) {
        Size size = Size.of(learner);
        return String.format(
                Locale.ROOT,
                "%,d parameters per key: %s, and %s of optimiser slots",
                size.parameters(),
                Size.human(size.parameterBytes()),
                Size.human(size.slotBytes()));
    }

    private static String batch(LearnerSpec learner) {
        long age = learner.batch().maxAgeMillis();
        return plural(learner.batch().size(), "example")
                + (age == 0
                        ? ""
                        : ", or when an event is " + Durations.format(java.time.Duration.ofMillis(age))
                                + " younger than the first");
    }

    private static String guard(Guard guard) {
        List<String> refused = new ArrayList<>(List.of("a batch that is not finite is refused"));
        if (guard.maxNorm() < Double.POSITIVE_INFINITY) {
            refused.add("so is a gradient longer than " + guard.maxNorm());
        }
        if (guard.lossSpike() < Double.POSITIVE_INFINITY) {
            refused.add("so is a loss " + guard.lossSpike() + " times the usual");
        }
        if (guard.backOff() < 1) {
            refused.add("the rate is then multiplied by " + guard.backOff());
        }
        return String.join(", ", refused);
    }

    private static String metrics(Views views) {
        return views.equals(Views.NONE)
                ? "none"
                : "over all, over " + plural(views.window(), "event") + ", and fading by " + views.fading();
    }

    private static String reads(Pipeline pipeline) {
        Reading reading = pipeline.reading();
        return String.join(" and ", pipeline.topics().learnedFrom(pipeline.labels() != null))
                + (reading.ordering() == Reading.Ordering.NONE
                        ? ", in any order: two runs may learn different bits"
                        : "")
                + (reading.onDataLoss() == Reading.DataLoss.SKIP ? ", past what is lost" : "");
    }

    private static String begins(@Nullable PriorSettings prior) {
        return prior == null
                ? "a new key with the network's initial weights"
                : "a new key at prior " + prior.fingerprint()
                        + (prior.shrinkage() == 0
                                ? ""
                                : ", shrunk to it with the weight of " + prior.shrinkage() + " examples");
    }

    private static String writes(Pipeline pipeline) {
        PipelineTopics topics = pipeline.topics();
        String always = String.join(
                ", ",
                topics.predictions(),
                topics.metrics(),
                topics.drift(),
                topics.models(),
                topics.modelHistory(),
                topics.deadLetters(),
                topics.ledger());
        return pipeline.selection() == null ? always : always + ", " + topics.promotions();
    }

    private static String creates(PipelineTopics topics) {
        if (!topics.create()) {
            return "no topic: all must be there";
        }
        String replicas = topics.replication() == TopicSpec.BROKER_DEFAULT
                ? "the broker's number of replicas"
                : plural(topics.replication(), "replica");
        return "missing topics with " + plural(topics.partitions(), "partition") + " and " + replicas;
    }

    private static String delivery(DeliverySettings delivery) {
        return delivery.guarantee() == DeliverySettings.Guarantee.AT_LEAST_ONCE
                ? "at least once, visible at once; repeats after a failure bear the same id in their headers"
                : "exactly once, visible with each checkpoint, every "
                        + Durations.format(delivery.checkpointInterval());
    }

    private static String shortened(List<String> words) {
        String shown = words.stream().limit(8).collect(Collectors.joining(", "));
        return words.size() <= 8 ? shown : shown + ", …";
    }

    private static String plural(long n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }

    private static String categories(int n) {
        return n + (n == 1 ? " category" : " categories");
    }
}
