package dev.freshet.model.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BestWindowTest {

    @Test
    void aWindowDecidesAtItsEndAndForItselfAlone() {
        BestWindow rule = new BestWindow(3, 0);
        double[] state = rule.init();

        assertThat(rule.update(state, 1, 0)).isFalse();
        assertThat(rule.update(state, 1, 0)).isFalse();
        assertThat(rule.update(state, 1, 0)).isTrue();
        assertThat(rule.evidence(state))
                .isEqualTo(new Evidence("best-window", 3, 1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1));
        rule.update(state, 0, 1);
        rule.update(state, 0, 1);
        assertThat(rule.update(state, 0, 1)).as("the next window is worse").isFalse();
    }

    @Test
    void aDifferenceBelowTheMarginIsNone() {
        BestWindow rule = new BestWindow(1, 0.1);

        assertThat(rule.update(rule.init(), 1, 0.91)).isFalse();
        assertThat(rule.update(rule.init(), 1, 0.89)).isTrue();
    }

    @Test
    void settingsAreHeldToTheirRanges() {
        assertThatThrownBy(() -> new BestWindow(0, 0)).hasMessage("best-window.window must be >= 1 examples: got 0");
        assertThatThrownBy(() -> new BestWindow(1, 1)).hasMessageContaining("best-window.margin");
    }
}
