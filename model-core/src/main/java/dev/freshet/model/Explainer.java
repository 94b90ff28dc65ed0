package dev.freshet.model;

import dev.freshet.model.Explanation.Contribution;
import dev.freshet.model.encode.FeatureEncoder;
import dev.freshet.model.encode.SourceEncoder;
import dev.freshet.model.encode.SparseRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Says which inputs made a prediction, by integrated gradients of the score along the straight way from an all-zero
 * vector to the encoded event: the mean slope of a column times its value, summed over an input's columns. Of one layer the
 * slope is its weight, so the contributions are exact. Holds scratch arrays of one spec; one per thread. It allocates, and
 * costs some 30 predictions or more where there are hidden layers.
 *
 * @see <a href="https://arxiv.org/abs/1703.01365">Sundararajan, Taly and Yan (2017)</a>
 */
public final class Explainer {
    /** Places on the way at which the slope is taken, at most. */
    public static final int MOST_STEPS = 1 << 12;

    private static final int FIRST_STEPS = 1 << 5;
    private static final double TOLERANCE = 1e-3;
    /** Of activations, which are float32. */
    private static final double ROUNDING = 1e-6;

    private final LearnerSpec spec;
    private final Network network;
    private final FeatureEncoder features;
    private final SourceEncoder sources;
    private final ScorePath path;

    public Explainer(LearnerSpec spec) {
        this.spec = spec;
        network = Network.of(spec);
        features = spec.features().encoder();
        sources = new SourceEncoder(spec.features());
        path = new ScorePath(network);
    }

    void requireOf(LearnerSpec other) {
        if (!spec.equals(other)) {
            throw new IllegalArgumentException("explainer must be of the scorer's own spec: got one with "
                    + spec.network() + ", the scorer has " + other.network());
        }
    }

    /** Of an example that fits the spec. */
    Explanation explain(Weights weights, double[] statistics, Example example, int target) {
        int classes = spec.task() instanceof Task.Classification c ? c.classes().size() : 1;
        if (!(target >= 0 && target < classes)) {
            throw new IllegalArgumentException("explanation.target must lie in [0, " + classes + "): got " + target);
        }
        boolean single = spec.network().last().units() == 1;
        boolean turned = single && classes > 1 && target == 0; // the one score speaks for class 1
        Question asked =
                new Question(weights, parts(statistics, example), target, single ? 0 : target, turned ? -1 : 1);
        Explanation found = network instanceof SparseNetwork sparse
                ? ofTable(sparse, asked)
                : ofPath(asked, encoded(statistics, example));
        if (!(Math.abs(found.score()) <= Double.MAX_VALUE && Math.abs(found.gap()) <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("example has no explanation, since its inputs or activations overflow"
                    + " float32 (partition " + example.partition() + ", offset " + example.offset() + ")");
        }
        return found;
    }

    private Explanation ofTable(SparseNetwork sparse, Question asked) {
        IntToDoubleFunction weight =
                column -> sparse.table().weights(asked.weights.params, new int[] {column}, 0, 1, asked.unit)[0];
        double base = asked.sign * weight.applyAsDouble(sparse.inputs());
        List<Contribution> parts = contributions(asked, weight);
        return new Explanation(asked.target, base + sum(parts), base, parts, 0);
    }

    private float[] encoded(double[] statistics, Example example) {
        float[] x = new float[network.width(0)];
        features.encode(example, statistics, false, x, 0);
        return x;
    }

    private List<SparseRow> parts(double[] statistics, Example example) {
        List<SparseRow> parts = new ArrayList<>();
        for (int source = 0; source < sources.names().size(); source++) {
            SparseRow part = new SparseRow();
            sources.encode(source, example, statistics, part);
            parts.add(part);
        }
        return parts;
    }

    private Explanation ofPath(Question asked, float[] x) {
        float[] params = asked.weights.params;
        double base = asked.sign * path.score(params, new float[x.length], asked.unit);
        double score = asked.sign * path.score(params, x, asked.unit);
        boolean linear = network.layers() == 1;
        for (int steps = linear ? 1 : FIRST_STEPS; ; steps *= 2) {
            double[] slope = path.meanSlope(params, x, asked.unit, steps);
            List<Contribution> parts = contributions(asked, column -> slope[column]);
            double gap = score - base - sum(parts);
            double allowed = TOLERANCE * size(parts) + ROUNDING * (Math.abs(score) + Math.abs(base));
            if (linear || steps == MOST_STEPS || !(Math.abs(gap) > allowed)) {
                return new Explanation(asked.target, score, base, parts, gap);
            }
        }
    }

    private List<Contribution> contributions(Question asked, IntToDoubleFunction slope) {
        List<Contribution> parts = new ArrayList<>();
        for (int source = 0; source < sources.names().size(); source++) {
            SparseRow columns = asked.parts.get(source);
            double sum = 0;
            for (int k = 0; k < columns.size(); k++) {
                sum += slope.applyAsDouble(columns.index()[k]) * columns.value()[k];
            }
            parts.add(new Contribution(sources.names().get(source), asked.sign * sum + 0.0)); // no −0
        }
        return parts;
    }

    private static double sum(List<Contribution> parts) {
        return parts.stream().mapToDouble(Contribution::value).reduce(0, Double::sum);
    }

    private static double size(List<Contribution> parts) {
        return parts.stream().mapToDouble(part -> Math.abs(part.value())).reduce(0, Double::sum);
    }

    /**
     * @param parts the encoded input, source by source
     * @param unit output whose score it is
     * @param sign −1 where the target's score is that output's, turned
     */
    private record Question(Weights weights, List<SparseRow> parts, int target, int unit, double sign) {}
}
