package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.drift.Adwin;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.optim.Optimizers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummaryTest {

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
                open batch of 32                               4,128      16,512
                total state                                               97,100
                """);
    }
}
