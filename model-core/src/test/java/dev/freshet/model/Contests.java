package dev.freshet.model;

import dev.freshet.model.optim.Optimizers;
import dev.freshet.model.select.BestWindow;
import dev.freshet.model.select.ConfidenceSequence;
import java.util.ArrayList;
import java.util.List;

/** Selections of tests. */
final class Contests {

    private Contests() {}

    /** Challengers of other rates, layers, batches and seeds; rules that promote often. */
    static Selection random(Gen gen, LearnerSpec spec) {
        List<Challenger> challengers = new ArrayList<>();
        for (int i = gen.between(1, 4); i > 0; i--) {
            challengers.add(new Challenger("c" + i, challenger(gen, spec)));
        }
        return new Selection(
                challengers,
                gen.chance(0.5) ? new BestWindow(gen.between(1, 20), 0) : new ConfidenceSequence(0.9, 1, 0, 1));
    }

    private static LearnerSpec challenger(Gen gen, LearnerSpec spec) {
        List<Layer> layers = new ArrayList<>(spec.network().layers());
        if (gen.chance(0.5)) {
            layers.add(0, new Dense(gen.between(1, 5), Activation.TANH));
        }
        return spec.toBuilder()
                .network(new Sequential(layers))
                .optimizer(gen.pick(spec.optimizer(), Optimizers.sgd(gen.between(0.001, 0.2)), Optimizers.adam(0.02)))
                .batch(gen.chance(0.7) ? spec.batch() : BatchPolicy.ofSize(gen.between(1, 9)))
                .seed(gen.bits())
                .build();
    }

    /** A champion that hardly learns, and one challenger, {@code quick}, that does. */
    static Selection quick(LearnerSpec slow, double rate) {
        return new Selection(List.of(new Challenger(
                "quick", slow.toBuilder().optimizer(Optimizers.sgd(rate)).build())));
    }
}
