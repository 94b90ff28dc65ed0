package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.eval.Views;
import dev.freshet.model.loss.Losses;
import dev.freshet.model.optim.Optimizers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R032Store;

class WeightsTest {
    private static final float[] X = {0.5f, -1.25f, 2};

    private final Learner learner = new Learner(new LearnerSpec(
            new Task.Regression(),
            new FeatureEncoding(List.of(new Numbers(List.of("a", "b", "c"), Scaling.NONE))),
            Sequential.of(new Dense(4, Activation.LINEAR), new Dense(1, Activation.LINEAR)),
            Losses.meanSquaredError(),
            Optimizers.sgd(0.1),
            BatchPolicy.ofSize(1),
            Guard.DEFAULT,
            DriftPolicy.NONE,
            Views.DEFAULT,
            7));
    private final LearnerState state = learner.init("k");

    @Test
    void ojAlgosProductOfTheWeightsIsThePredictionOfALinearNetwork() {
        Outcome outcome = learner.observe(state, Example.of(0, Double.NaN, X[0], X[1], X[2]));

        R032Store x = R032Store.FACTORY.row(X[0], X[1], X[2]);
        MatrixStore<Double> y = x.multiply(learner.weights(state, 0)).multiply(learner.weights(state, 1));
        assertThat((double) outcome.prediction()[0]).isEqualTo(y.doubleValue(0, 0), within(1e-6));
    }

    @Test
    void theWeightsAreACopy() {
        learner.weights(state, 0).set(0, 0, 99);

        assertThat(learner.weights(state, 0).doubleValue(0, 0)).isNotEqualTo(99);
    }

    @Test
    void aLayerThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> learner.weights(state, 2)).hasMessage("layer must lie in [0, 1]: got 2");
    }
}
