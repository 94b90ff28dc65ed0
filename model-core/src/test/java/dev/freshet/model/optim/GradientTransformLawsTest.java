package dev.freshet.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What every rule that {@link GradientTransform} permits must keep to; a new rule needs a sample here. */
class GradientTransformLawsTest {
    static final List<GradientTransform> SAMPLES = List.of(
            new Scale(-0.05),
            new Trace(0.9),
            new ScaleByAdam(0.9, 0.999, 1e-8),
            Optimizers.momentum(0.05, 0.9),
            Chain.of(new Trace(0.5), Optimizers.adam(0.1)));

    @Test
    void everyPermittedRuleIsARecordAndHasASample() {
        assertThat(GradientTransform.class.getPermittedSubclasses()).allSatisfy(type -> {
            assertThat(type.isRecord()).isTrue();
            assertThat(SAMPLES).hasAtLeastOneElementOfType(type);
        });
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aCopyOfTheArraysContinuesWithTheSameBits(GradientTransform rule) throws Exception {
        Parabola undisturbed = new Parabola(rule).descend(20);
        Parabola killed = new Parabola(rule).descend(7);
        Parabola restored = killed.copy(throughBytes(rule)).descend(13);
        assertThat(restored.params).isEqualTo(undisturbed.params);
        assertThat(restored.slots).isDeepEqualTo(undisturbed.slots);
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aRuleSurvivesSerialisation(GradientTransform rule) throws Exception {
        assertThat(throughBytes(rule)).isEqualTo(rule);
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aRuleWritesItsOwnNextSlotsAndNothingElse(GradientTransform rule) {
        int all = 2 + rule.slots() + 2;
        float[][] slots = filled(all, 3, 0.25f);
        float[][] next = filled(all, 3, Float.NaN);
        float[] params = {1, 2, 3};
        rule.apply(new float[] {4, 5, 6}, params, slots, next, 2, 3);
        assertThat(slots).isDeepEqualTo(filled(all, 3, 0.25f));
        assertThat(params).containsExactly(1, 2, 3);
        for (int k = 0; k < all; k++) {
            boolean own = k >= 2 && k < 2 + rule.slots();
            for (float value : next[k]) {
                assertThat(Float.isNaN(value)).as("slot " + k).isNotEqualTo(own);
            }
        }
    }

    private static float[][] filled(int slots, int n, float value) {
        float[][] arrays = new float[slots][n];
        for (float[] array : arrays) {
            Arrays.fill(array, value);
        }
        return arrays;
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void parametersDoNotMixSoSplittingTheVectorChangesNoBit(GradientTransform rule) {
        int n = 1300;
        float[] gradient = new float[n];
        for (int i = 0; i < n; i++) {
            gradient[i] = (float) Math.sin(i) * (1 << i % 20);
        }
        float[] whole = gradient.clone();
        float[][] next = new float[rule.slots()][n];
        rule.apply(whole, new float[n], new float[rule.slots()][n], next, 0, 1);
        for (int i = 0; i < n; i++) {
            float[] alone = {gradient[i]};
            float[][] aloneNext = new float[rule.slots()][1];
            rule.apply(alone, new float[1], new float[rule.slots()][1], aloneNext, 0, 1);
            assertThat(alone[0]).isEqualTo(whole[i]);
            for (int k = 0; k < rule.slots(); k++) {
                assertThat(aloneNext[k][0]).isEqualTo(next[k][i]);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aGradientThatIsNoNumberShowsInTheUpdate(GradientTransform rule) {
        float[] update = {1, Float.NaN};
        rule.apply(update, new float[2], new float[rule.slots()][2], new float[rule.slots()][2], 0, 1);
        assertThat(update[0]).isFinite();
        assertThat(update[1]).isNaN();
    }

    @Test
    void anEmptyChainIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Chain(List.of()))
                .withMessage("chain must hold at least one rule: got []");
    }

    private static GradientTransform throughBytes(GradientTransform rule) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(rule);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (GradientTransform) in.readObject();
        }
    }
}
