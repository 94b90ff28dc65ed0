package dev.freshet.model;

import java.util.List;

/** {@link Streaming} whose result is the mean log loss of what was said before each label was known. */
final class Clicking implements Workload {
    private final String name;
    private final Learner learner;
    private final LearnerState state;
    private final List<Example> examples;

    Clicking(String name, LearnerSpec spec, List<Example> examples) {
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
        double loss = 0;
        for (int i = 0; i < examples.size(); i++) {
            loss += learner.observe(state, examples.get(i)).loss();
        }
        return loss / examples.size();
    }
}
