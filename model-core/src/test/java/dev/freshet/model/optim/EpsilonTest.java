package dev.freshet.model.optim;

import static dev.freshet.model.optim.EpsilonPlace.INSIDE;
import static dev.freshet.model.optim.EpsilonPlace.OUTSIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/**
 * Where ε stands shows only where it is no smaller than the root that it is added to, which no reference run reaches: here
 * the gradient is 2 and ε about as large, worked out by hand.
 */
class EpsilonTest {

    @Test
    void adaGradAddsItToTheRootOrUnderItBesideTheInitialSum() {
        assertThat(first(new ScaleByAdaGrad(0, 2, OUTSIDE))).as("2 / (√4 + 2)").isEqualTo(0.5f);
        assertThat(first(new ScaleByAdaGrad(5, 1, OUTSIDE)))
                .as("2 / (√(5 + 4) + 1)")
                .isEqualTo(0.5f);
        assertThat(first(new ScaleByAdaGrad(5, 7, INSIDE)))
                .as("2 / √(5 + 4 + 7)")
                .isEqualTo(0.5f);
    }

    @Test
    void rmsPropAddsItToTheRootOrUnderIt() {
        assertThat(first(new ScaleByRms(0.75, 3, OUTSIDE))).as("2 / (√1 + 3)").isEqualTo(0.5f);
        assertThat(first(new ScaleByRms(0.75, 3, INSIDE))).as("2 / √(1 + 3)").isEqualTo(1);
    }

    @Test
    void adaDeltaAddsItUnderBothRoots() {
        float expected = (float) Math.sqrt(3);
        assertThat(first(new ScaleByAdaDelta(0.75, 3))).as("2 √3 / √(1 + 3)").isEqualTo(expected, within(1e-6f));
    }

    @Test
    void adamAddsItToTheCorrectedRootOrToTheRootBeforeItsCorrection() {
        for (ScaleByAdam.Form form : ScaleByAdam.Form.values()) {
            double epsilon = form == ScaleByAdam.Form.CORRECTED ? 2 : 1;
            String why = epsilon == 2 ? "2 / (√(1 · 4) + 2)" : "2 / ((√1 + 1) · 2)";
            assertThat(first(new ScaleByAdam(0.5, 0.75, epsilon, form))).as(why).isEqualTo(0.5f);
            assertThat(first(new ScaleByAmsGrad(0.5, 0.75, epsilon, form)))
                    .as(why)
                    .isEqualTo(0.5f);
        }
    }

    @Test
    void nadamAddsItToTheCorrectedRoot() {
        assertThat(first(new ScaleByNadam(0, 0.75, 2, 1)))
                .as("2 / (√(1 · 4) + 2)")
                .isEqualTo(0.5f);
    }

    @Test
    void adaMaxAddsItToTheLargestOrToEachGradientBeforeItIsCompared() {
        Descent outside = new Descent(new ScaleByAdaMax(0.5, 0.5, 2, OUTSIDE), 1);
        Descent inside = new Descent(new ScaleByAdaMax(0.5, 0.5, 2, INSIDE), 1);
        assertThat(outside.step(2)[0]).as("2 / (2 + 2)").isEqualTo(0.5f);
        assertThat(inside.step(2)[0]).as("2 / (2 + 2)").isEqualTo(0.5f);
        assertThat(outside.step(0)[0]).as("⅔ / (max(½ · 2, 0) + 2)").isEqualTo(2 / 9f, within(1e-7f));
        assertThat(inside.step(0)[0]).as("⅔ / max(½ · 4, 0 + 2)").isEqualTo(1 / 3f, within(1e-7f));
    }

    private static float first(GradientTransform rule) {
        return new Descent(rule, 1).step(2)[0];
    }
}
