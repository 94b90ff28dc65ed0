package dev.freshet.model;

import java.util.List;

/** Events one by one through {@link Learner#observe}; each run goes on with the same state. */
final class Streaming implements Workload {
    private final String name;
    private final Learner learner;
    private final LearnerState state;
    private final List<Example> examples;

    Streaming(String name, LearnerSpec spec, List<Example> examples) {
        this.name = name;
        this.examples = examples;
        learner = new Learner(spec);
        state = learner.init("bench");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int events() {
        return examples.size();
    }

    @Override
    public double run() {
        double right = 0;
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            Outcome outcome = learner.observe(state, example);
            right += outcome.predictedClass() == (int) example.label() ? 1 : 0;
        }
        return right / examples.size();
    }
}
