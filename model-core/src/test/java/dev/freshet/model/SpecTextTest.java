package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.drift.Adwin;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecTextTest {

    @Test
    void everySettingStandsByName() {
        assertThat(SpecText.of(List.of(
                        new Task.Classification(List.of("no", "yes")),
                        new BatchPolicy(4, 10),
                        DriftPolicy.watch(new Adwin(0.5)).respond(new DriftResponse.BoostRate(2, 3)))))
                .isEqualTo(
                        "[Classification(classes=[\"no\", \"yes\"]), BatchPolicy(size=4, maxAgeMillis=10), "
                                + "DriftPolicy(detector=Adwin(delta=0x1.0p-1, clock=32, bucketsPerRow=5, minSubWindow=5, "
                                + "grace=10), warning=null, target=ERROR, response=BoostRate(factor=0x1.0p1, batches=3), features=null)]");
    }

    @Test
    void namesThatHoldSeparatorsAreToldApart() {
        assertThat(SpecText.of(new Task.Classification(List.of("a, b", "c"))))
                .isNotEqualTo(SpecText.of(new Task.Classification(List.of("a", "b, c"))));
        assertThat(SpecText.of("a\", \"b\\\n\r")).isEqualTo("\"a\\\", \\\"b\\\\\\n\\r\"");
    }

    @Test
    void whatIsNoSettingIsRefused() {
        assertThatThrownBy(() -> SpecText.of(List.of(new StringBuilder())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("settings must be records, lists, enums, strings, numbers and booleans: got class "
                        + "java.lang.StringBuilder");
    }
}
