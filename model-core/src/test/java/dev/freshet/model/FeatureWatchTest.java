package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.drift.DriftLevel;
import dev.freshet.model.drift.FeatureDrift;
import dev.freshet.model.drift.Psi;
import dev.freshet.model.encode.Scaling;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two inputs; the second moves at event {@link #SHIFT}. */
class FeatureWatchTest {
    private static final int SHIFT = 400;
    private static final FeatureDrift RULE = new FeatureDrift(new Psi(), 200, 100, 50, 0);

    private final Learner learner = Specs.regression()
            .numbers(2, Scaling.STANDARD)
            .drift(DriftPolicy.NONE.watchFeatures(RULE))
            .learner();
    private final Gen gen = new Gen(3);

    private Example event(int i, double label) {
        return Example.of(i, label, gen.between(-1, 1), gen.between(-1, 1) + (i < SHIFT ? 0 : 3));
    }

    @Test
    void theInputThatMovedIsNamedAndNoOther() {
        LearnerState state = learner.init("k");
        List<DriftReading> found = new ArrayList<>();
        for (int i = 0; i < 800; i++) {
            Outcome outcome = learner.observe(state, event(i, 1));
            for (int k = 0; k < outcome.featuresChanged(); k++) {
                found.add(learner.featureDrift(state, outcome.featureChanged(k)));
                assertThat(i).isBetween(SHIFT, SHIFT + 100);
            }
        }

        assertThat(found).extracting(DriftReading::target).containsOnly("x0.1");
        assertThat(found).extracting(DriftReading::detector).containsOnly("psi");
        assertThat(found).extracting(DriftReading::level).contains(DriftLevel.DRIFT);
        assertThat(RULE.episodes(learner.featureState(state, 1))).isEqualTo(1);
        assertThat(RULE.episodes(learner.featureState(state, 0))).isZero();
    }

    @Test
    void inputsAreWatchedWithoutLabelsToo() {
        LearnerState state = learner.init("k");
        for (int i = 0; i < 800; i++) {
            learner.observe(state, event(i, Double.NaN));
        }

        assertThat(learner.featureDrift(state, 1).level()).isEqualTo(DriftLevel.DRIFT);
    }

    @Test
    void aRestoreAtAnyEventChangesNoBit() {
        SnapshotCodec codec = new SnapshotCodec(learner);
        LearnerState unbroken = learner.init("k");
        LearnerState restored = learner.init("k");
        for (int i = 0; i < 600; i++) {
            Example event = event(i, 1);
            learner.observe(unbroken, event);
            restored = codec.decode(codec.encode(restored));
            learner.observe(restored, event);
        }

        assertThat(codec.encode(restored)).isEqualTo(codec.encode(unbroken));
        assertThat((long) codec.encode(unbroken).length).isLessThanOrEqualTo(SnapshotCodec.maxBytes(learner.spec(), 1));
    }

    @Test
    void anInputThatIsNotWatchedIsRefused() {
        assertThatThrownBy(() -> learner.featureDrift(learner.init("k"), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("feature must be one of the 2 watched: got 2");
    }
}
