package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.drift.Cusum;
import dev.freshet.model.drift.FeatureDrift;
import dev.freshet.model.drift.PageHinkley;
import dev.freshet.model.drift.Psi;
import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.HashedCategories;
import dev.freshet.model.encode.HashedFeatures;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.optim.Optimizers;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StateMappingTest {

    private static void each(int count, Consumer<Gen> law) {
        for (int seed = 1; seed <= count; seed++) {
            try {
                law.accept(new Gen(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    void toTheSameShapeNoBitChangesButTheFingerprint() {
        each(300, gen -> {
            LearnerSpec spec = gen.chance(0.3) ? wide(gen) : Specs.random(gen);
            Learner learner = new Learner(spec);
            LearnerState state = trained(gen, learner, gen.below(60));

            LearnerState same =
                    new StateMapping(learner).carry(bytes(learner, state)).state();

            assertThat(same.fingerprint).isNotEqualTo(state.fingerprint);
            same.fingerprint = state.fingerprint;
            assertThat(bytes(learner, same)).isEqualTo(bytes(learner, state));
        });
    }

    @Test
    void aStateOfTheLearnersOwnShapeIsNotTouchedAtAll() {
        Learner learner = Snapshots.specs().learner();
        byte[] bytes = bytes(learner, Snapshots.state(learner));
        StateMapping mapping = new StateMapping(learner);

        assertThat(bytes(learner, mapping.map(bytes).state())).isEqualTo(bytes);
        assertThat(mapping.report(bytes)).isEmpty();
    }

    @Test
    void anyPairOfShapesGivesAStateThatIsSoundAndLearnsOn() {
        each(1500, gen -> {
            Learner old = new Learner(any(gen));
            Learner next = new Learner(any(gen));
            LearnerState state = trained(gen, old, gen.below(60));

            LearnerState mapped =
                    new StateMapping(next).carry(bytes(old, state)).state();

            assertThat(mapped.predicted()).isEqualTo(state.predicted());
            assertThat(mapped.trained()).isEqualTo(state.trained());
            assertThat(mapped.refused() + mapped.open()).isEqualTo(state.refused() + state.open());
            LearnerState read = new SnapshotCodec(next).decode(bytes(next, mapped));
            for (Example example : stream(gen, next.spec(), 40)) {
                next.observe(read, example);
            }
            assertThat(new SnapshotCodec(next).decode(bytes(next, read)).predicted())
                    .isEqualTo(state.predicted() + 40);
        });
    }

    @Test
    void theMappingIsAFunctionOfTheBytesAndTheLearnerAlone() {
        each(100, gen -> {
            Learner old = new Learner(any(gen));
            LearnerSpec spec = any(gen);
            byte[] bytes = bytes(old, trained(gen, old, 40));
            byte[] other = bytes(old, trained(gen, old, 20));
            Learner used = new Learner(spec);
            StateMapping mapping = new StateMapping(used);
            StateMapping.Mapped unused = mapping.carry(other);

            assertThat(bytes(used, mapping.carry(bytes).state()))
                    .isEqualTo(bytes(
                            used,
                            new StateMapping(new Learner(spec)).carry(bytes).state()));
        });
    }

    @Test
    void anInputMoreKeepsThePreActivationsOfTheOldInputsExactly() {
        each(200, gen -> {
            Scaling scaling = gen.pick(Scaling.values());
            int units = gen.between(1, 5);
            Learner old = learner(units, Optimizers.adam(0.05), new Numbers(List.of("a", "b"), scaling), category());
            Learner next =
                    learner(units, Optimizers.adam(0.05), category(), new Numbers(List.of("a", "new", "b"), scaling));
            LearnerState state = trained(gen, old, 50);
            float[] before = state.parameters();

            LearnerState mapped = new StateMapping(next).map(bytes(old, state)).state();

            float[] after = mapped.parameters();
            int[] columns = {4 - 1, 6 - 1, 0, 1, 2};
            for (int j = 0; j < units; j++) {
                for (int i = 0; i < columns.length; i++) {
                    assertThat(after[columns[i] * units + j]).isEqualTo(before[i * units + j]);
                    assertThat(mapped.weights.slots[1][columns[i] * units + j])
                            .isEqualTo(state.weights.slots[1][i * units + j]);
                }
                assertThat(after[6 * units + j]).as("bias").isEqualTo(before[5 * units + j]);
            }
            assertThat(List.of(after[7 * units], after[8 * units - 1]))
                    .as("the next layer")
                    .isEqualTo(List.of(before[6 * units], before[7 * units - 1]));
            int each = old.spec().features().statsLength() / 2;
            for (int s = 0; s < each; s++) {
                assertThat(mapped.encoderStats[s]).isEqualTo(state.encoderStats[s]);
                assertThat(mapped.encoderStats[each + s]).isZero();
                assertThat(mapped.encoderStats[2 * each + s]).isEqualTo(state.encoderStats[each + s]);
            }
        });
    }

    @Test
    void aWiderLayerKeepsTheBlockThatBothHaveAndBeginsTheRestAsANewKeyDoes() {
        Gen gen = new Gen(1);
        Learner old = learner(3, Optimizers.momentum(0.01, 0.9), new Numbers(List.of("a"), Scaling.NONE));
        Learner wide = learner(5, Optimizers.momentum(0.01, 0.9), new Numbers(List.of("a"), Scaling.NONE));
        LearnerState state = trained(gen, old, 40);

        StateMapping mapping = new StateMapping(wide);
        LearnerState mapped = mapping.map(bytes(old, state)).state();

        float[] was = state.parameters();
        float[] is = mapped.parameters();
        float[] fresh = wide.init("k").parameters();
        assertThat(new float[] {is[0], is[1], is[2], is[3], is[4]})
                .containsExactly(was[0], was[1], was[2], fresh[3], fresh[4]);
        assertThat(new float[] {is[10], is[11], is[12], is[13], is[14], is[15]})
                .as("last layer: a row per unit before it, then its bias")
                .containsExactly(was[6], was[7], was[8], fresh[13], fresh[14], was[9]);
        assertThat(mapping.report(bytes(old, state)))
                .contains(
                        "inputs: 1 of 1 columns known, of 1 before",
                        "layer 1, 5 TANH: 6 of 10 parameters kept, of 6 of 3 TANH",
                        "layer 2, 1 SIGMOID: 4 of 6 parameters kept, of 4 of 1 SIGMOID",
                        "optimizer slots: kept",
                        "open batch: kept");
        assertThat(mapped.open()).isEqualTo(state.open());
    }

    @Test
    void aNewLayerLetsTheLastOneBeginAnewSinceItsInputsMeanOtherThings() {
        Learner old = Specs.binary().numbers(2).hidden(3, Activation.TANH).learner();
        Learner deep = Specs.binary()
                .numbers(2)
                .hidden(3, Activation.TANH)
                .hidden(3, Activation.TANH)
                .learner();
        LearnerState state = trained(new Gen(1), old, 30);

        LearnerState mapped = new StateMapping(deep).map(bytes(old, state)).state();

        assertThat(mapped.parameters()).startsWith(Arrays.copyOf(state.parameters(), 9));
        assertThat(Arrays.copyOfRange(mapped.parameters(), 9, 25))
                .isEqualTo(Arrays.copyOfRange(deep.init("k").parameters(), 9, 25));
    }

    @Test
    void classesAreFoundByName() {
        Learner old = new Learner(LearnerSpec.classification("a", "b", "c")
                .features(new Numbers(List.of("x"), Scaling.NONE))
                .batch(7)
                .build());
        Learner next = new Learner(LearnerSpec.classification("c", "new", "a")
                .features(new Numbers(List.of("x"), Scaling.NONE))
                .build());
        LearnerState state = trained(new Gen(1), old, 40);
        for (int i = 0; i < 3 && state.open() < 2; i++) {
            old.observe(state, Example.of(50 + i, 1, 2));
        }
        int waiting = state.open();

        StateMapping.Mapped mapped = new StateMapping(next).map(bytes(old, state));

        float[] was = state.parameters();
        float[] is = mapped.state().parameters();
        assertThat(new float[] {is[0], is[2], is[3], is[5]}).containsExactly(was[2], was[0], was[5], was[3]);
        assertThat(waiting).isPositive();
        assertThat(mapped.refused()).isEqualTo(waiting);
        assertThat(mapped.state().open()).isZero();
        assertThat(next.evaluation().count(next.metrics(mapped.state()))).isZero();
    }

    @Test
    void anotherOptimizerKeepsTheParametersAndRemembersNothing() {
        Learner old = learner(3, Optimizers.adam(0.05), category());
        Learner next = learner(3, Optimizers.momentum(0.05, 0.9), category());
        LearnerState state = trained(new Gen(1), old, 40);

        LearnerState mapped = new StateMapping(next).map(bytes(old, state)).state();

        assertThat(mapped.parameters()).isEqualTo(state.parameters());
        assertThat(mapped.weights.slots[0]).containsOnly(0);
        assertThat(mapped.weights.steps).isZero();
        assertThat(mapped.step()).isEqualTo(state.step());
    }

    @Test
    void damagedBytesAreRefusedAndSoAreThoseOfVersion1UnderAnotherShape() {
        Learner learner = Snapshots.specs().learner();
        byte[] bytes = bytes(learner, Snapshots.state(learner));
        StateMapping mapping =
                new StateMapping(Snapshots.specs().hidden(3, Activation.TANH).learner());
        bytes[bytes.length / 2] ^= 1;

        assertThatThrownBy(() -> mapping.map(bytes)).hasMessage("snapshot is damaged: its CRC-32C differs");
        assertThatThrownBy(() -> mapping.map(SnapshotGoldenTest.golden("learner-v1.hex")))
                .hasMessageStartingWith("snapshot of version 1 holds another model");
    }

    /** A bit less random bytes under a right checksum: refused by a rule of the snapshot, never by an index. */
    @Test
    void bytesThatLieUnderARightChecksumAreRefusedInWords() {
        Learner old = Snapshots.specs().learner();
        StateMapping mapping =
                new StateMapping(Snapshots.specs().hidden(3, Activation.TANH).learner());
        byte[] whole = bytes(old, Snapshots.state(old));
        each(2000, gen -> {
            byte[] bytes = whole.clone();
            bytes[gen.between(8, bytes.length - 5)] ^= (byte) (1 << gen.below(8));
            Snapshots.sealed(bytes);
            try {
                StateMapping.Mapped unused = mapping.map(bytes);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageNotContaining("newPosition");
            }
        });
    }

    private static Encoder category() {
        return new HashedCategories(List.of("c"), 3);
    }

    private static Learner learner(int units, GradientTransform optimizer, Encoder... encoders) {
        Specs specs = Specs.binary().hidden(units, Activation.TANH).optimizer(optimizer);
        for (Encoder encoder : encoders) {
            specs.encoder(encoder);
        }
        return specs.learner();
    }

    /** Also sparse ones, and those with all that a drift policy has. */
    private static LearnerSpec any(Gen gen) {
        if (gen.chance(0.3)) {
            return wide(gen);
        }
        LearnerSpec spec = Specs.random(gen);
        DriftPolicy all = DriftPolicy.watch(new Cusum(gen.between(2, 3), 0, 0.1, true))
                .warn(gen.pick(new Cusum(1, 0, 0.1, true), new PageHinkley()))
                .respond(new DriftResponse.SwapBackground(5))
                .watchFeatures(new FeatureDrift(new Psi(2, 0.1, 0.2), 4, 2, 1, 0));
        return gen.chance(0.5) ? spec : spec.toBuilder().drift(all).build();
    }

    private static LearnerSpec wide(Gen gen) {
        return LearnerSpec.classification(
                        gen.chance(0.5) ? new String[] {"no", "yes"} : new String[] {"class 0", "b", "c"})
                .features(
                        new HashedFeatures(
                                List.of("x0.0", "x0.1"), Scaling.STANDARD, List.of("c1"), gen.between(10, 12)),
                        new Numbers(List.of("x2.0"), gen.pick(Scaling.values())))
                .optimizer(gen.pick(
                        Optimizers.ftrl(0.1, 1, 0.001, 0),
                        Optimizers.sgd(0.1),
                        Optimizers.adaGrad(0.1),
                        Optimizers.adam(0.01)))
                .batch(gen.between(1, 5))
                .build();
    }

    private static LearnerState trained(Gen gen, Learner learner, int examples) {
        LearnerState state = learner.init("k");
        for (Example example : stream(gen, learner.spec(), examples)) {
            learner.observe(state, example);
        }
        return state;
    }

    private static List<Example> stream(Gen gen, LearnerSpec spec, int examples) {
        return Streams.random(gen, spec, examples);
    }

    private static byte[] bytes(Learner learner, LearnerState state) {
        return new SnapshotCodec(learner).encode(state);
    }
}
