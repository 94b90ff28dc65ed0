package dev.freshet.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewsTest {

    @Test
    void threeViewsOfASmallSeries() {
        Views views = new Views(2, 0.5);
        double[] state = run(views, 1, 0, 1, 1);
        assertThat(views.count(state)).isEqualTo(4);
        assertThat(views.sum(state)).isEqualTo(3);
        assertThat(views.value(state, View.CUMULATIVE)).isEqualTo(0.75);
        assertThat(views.value(state, View.WINDOW)).isEqualTo(1);
        assertThat(views.value(state, View.FADING)).isEqualTo((1 + 0.5 + 0.125) / (1 + 0.5 + 0.25 + 0.125));
    }

    @ParameterizedTest
    @EnumSource(View.class)
    void aMeanOfNothingIsNoNumber(View view) {
        assertThat(Views.DEFAULT.value(Views.DEFAULT.init(), view)).isNaN();
    }

    @ParameterizedTest
    @EnumSource(View.class)
    void theMeanOfAConstantIsTheConstant(View view) {
        double[] ones = new double[5000];
        Arrays.fill(ones, 1);
        assertThat(Views.DEFAULT.value(run(Views.DEFAULT, ones), view)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 16, 50, 1000})
    void everyViewIsWhatBruteForceFinds(int window) {
        Views views = new Views(window, 0.98);
        SplittableRandom random = new SplittableRandom(window);
        double[] values = new double[2500];
        double[] state = views.init();
        for (int n = 1; n <= values.length; n++) {
            values[n - 1] = random.nextDouble() - 0.3;
            state = views.add(state, values[n - 1]);
            assertThat(views.value(state, View.CUMULATIVE)).isEqualTo(mean(values, 0, n), within(1e-12));
            assertThat(views.value(state, View.WINDOW))
                    .isEqualTo(mean(values, Math.max(0, n - window), n), within(1e-12));
            assertThat(views.value(state, View.FADING)).isEqualTo(fadingMean(values, n, 0.98), within(1e-12));
        }
    }

    @Test
    void anOutlierLeavesTheWindowWithoutATrace() {
        Views views = new Views(10, 0.9);
        double[] state = run(views, 0.1, 0.1, 0.1, 1e99);
        for (int i = 0; i < 10; i++) {
            state = views.add(state, 0.1);
        }
        assertThat(views.value(state, View.WINDOW)).isEqualTo(0.1, within(1e-16));
    }

    @Test
    void theRingDoublesUpToTheWindow() {
        Views views = new Views(100, 0.9);
        double[] state = views.init();
        int header = 5;
        assertThat(state).hasSize(header + 8);
        for (int n = 1; n <= 1000; n++) {
            double[] next = views.add(state, n);
            int enough = Math.min(100, Math.max(8, Integer.highestOneBit(2 * n - 1)));
            assertThat(next).hasSize(header + enough);
            assertThat(next == state).isEqualTo(next.length == state.length);
            state = next;
        }
    }

    @Test
    void aCopyOfTheStateContinuesWithTheSameBits() {
        Views views = new Views(30, 0.99);
        SplittableRandom random = new SplittableRandom(3);
        double[] undisturbed = views.init();
        double[] copied = views.init();
        for (int i = 0; i < 200; i++) {
            double value = random.nextDouble();
            undisturbed = views.add(undisturbed, value);
            copied = views.add(copied.clone(), value);
            assertThat(views.validState(copied)).isTrue();
        }
        assertThat(copied).isEqualTo(undisturbed);
    }

    @Test
    void aMissingValueIsNotCounted() {
        assertThat(run(Views.DEFAULT, 1, Double.NaN, 3)).isEqualTo(run(Views.DEFAULT, 1, 3));
    }

    @Test
    void noValueMakesAViewInfinite() {
        double[] state = run(Views.DEFAULT, Double.POSITIVE_INFINITY, Double.MAX_VALUE, Double.NEGATIVE_INFINITY);
        assertThat(Views.DEFAULT.validState(state)).isTrue();
        assertThat(Views.DEFAULT.sum(state)).isEqualTo(1e100);
    }

    @Test
    void aSpoiltStateIsNoticed() {
        Views views = new Views(20, 0.9);
        double[] state = run(views, new double[50]);
        assertThat(views.validState(Arrays.copyOf(state, state.length - 1))).isFalse();
        assertThat(views.validState(Arrays.copyOf(state, state.length + 1))).isFalse();
        assertThat(views.validState(new double[0])).isFalse();
        assertThat(views.validState(views.init())).isTrue();
        assertThat(new Views(21, 0.9).validState(state)).isFalse();
        assertInvalid(views, state, 0, -1);
        assertInvalid(views, state, 0, 50.5);
        assertInvalid(views, state, 3, 0);
        assertInvalid(views, state, 3, 51);
        for (int i = 0; i < state.length; i++) {
            assertInvalid(views, state, i, Double.NaN);
            assertInvalid(views, state, i, Double.POSITIVE_INFINITY);
        }
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        assertRefused(() -> new Views(0, 1), "metrics.window must lie in [1, 1000000]: got 0");
        assertRefused(() -> new Views(1_000_001, 1), "metrics.window must lie in [1, 1000000]: got 1000001");
        assertRefused(() -> new Views(1, 0), "metrics.fading must lie in (0, 1]: got 0.0");
        assertRefused(() -> new Views(1, Double.NaN), "metrics.fading must lie in (0, 1]: got NaN");
    }

    private static void assertInvalid(Views views, double[] state, int at, double value) {
        double[] spoilt = state.clone();
        spoilt[at] = value;
        assertThat(views.validState(spoilt)).isFalse();
    }

    private static void assertRefused(Runnable construction, String message) {
        assertThatIllegalArgumentException().isThrownBy(construction::run).withMessage(message);
    }

    private static double[] run(Views views, double... values) {
        double[] state = views.init();
        for (double value : values) {
            state = views.add(state, value);
        }
        return state;
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }

    private static double fadingMean(double[] values, int n, double factor) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < n; i++) {
            double weight = Math.pow(factor, n - 1 - i);
            sum += weight * values[i];
            weights += weight;
        }
        return sum / weights;
    }
}
