package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.loss.Losses;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.optim.Optimizers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Keras's network on iris: Dense 10 relu, Dense 3 softmax, cross-entropy, batches of 16 in order. The expected numbers were
 * computed in float64 apart from this code; the oracle must reach their digits and the float32 trunk come close.
 */
class IrisTest {
    private static final int BATCH = 16;
    private static final Sequential MODEL =
            Sequential.of(new Dense(10, Activation.RELU), new Dense(3, Activation.SOFTMAX));
    private static final Sequential PENALISED =
            Sequential.of(new Dense(10, Activation.RELU).withL2(1e-3), new Dense(3, Activation.SOFTMAX).withL2(1e-3));
    private static final Iris IRIS = Iris.load();

    @Test
    void theOracleReachesTheDigitsOfSgd() {
        DoubleNetwork oracle = oracle();

        trainBySgd(oracle, 0.1, 5);

        assertThat(loss(oracle)).isEqualTo(0.37058690625455, within(1e-12));
        assertThat(accuracy(oracle)).isEqualTo(0.87333, within(1e-5));
        assertThat(oracle.params[0]).isEqualTo(0.4045388445597767, within(1e-12));
    }

    @Test
    void theOracleReachesTheDigitsOfAdamAsThePaperHasIt() {
        DoubleNetwork oracle = oracle();

        trainByAdam(oracle, new DoubleAdam(1e-3, 1e-8, false, oracle.params.length), 20);

        assertThat(loss(oracle)).isEqualTo(0.4603376774771753, within(1e-12));
        assertThat(accuracy(oracle)).isEqualTo(0.82, within(1e-12));
        assertThat(oracle.params[0]).isEqualTo(0.3966905183499333, within(1e-12));
    }

    @Test
    void theOracleReachesTheDigitsOfAdamAsKerasHasIt() {
        DoubleNetwork oracle = oracle();

        trainByAdam(oracle, new DoubleAdam(1e-2, 1e-7, true, oracle.params.length), 20);

        assertThat(loss(oracle)).isEqualTo(0.078018063757, within(1e-11));
        assertThat(accuracy(oracle)).isEqualTo(0.9666666667, within(1e-9));
        assertThat(oracle.params[0]).isEqualTo(0.651387690433, within(1e-11));
    }

    @Test
    void theTrunkWithSgdComesWithinItsRounding() {
        DoubleNetwork trunk = trainedTrunk(MODEL, Optimizers.sgd(0.1), 5);

        assertThat(loss(trunk)).isEqualTo(0.37058690625455, within(1e-5));
        assertThat(accuracy(trunk)).isEqualTo(0.87333, within(1e-5));
    }

    @Test
    void theTrunkWithAdamComesWithinItsRounding() {
        DoubleNetwork trunk = trainedTrunk(MODEL, Optimizers.adam(1e-3), 20);

        assertThat(loss(trunk)).isEqualTo(0.4603376774771753, within(1e-5));
        assertThat(accuracy(trunk)).isEqualTo(0.82, within(1e-12));
    }

    /** The penalty pulls at the weights alone; the loss stated is without it. */
    @Test
    void theOracleReachesTheDigitsOfAnL2Penalty() {
        DoubleNetwork oracle = new DoubleNetwork(PENALISED, 4, Losses.categoricalCrossEntropy(), initialParameters());

        trainByAdam(oracle, new DoubleAdam(1e-2, 1e-8, false, oracle.params.length), 20);

        assertThat(loss(oracle)).isEqualTo(0.08037272927362, within(1e-11));
        assertThat(accuracy(oracle)).isEqualTo(0.9666666667, within(1e-9));
        assertThat(oracle.params[0]).isEqualTo(0.6034043115794744, within(1e-11));
    }

    @Test
    void theTrunkWithAnL2PenaltyComesWithinItsRounding() {
        DoubleNetwork trunk = trainedTrunk(PENALISED, Optimizers.adam(1e-2), 20);

        assertThat(loss(trunk)).isEqualTo(0.08037272927362, within(1e-5));
        assertThat(accuracy(trunk)).isEqualTo(0.9666666667, within(1e-9));
        assertThat(trunk.params[0]).isEqualTo(0.6034043115794744, within(1e-4));
    }

    /** W1[i][j] = ½ sin(1 + 10 i + j), W2[i][j] = ½ sin(101 + 3 i + j), zero biases. */
    static double[] initialParameters() {
        double[] params = new double[4 * 10 + 10 + 10 * 3 + 3];
        for (int k = 0; k < 40; k++) {
            params[k] = 0.5 * Math.sin(1 + k);
        }
        for (int k = 0; k < 30; k++) {
            params[50 + k] = 0.5 * Math.sin(101 + k);
        }
        return params;
    }

    private static DoubleNetwork oracle() {
        return new DoubleNetwork(MODEL, 4, Losses.categoricalCrossEntropy(), initialParameters());
    }

    private static void trainBySgd(DoubleNetwork oracle, double rate, int epochs) {
        for (int step = 0; step < epochs * batches(); step++) {
            double[] gradient = batchGradient(oracle, step);
            for (int i = 0; i < gradient.length; i++) {
                oracle.params[i] -= rate * gradient[i];
            }
        }
    }

    private static void trainByAdam(DoubleNetwork oracle, DoubleAdam adam, int epochs) {
        for (int step = 0; step < epochs * batches(); step++) {
            adam.step(oracle.params, batchGradient(oracle, step), step + 1);
        }
    }

    private static double[] batchGradient(DoubleNetwork oracle, int step) {
        int from = firstRow(step);
        int to = lastRow(step);
        return oracle.gradient(
                Arrays.copyOfRange(IRIS.xs, from, to), Arrays.copyOfRange(IRIS.labels, from, to), ones(to - from));
    }

    /** Trains the float32 network through {@link Trainer}; the last batch of an epoch has 6 rows. */
    private static DoubleNetwork trainedTrunk(Sequential model, GradientTransform optimizer, int epochs) {
        Learner learner = Specs.classes(3)
                .layer(model.layers().get(0))
                .last(model.last())
                .numbers(4)
                .optimizer(optimizer)
                .learner();
        Trainer trainer =
                new Trainer(learner.network(), Losses.categoricalCrossEntropy(), optimizer, Guard.DEFAULT, null);
        LearnerState state = learner.init("iris");
        double[] initial = initialParameters();
        for (int i = 0; i < initial.length; i++) {
            state.weights.params[i] = (float) initial[i];
        }
        for (int step = 0; step < epochs * batches(); step++) {
            fill(state, learner.network(), step);
            Batch batch = state.pending;
            assertThat(trainer.step(state.weights, batch, batch.activation, 0, 1, Double.POSITIVE_INFINITY))
                    .isNull();
        }
        return new DoubleNetwork(
                model, 4, Losses.categoricalCrossEntropy(), DoubleNetwork.widened(state.weights.params));
    }

    private static void fill(LearnerState state, Network network, int step) {
        Batch batch = state.pending;
        batch.clear();
        for (int row = firstRow(step); row < lastRow(step); row++) {
            batch.reserveRow();
            for (int j = 0; j < 4; j++) {
                batch.activation[0][4 * batch.size + j] = (float) IRIS.xs[row][j];
            }
            batch.keepRow(IRIS.labels[row], 1, 0, row);
        }
        network.forward(state.weights.params, batch.activation, 0, batch.size);
    }

    private static int batches() {
        return (150 + BATCH - 1) / BATCH;
    }

    private static int firstRow(int step) {
        return step % batches() * BATCH;
    }

    private static int lastRow(int step) {
        return Math.min(150, firstRow(step) + BATCH);
    }

    private static double loss(DoubleNetwork network) {
        return network.meanLoss(IRIS.xs, IRIS.labels, ones(150));
    }

    private static double accuracy(DoubleNetwork network) {
        int right = 0;
        for (int i = 0; i < 150; i++) {
            double[] p = network.predict(IRIS.xs[i]);
            int best = p[0] >= p[1] && p[0] >= p[2] ? 0 : p[1] >= p[2] ? 1 : 2;
            right += best == IRIS.labels[i] ? 1 : 0;
        }
        return right / 150.0;
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
