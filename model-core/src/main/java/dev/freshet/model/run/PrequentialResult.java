package dev.freshet.model.run;

import dev.freshet.model.LearnerState;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a {@link Prequential} run came to.
 *
 * @param window labelled examples per point
 * @param examples all that were read
 * @param labelled those of them that were judged
 * @param frozenAt examples read when learning stopped early, −1 if it did not
 * @param metrics of all labelled examples, baselines beside
 * @param progressiveLoss mean log loss in nats, or squared error
 * @param curve a point per full window; what is left at the end makes no point and counts in {@code metrics}
 * @param state the key after the run
 */
public record PrequentialResult(
        int window,
        long examples,
        long labelled,
        long frozenAt,
        Map<String, Double> metrics,
        double progressiveLoss,
        List<Point> curve,
        LearnerState state) {

    public PrequentialResult {
        curve = List.copyOf(curve);
    }

    /**
     * A metric of all labelled examples.
     *
     * @throws IllegalArgumentException if there is no such metric
     */
    public double metric(String name) {
        if (!metrics.containsKey(name)) {
            throw new IllegalArgumentException("metric must be one of " + metrics.keySet() + ": got " + name);
        }
        return Objects.requireNonNull(metrics.get(name));
    }

    /** The curve, a line per point under a header; what is no number is empty. */
    public String toCsv() {
        var csv = new StringBuilder("examples,frozen,progressiveLoss,trainingLoss,gap");
        metrics.keySet().forEach(name -> csv.append(',').append(name));
        metrics.keySet().forEach(name -> csv.append(",window.").append(name));
        csv.append('\n');
        for (Point point : curve) {
            csv.append(point.examples()).append(',').append(point.frozen());
            cell(csv, point.progressiveLoss());
            cell(csv, point.trainingLoss());
            cell(csv, point.gap());
            point.cumulative().values().forEach(value -> cell(csv, value));
            point.window().values().forEach(value -> cell(csv, value));
            csv.append('\n');
        }
        return csv.toString();
    }

    private static void cell(StringBuilder csv, double value) {
        csv.append(',');
        if (Double.isFinite(value)) {
            csv.append(value);
        }
    }

    /** The whole result but the state's arrays; what is no number is null. */
    public String toJson() {
        var json = new Json().begin('{');
        json.field("window", window).field("examples", examples).field("labelled", labelled);
        json.field("trained", state.trained()).field("refused", state.refused());
        json.field("unlabelled", state.unlabelled()).field("open", state.open());
        json.field("frozenAt", frozenAt < 0 ? Double.NaN : frozenAt);
        json.field("progressiveLoss", progressiveLoss).field("metrics", metrics);
        json.name("curve").begin('[');
        for (Point point : curve) {
            json.begin('{').field("examples", point.examples()).field("frozen", point.frozen());
            json.field("progressiveLoss", point.progressiveLoss());
            json.field("trainingLoss", point.trainingLoss()).field("gap", point.gap());
            json.field("cumulative", point.cumulative()).field("window", point.window());
            json.end('}');
        }
        return json.end(']').end('}').toString();
    }

    /** The metrics by name, one a line. */
    @Override
    public String toString() {
        var text = new StringBuilder("%,d examples, %,d labelled%n".formatted(examples, labelled));
        text.append("%-28s %.6f%n".formatted("progressiveLoss", progressiveLoss));
        metrics.forEach((name, value) -> text.append("%-28s %.6f%n".formatted(name, value)));
        return text.toString();
    }
}
