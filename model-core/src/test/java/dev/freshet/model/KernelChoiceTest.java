package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelChoiceTest {

    @ParameterizedTest
    @CsvSource({
        "auto, true, 'mixed mode, sharing', VECTOR",
        "auto, false, 'mixed mode, sharing', PLAIN",
        "auto, true, 'interpreted mode, sharing', PLAIN",
        "auto, true, 'mixed mode, emulated-client, sharing', PLAIN",
        "plain, true, 'mixed mode, sharing', PLAIN",
        "vector, true, 'interpreted mode', VECTOR"
    })
    void theVectorApiIsUsedWhereItIsThereAndFast(
            String wanted, boolean hasModule, String vmInfo, KernelChoice expected) {
        assertThat(KernelChoice.of(wanted, hasModule, vmInfo)).isEqualTo(expected);
    }

    @Test
    void whatCannotBeHadIsRefused() {
        assertThatThrownBy(() -> KernelChoice.of("vector", false, "mixed mode"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "freshet.kernels=vector needs a JVM started with --add-modules jdk.incubator.vector: this one"
                                + " was not");
        assertThatThrownBy(() -> KernelChoice.of("fast", true, "mixed mode"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("freshet.kernels must be one of auto, plain, vector: got fast");
    }

    @Test
    void theTestsRunOnTheVectorApiUnlessToldOtherwise() {
        boolean plain = System.getProperty(KernelChoice.PROPERTY, "auto").equals("plain");
        assertThat(Specs.binary().numbers(2).learner().kernels())
                .matches(plain ? "plain Java.*" : "Vector API, [0-9]+ bits");
    }
}
