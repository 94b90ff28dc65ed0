package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.drift.Adwin;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.optim.Optimizers;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecTextTest {

    @Test
    void everySettingStandsByName() {
        LearnerSpec spec = Specs.binary()
                .numbers(1, Scaling.STANDARD)
                .optimizer(Optimizers.sgd(0.5))
                .batch(4, 10)
                .build();

        assertThat(SpecText.of(spec))
                .isEqualTo("LearnerSpec(task=Classification(classes=[\"no\", \"yes\"]), "
                        + "features=FeatureEncoding(encoders=[Numbers(inputs=[\"x0.0\"], scaling=STANDARD)]), "
                        + "network=Sequential(layers=["
                        + "Dense(units=1, activation=SIGMOID, initializer=GLOROT_UNIFORM)]), "
                        + "loss=BINARY_CROSS_ENTROPY, optimizer=Scale(factor=-0x1.0p-1), "
                        + "batch=BatchPolicy(size=4, maxAgeMillis=10), detector=null, "
                        + "metrics=Views(window=8, fading=0x1.ff7ced916872bp-1), seed=1)");
    }

    @Test
    void namesThatHoldSeparatorsAreToldApart() {
        assertThat(SpecText.of(new Task.Classification(List.of("a, b", "c"))))
                .isNotEqualTo(SpecText.of(new Task.Classification(List.of("a", "b, c"))));
        assertThat(SpecText.of("a\", \"b\\\n\r")).isEqualTo("\"a\\\", \\\"b\\\\\\n\\r\"");
    }

    /** The hash names the spec in fingerprints and predictions: it must not move with a build or a version of Java. */
    @Test
    void theHashOfASpecStays() {
        LearnerSpec spec = Specs.classes(3)
                .hidden(4, Activation.RELU)
                .numbers(2)
                .category(5)
                .optimizer(Optimizers.adam(1e-3))
                .detector(new Adwin(0.002))
                .build();

        assertThat(Long.toHexString(new Learner(spec).specHash())).isEqualTo("de34387eadff2f4");
    }

    @Test
    void whatIsNoSettingIsRefused() {
        assertThatThrownBy(() -> SpecText.of(List.of(new StringBuilder())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("settings must be records, lists, enums, strings and numbers: got class "
                        + "java.lang.StringBuilder");
    }
}
