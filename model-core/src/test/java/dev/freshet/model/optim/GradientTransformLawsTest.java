package dev.freshet.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freshet.model.Allocated;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What every rule that {@link GradientTransform} permits must keep to; a new rule needs a sample here. */
class GradientTransformLawsTest {
    static final List<GradientTransform> SAMPLES = List.of(
            new Scale(-0.05),
            new ScaleByRate(new InverseScaling(0.1, 0.5)),
            new Trace(0.9),
            new NesterovTrace(0.9),
            new WeightDecay(0.01),
            new ClipByValue(0.5),
            new ClipByNorm(0.5),
            new ScaleByAdaGrad(0, 1e-10, EpsilonPlace.OUTSIDE),
            new ScaleByAdaGrad(0.1, 1e-7, EpsilonPlace.INSIDE),
            new ScaleByRms(0.9, 1e-7, EpsilonPlace.INSIDE),
            new ScaleByRms(0.99, 1e-8, EpsilonPlace.OUTSIDE),
            new ScaleByAdaDelta(0.9, 1e-6),
            new ScaleByAdam(0.9, 0.999, 1e-8),
            new ScaleByAdam(0.9, 0.999, 1e-7, ScaleByAdam.Form.EPSILON_HAT),
            new ScaleByAmsGrad(0.9, 0.999, 1e-8, ScaleByAdam.Form.CORRECTED),
            new ScaleByAdaMax(0.9, 0.999, 1e-8, EpsilonPlace.INSIDE),
            new ScaleByNadam(0.9, 0.999, 1e-8, 0.004),
            new Ftrl(0.5, 1, 0.1, 0.1),
            Optimizers.momentum(0.05, 0.9),
            Optimizers.clipped(new ClipByValue(1), Optimizers.adamW(0.1, 0.01)),
            Chain.of(new Trace(0.5), new Ftrl(0.1, 0, 0, 0, 0.1)),
            Chain.of(new Trace(0.5), Optimizers.adam(0.1)));

    /** Those that treat each parameter by itself. */
    static final List<GradientTransform> APART =
            SAMPLES.stream().filter(rule -> !(rule instanceof ClipByNorm)).toList();

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
    @FieldSource("APART")
    void parametersDoNotMixSoSplittingTheVectorChangesNoBit(GradientTransform rule) {
        for (int n : new int[] {1, 2, 513, 1300}) {
            Descent whole = new Descent(rule, n);
            Descent[] alone = new Descent[n];
            Arrays.setAll(alone, i -> new Descent(rule, 1));
            for (int t = 1; t <= 3; t++) {
                float[] gradient = gradient(n, t);
                whole.step(gradient);
                for (int i = 0; i < n; i++) {
                    alone[i].step(gradient[i]);
                }
            }
            for (int i = 0; i < n; i++) {
                assertThat(alone[i].params[0]).isEqualTo(whole.params[i]);
                for (int k = 0; k < rule.slots(); k++) {
                    assertThat(alone[i].slots[k][0]).isEqualTo(whole.slots[k][i]);
                }
            }
        }
    }

    private static float[] gradient(int n, int t) {
        float[] gradient = new float[n];
        for (int i = 0; i < n; i++) {
            gradient[i] = (float) Math.sin(i + 31 * t) * (1 << i % 20);
        }
        return gradient;
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void withoutAGradientNothingMovesFromZero(GradientTransform rule) {
        Descent descent = new Descent(rule, 3);
        for (int t = 0; t < 3; t++) {
            descent.step(0, 0, 0);
        }
        assertThat(descent.params).containsExactly(0, 0, 0);
    }

    /** Gradients up to the trainer's limit of 2⁶⁰ pass it; what they leave must not poison a key for ever. */
    @ParameterizedTest
    @FieldSource("SAMPLES")
    void theSlotsStayFiniteUnderEveryGradientThatATrainerLetsThrough(GradientTransform rule) {
        Descent descent = new Descent(rule, 6);
        for (int t = 0; t < 600; t++) {
            int sign = t % 3 == 0 ? -1 : 1;
            descent.step(0x1p60f, -0x1p60f, sign * 0x1p60f, Float.MIN_VALUE, 0, t == 0 ? 0x1p60f : 1);
            for (float[] slot : descent.slots) {
                for (float value : slot) {
                    assertThat(Math.abs(value)).isLessThanOrEqualTo(Float.MAX_VALUE);
                }
            }
            for (float value : descent.params) {
                assertThat(Math.abs(value)).as("step " + t).isLessThanOrEqualTo(Float.MAX_VALUE);
            }
        }
    }

    /** A trainer then looks at the parameters alone. */
    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aRuleThatShowsAllLeavesNoFiniteUpdateWhereAGradientOrSlotIsNot(GradientTransform rule) {
        float most = Float.MAX_VALUE;
        for (float gradient : new float[] {Float.NaN, Float.POSITIVE_INFINITY, most, -most, 0x1p60f, 1, 0}) {
            for (float slot : new float[] {0, 1, most}) {
                float[] update = {gradient};
                float[][] next = new float[rule.slots()][1];
                rule.apply(update, new float[] {1}, filled(rule.slots(), 1, slot), next, 0, 1000);
                boolean sound =
                        Float.isFinite(gradient) && Arrays.stream(next).allMatch(after -> Float.isFinite(after[0]));

                assertThat(sound || !Float.isFinite(update[0]) || !rule.showsAll())
                        .as("gradient %s, slots of %s: update %s", gradient, slot, update[0])
                        .isTrue();
            }
        }
    }

    @Test
    void adamShowsAllAndWhatClipsDoesNot() {
        assertThat(Optimizers.adam(0.1).showsAll()).isTrue();
        assertThat(Optimizers.clipped(new ClipByValue(1), Optimizers.adam(0.1)).showsAll())
                .isFalse();
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aStepAllocatesNothing(GradientTransform rule) {
        float[] gradient = gradient(64, 1);
        Descent descent = new Descent(rule, 64);
        Runnable round = () -> {
            for (int t = 0; t < 2_000; t++) {
                descent.step(gradient);
            }
        };
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 12 && least > 0; i++) {
            least = Math.min(least, Allocated.bytes(round));
        }
        assertThat(least).isZero();
    }

    /** What a sparse learner relies on where it touches only the parameters of its batch. */
    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aRuleIsEagerIfAParameterWithoutAGradientMayChangeAndSaysSo(GradientTransform rule) {
        Descent descent = new Descent(rule, 2);
        descent.step(0.7f, 0.3f);
        descent.step(-0.2f, 0.9f);
        float[] state = everything(descent);
        for (int t = 0; t < 3; t++) {
            descent.step(0, 0.5f);
        }
        assertThat(Arrays.equals(state, everything(descent))).isEqualTo(rule.whyEager() == null);
    }

    private static float[] everything(Descent descent) {
        float[] all = new float[1 + descent.slots.length];
        all[0] = descent.params[0];
        for (int k = 0; k < descent.slots.length; k++) {
            all[k + 1] = descent.slots[k][0];
        }
        return all;
    }

    @Test
    void theNamesInSnapshotsAreTheseForEver() {
        Stream<GradientTransform> rules = SAMPLES.stream().filter(rule -> !(rule instanceof Chain));
        assertThat(rules.map(rule -> rule.name() + " " + rule.slots() + ": " + rule.memory())
                        .distinct())
                .containsExactly(
                        "scale 0: none",
                        "rate 0: none",
                        "momentum 1: momentum",
                        "nesterov 1: nesterov",
                        "weight-decay 0: none",
                        "clip-by-value 0: none",
                        "clip-by-norm 0: none",
                        "adagrad 1: adagrad",
                        "rmsprop 1: rmsprop",
                        "adadelta 2: adadelta",
                        "adam 2: adam",
                        "amsgrad 3: amsgrad",
                        "adamax 2: adamax",
                        "nadam 2: nadam",
                        "ftrl 2: ftrl");
    }

    @Test
    void aChainRemembersWhatItsRulesDo() {
        GradientTransform chain = Chain.of(new ClipByValue(1), new Trace(0.5), Optimizers.adam(0.1));
        assertThat(chain.name()).isEqualTo("clip-by-value + momentum + adam + scale");
        assertThat(chain.memory()).isEqualTo("momentum + adam");
        assertThat(chain.slots()).isEqualTo(3);
        assertThat(Chain.of(new ClipByValue(1), new Scale(-1)).memory()).isEqualTo("none");
    }

    @Test
    void onlyFtrlCannotBeScaledAndItEndsItsChain() {
        Ftrl ftrl = new Ftrl(0.5, 1, 0, 0);
        assertThat(SAMPLES)
                .allSatisfy(rule -> assertThat(rule.whyUnscalable() == null)
                        .isEqualTo(!rule.name().endsWith("ftrl")));
        assertThat(Chain.of(new Trace(0.5), ftrl).whyUnscalable()).isEqualTo(ftrl.whyUnscalable());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Chain.of(ftrl, new Scale(0.5)))
                .withMessage("chain must end in ftrl where it holds it: got [" + ftrl + ", " + new Scale(0.5) + "]");
    }

    @Test
    void aReasonBeginsWithTheNameOfTheRuleWhoseItIs() {
        for (GradientTransform rule : SAMPLES) {
            for (String reason : Stream.of(rule.whyEager(), rule.whyUnscalable())
                    .filter(Objects::nonNull)
                    .toList()) {
                assertThat(rule.name()).contains(reason.substring(0, reason.indexOf(' ')));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aGradientThatIsNoNumberShowsInTheUpdate(GradientTransform rule) {
        float[] update = {1, Float.NaN};
        rule.apply(update, new float[2], new float[rule.slots()][2], new float[rule.slots()][2], 0, 1);
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
