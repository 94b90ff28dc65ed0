package dev.freshet.model;

import java.util.List;

/** The same data at rest, batch by batch, as {@code fit} does: forward passes of whole batches, no metrics. */
final class Fitting implements Workload {
    private final String name;
    private final AtRest atRest;
    private final LearnerState state;
    private final List<Example> examples;
    private final int batch;
    private final float[] predictions;
    private final double[] losses;
    private final int width;

    Fitting(String name, LearnerSpec spec, List<Example> examples) {
        this.name = name;
        this.examples = examples;
        Learner learner = new Learner(spec);
        atRest = new AtRest(learner);
        state = learner.init("bench");
        batch = spec.batch().size();
        width = spec.task().predictionWidth();
        predictions = new float[batch * width];
        losses = new double[batch];
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int events() {
        return examples.size() / batch * batch;
    }

    @Override
    public double run() {
        double right = 0;
        for (int from = 0; from + batch <= examples.size(); from += batch) {
            atRest.step(state, examples, from, from + batch, predictions, losses);
            for (int i = 0; i < batch; i++) {
                right += largest(predictions, i * width, width)
                                == (int) examples.get(from + i).label()
                        ? 1
                        : 0;
            }
        }
        return right / events();
    }

    private static int largest(float[] values, int at, int n) {
        int best = 0;
        float most = values[at];
        for (int k = 1; k < n; k++) {
            boolean more = values[at + k] > most;
            best = more ? k : best;
            most = more ? values[at + k] : most;
        }
        return best;
    }
}
