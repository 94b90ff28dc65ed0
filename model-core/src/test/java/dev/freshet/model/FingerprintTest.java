package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.optim.Optimizers;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Test
    void equalLogsUnderEqualSpecsGiveEqualChains() {
        assertThat(after(specs(), "k", 0, 1, 2, 3)).isEqualTo(after(specs(), "k", 0, 1, 2, 3));
    }

    @Test
    void itDependsOnTheKey() {
        assertThat(after(specs(), "k")).isNotEqualTo(after(specs(), "l"));
    }

    @Test
    void itDependsOnEverySettingOfTheSpec() {
        long begin = after(specs(), "k");
        assertThat(after(specs().seed(2), "k")).isNotEqualTo(begin);
        assertThat(after(specs().batch(3), "k")).isNotEqualTo(begin);
        assertThat(after(specs().optimizer(Optimizers.sgd(0.2)), "k")).isNotEqualTo(begin);
        assertThat(after(specs().numbers(1), "k")).isNotEqualTo(begin);
    }

    @Test
    void itDependsOnTheOrderOfPlaces() {
        assertThat(after(specs(), "k", 0, 1)).isNotEqualTo(after(specs(), "k", 1, 0));
        assertThat(after(specs(), "k", 0, 1)).isNotEqualTo(after(specs(), "k", 0, 2));
    }

    @Test
    void itDependsOnThePartition() {
        assertThat(afterOne(1, 1)).isNotEqualTo(afterOne(1, 2));
    }

    @Test
    void itDependsOnWhetherTheBatchWasTrained() {
        assertThat(afterOne(1, 1)).isNotEqualTo(afterOne(1e300, 1));
    }

    @Test
    void itMovesWhenABatchClosesAndOnlyThen() {
        assertThat(after(specs(), "k", 0)).isEqualTo(after(specs(), "k"));
        assertThat(after(specs(), "k", 0, 1)).isNotEqualTo(after(specs(), "k"));
        assertThat(after(specs(), "k", 0, 1, 2)).isEqualTo(after(specs(), "k", 0, 1));
    }

    /** The weights differ from then on, so the names must. */
    @Test
    void aKeyRestoredUnderAnotherRateGoesOnUnderOtherNames() {
        Learner before = specs().learner();
        Learner faster = specs().optimizer(Optimizers.sgd(0.2)).learner();
        LearnerState kept = before.init("k");
        LearnerState moved = new SnapshotCodec(faster).decode(new SnapshotCodec(before).encode(kept));
        assertThat(moved.fingerprint()).isEqualTo(kept.fingerprint());

        for (int i = 0; i < 2; i++) {
            before.observe(kept, Example.of(i, 1, 1));
            faster.observe(moved, Example.of(i, 1, 1));
        }

        assertThat(moved.fingerprint()).isNotEqualTo(kept.fingerprint());
    }

    @Test
    void aPredictionCarriesTheNameOfTheModelThatMadeIt() {
        Learner learner = specs().learner();
        LearnerState state = learner.init("k");
        long begin = state.fingerprint();

        learner.observe(state, Example.of(0, 1, 1));
        Outcome closing = learner.observe(state, Example.of(1, 1, 1));
        assertThat(closing.fingerprint()).isEqualTo(begin);
        assertThat(closing.step()).isZero();

        Outcome next = learner.observe(state, Example.of(2, 1, 1));
        assertThat(next.fingerprint()).isEqualTo(state.fingerprint()).isNotEqualTo(begin);
        assertThat(next.step()).isEqualTo(1);
    }

    private static Specs specs() {
        return Specs.regression().numbers(1).batch(2);
    }

    private static long after(Specs specs, String key, long... offsets) {
        LearnerSpec spec = specs.build();
        Learner learner = new Learner(spec);
        LearnerState state = learner.init(key);
        for (long offset : offsets) {
            learner.observe(state, Example.of(offset, 1, 1));
        }
        return state.fingerprint();
    }

    private static long afterOne(double label, int partition) {
        Learner learner = specs().batch(1).learner();
        LearnerState state = learner.init("k");
        learner.observe(state, new Example(new double[] {1}, new long[0], label, 1, 0, partition, 5));
        return state.fingerprint();
    }
}
