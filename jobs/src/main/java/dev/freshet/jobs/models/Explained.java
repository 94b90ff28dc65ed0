package dev.freshet.jobs.models;

import dev.freshet.jobs.local.LocalRunException;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.model.Example;
import dev.freshet.model.Explainer;
import dev.freshet.model.Explanation;
import dev.freshet.model.Explanation.Contribution;
import dev.freshet.model.Scorer;
import dev.freshet.model.Scoring;
import dev.freshet.model.Task;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.JsonEventDecoder;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.SafeText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One event that a model is asked about: its answer, and what each input added to it. */
public final class Explained {
    private final Scorer scorer;
    private final Scoring answer;
    private final Explanation explanation;

    private Explained(Scorer scorer, Scoring answer, Explanation explanation) {
        this.scorer = scorer;
        this.answer = answer;
        this.explanation = explanation;
    }

    /**
     * Asks a model about an event as the pipeline's topic has them; its label is not looked at.
     *
     * @param now time of an event that has none, in epoch milliseconds UTC
     * @param target class whose score is explained; null for the predicted one, and of a regression
     * @throws LocalRunException if {@code json} is no event of the model's key, or there is no such class
     */
    public static Explained by(OpenedModel model, Pipeline pipeline, String json, long now, @Nullable String target) {
        Scorer scorer = model.scorer();
        Example example = event(pipeline, scorer.key(), json, now).example();
        Scoring answer = scorer.score(example, new Scoring(scorer.spec()));
        int index = target == null ? answer.predictedClass() : index(scorer, target);
        try {
            return new Explained(scorer, answer, scorer.explain(example, index, new Explainer(scorer.spec())));
        } catch (IllegalArgumentException e) {
            throw new LocalRunException(
                    "--event cannot be explained: " + SafeText.of(String.valueOf(e.getMessage())), e);
        }
    }

    private static Event event(Pipeline pipeline, String key, String json, long now) {
        JsonEventDecoder decoder = new JsonEventDecoder(
                pipeline.events().withoutLabel(),
                pipeline.learner().features().schema(),
                pipeline.learner().task());
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        byte[] value = json.getBytes(StandardCharsets.UTF_8);
        Decoded decoded = decoder.decode(new RawRecord(pipeline.topics().events(), 0, 0, now, name, value, List.of()));
        if (decoded instanceof Rejection rejection) {
            throw new LocalRunException(
                    "--event is no event of the pipeline: " + rejection.code() + ", " + rejection.detail(), null);
        }
        return (Event) decoded;
    }

    private static int index(Scorer scorer, String target) {
        List<String> classes = scorer.spec().task() instanceof Task.Classification c ? c.classes() : List.of();
        int index = classes.indexOf(target);
        if (index < 0) {
            throw new LocalRunException(
                    "--class must be one of " + classes + ", the pipeline's classes: got " + SafeText.of(target), null);
        }
        return index;
    }

    /**
     * In lines for a person, the largest contribution first.
     *
     * @param top inputs that are named, at most
     */
    public List<String> lines(int top) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "key %s at step %d, fingerprint %016x: %s",
                SafeText.of(scorer.key()),
                scorer.step(),
                scorer.fingerprint(),
                answered()));
        List<Contribution> all = explanation.contributions();
        double sum = all.stream().mapToDouble(Contribution::value).sum();
        lines.add(String.format(
                Locale.ROOT,
                "score%s %.6g = %.6g without inputs + %.6g by inputs + %.3g unexplained",
                scorer.spec().task() instanceof Task.Classification c
                        ? " of " + c.classes().get(explanation.target())
                        : "",
                explanation.score(),
                explanation.base(),
                sum,
                explanation.gap()));
        all.stream()
                .sorted(Comparator.comparingDouble((Contribution each) -> -Math.abs(each.value())))
                .limit(top)
                .forEach(each -> lines.add(
                        String.format(Locale.ROOT, "  %+-14.6g %s", each.value(), SafeText.of(each.input()))));
        if (all.size() > top) {
            lines.add("  and " + (all.size() - top) + " more: --top " + all.size() + " shows them");
        }
        return lines;
    }

    private String answered() {
        if (!answer.finite()) {
            return "no finite prediction";
        }
        if (!(scorer.spec().task() instanceof Task.Classification task)) {
            return String.format(Locale.ROOT, "predicts %.6g", answer.prediction()[0]);
        }
        int predicted = answer.predictedClass();
        return String.format(
                Locale.ROOT,
                "predicts %s with probability %.6g",
                task.classes().get(predicted),
                answer.prediction()[predicted]);
    }
}
