package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.drift.Adwin;
import dev.freshet.model.drift.FeatureDrift;
import dev.freshet.model.drift.Psi;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.encode.SparseInput;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.optim.Optimizers;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void noSnapshotIsLongerThanWhatTheSummarySays() {
        for (int seed = 0; seed < 300; seed++) {
            Gen gen = new Gen(seed);
            LearnerSpec spec = Specs.random(gen);
            if (gen.chance(0.5)) {
                spec = spec.toBuilder()
                        .drift(DriftPolicy.watch(new Adwin(0.002))
                                .warn(new Adwin(0.01))
                                .respond(new DriftResponse.SwapBackground(50))
                                .watchFeatures(new FeatureDrift(new Psi(4, 0.1, 0.25), 8, 4, 2, 0)))
                        .build();
            }

            long text = Shape.of(spec).getBytes(StandardCharsets.UTF_8).length;

            assertThat(total(new Learner(spec).summary()))
                    .as("seed " + seed)
                    .isGreaterThanOrEqualTo(SnapshotCodec.maxBytes(spec, 0) - text);
        }
    }

    private static long total(String summary) {
        String last = summary.stripTrailing();
        return Long.parseLong(last.substring(last.lastIndexOf(' ') + 1).replace(",", ""));
    }

    @Test
    void aSparseNetworkShowsItsInputsAndWhatItHoldsOfThem() {
        String adaGrad = sparse(Optimizers.adaGrad(0.1)).summary();

        assertThat(adaGrad)
                .contains("""
                input                             (batch, 4096)                0
                dense 1 sigmoid                   (batch, 1)               4,097
                total                                                      4,097
                """)
                .contains("""
                parameters                                     4,097      16,388
                optimiser slots, 1 a parameter                 4,097      16,388
                """)
                .contains("open batch of 2                               16,388      65,552");
        assertThat(sparse(Optimizers.ftrl(0.1, 1, 0, 0)).summary())
                .contains("parameters, as 2 slots each                    8,194      32,776");
    }

    private static Learner sparse(GradientTransform optimizer) {
        return Specs.binary()
                .encoder(new SparseInput(4096))
                .optimizer(optimizer)
                .batch(2)
                .learner();
    }

    @Test
    void aSummaryListsLayersAndWhatAKeyTakes() {
        Learner learner = new Learner(LearnerSpec.classification("a", "b", "c")
                .features(new Numbers(
                        IntStream.range(0, 30).mapToObj(i -> "x" + i).toList(), Scaling.STANDARD))
                .network(
                        new Dense(64, Activation.RELU),
                        new Dropout(0.1),
                        new Dense(32, Activation.LEAKY_RELU).withL2(1e-4),
                        new Dense(3, Activation.SOFTMAX))
                .optimizer(Optimizers.adam(1e-3))
                .batch(32)
                .drift(DriftPolicy.watch(new Adwin(0.002)))
                .build());

        assertThat(learner.summary()).isEqualTo("""
                Layer                             Output shape        Parameters
                input                             (batch, 30)                  0
                dense 64 relu                     (batch, 64)              1,984
                dropout 0.1                       (batch, 64)                  0
                dense 32 leaky-relu               (batch, 32)              2,080
                dense 3 softmax                   (batch, 3)                  99
                total                                                      4,163

                Per key, at most                             Numbers       Bytes
                parameters                                     4,163      16,652
                optimiser slots, 2 a parameter                 8,326      33,304
                encoder statistics                                90         720
                metrics                                        3,056      24,448
                drift detectors                                  683       5,464
                watch over inputs                                  0           0
                open batch of 32                               4,128      16,512
                its labels, weights and places                   128         896
                counts, guard and response                        17         136
                headers of arrays                                 24         384
                total state                                               98,516
                """);
    }
}
