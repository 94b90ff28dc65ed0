package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.encode.Scaling;
import dev.freshet.model.optim.Optimizers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is asked of a snapshot is what its learner would have said. */
class ScorerTest {

    @Test
    void aScorerSaysWhatTheLearnerSaysOfTheSameStateToTheBit() {
        for (int seed = 0; seed < 50; seed++) {
            Gen gen = new Gen(seed);
            LearnerSpec spec = Specs.random(gen);
            agree(new Learner(spec), Streams.random(gen, spec, 30), "seed " + seed);
        }
    }

    @Test
    void soItDoesWithEveryEncoderDenseAndSparse() {
        for (int seed = 0; seed < 6; seed++) {
            Gen gen = new Gen(seed);
            List<Example> events = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                events.add(EveryEncoder.example(gen, i));
            }
            agree(new Learner(EveryEncoder.spec(gen, false)), events, "dense, seed " + seed);
            agree(new Learner(EveryEncoder.spec(gen, true)), events, "sparse, seed " + seed);
        }
    }

    private static void agree(Learner learner, List<Example> events, String of) {
        LearnerState state = learner.init("k");
        SnapshotCodec codec = new SnapshotCodec(learner);
        Scoring scoring = new Scoring(learner.spec());
        AtRest atRest = new AtRest(learner);
        boolean statistics = learner.spec().features().statsLength() > 0;
        for (int i = 0; i < events.size(); i++) {
            Example example = events.get(i);
            byte[] snapshot = codec.encode(state);
            Scorer scorer = Scorer.load(learner.spec(), snapshot);
            String which = of + ", event " + i;

            float[] found = scorer.score(example, scoring).prediction().clone();

            Outcome scored = learner.score(state, example);
            assertThat(scored.prediction()).as(which).isEqualTo(found);
            assertThat(scored.finite()).as(which).isEqualTo(scoring.finite());
            assertThat(scored.predictedClass()).isEqualTo(scoring.predictedClass());
            assertThat(List.of(scored.step(), scored.fingerprint()))
                    .isEqualTo(List.of(scorer.step(), scorer.fingerprint()));
            assertThat(codec.encode(state)).as(which).isEqualTo(snapshot);
            float[] rest = new float[found.length];
            atRest.score(state, List.of(example), 0, 1, rest, new double[1]);
            assertThat(rest).as(which).isEqualTo(found);
            Outcome observed = learner.observe(state, example);
            boolean sameModel = !statistics && observed.step() == scorer.step(); // no batch was closed by age
            assertThat(!sameModel || Arrays.equals(observed.prediction(), found))
                    .as(which)
                    .isTrue();
        }
    }

    @Test
    void aScorerOfAStateStaysAsTheStateWas() {
        Learner learner = Snapshots.specs().learner();
        LearnerState state = Snapshots.state(learner);
        Scorer scorer = Scorer.of(learner, state);
        Example asked = Snapshots.example(9, Double.NaN, 1, 2);
        Scoring scoring = new Scoring(learner.spec());
        float[] before = scorer.score(asked, scoring).prediction().clone();

        learner.observe(state, Snapshots.example(4, 0, 3, -1));

        assertThat(state.step()).isGreaterThan(scorer.step());
        assertThat(scorer.score(asked, scoring).prediction()).isEqualTo(before);
        assertThat(learner.score(state, asked).prediction()).isNotEqualTo(before);
        assertThat(scorer.key()).isEqualTo("sensor-1");
    }

    @Test
    void oneScorerServesThreadsAtOnceEachWithItsOwnScratch() throws Exception {
        Gen gen = new Gen(1);
        LearnerSpec spec = EveryEncoder.spec(gen, true);
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");
        List<Example> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            events.add(EveryEncoder.example(gen, i));
            learner.observe(state, events.get(i));
        }
        Scorer scorer = Scorer.of(learner, state);
        List<float[]> expected = all(scorer, events);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<List<float[]>> work = () -> all(scorer, events);
            for (Future<List<float[]>> found : threads.invokeAll(List.of(work, work, work, work))) {
                assertThat(found.get()).usingRecursiveComparison().isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<float[]> all(Scorer scorer, List<Example> events) {
        Scoring scoring = new Scoring(scorer.spec());
        return events.stream()
                .map(event -> scorer.score(event, scoring).prediction().clone())
                .toList();
    }

    @Test
    void aDamagedOrCutSnapshotIsNoModel() {
        Learner learner = Snapshots.specs().learner();
        byte[] snapshot = new SnapshotCodec(learner).encode(Snapshots.state(learner));
        for (int i = 0; i < snapshot.length; i++) {
            byte[] damaged = snapshot.clone();
            damaged[i] = (byte) (damaged[i] ^ 1 << (i % 8));
            byte[] cut = Arrays.copyOf(snapshot, i);
            assertThatIllegalArgumentException().as("bit of byte " + i).isThrownBy(() -> Scorer.load(learner, damaged));
            assertThatIllegalArgumentException().as("cut to " + i).isThrownBy(() -> Scorer.load(learner, cut));
        }
    }

    @Test
    void aSnapshotOfAnotherModelIsRefusedInWords() {
        Learner learner = Snapshots.specs().learner();
        byte[] snapshot = new SnapshotCodec(learner).encode(Snapshots.state(learner));
        LearnerSpec other = Snapshots.specs().hidden(3, Activation.TANH).build();

        assertThatThrownBy(() -> Scorer.load(other, snapshot)).hasMessageContaining("another model");
    }

    @Test
    void weightsThatAreNotFiniteAreRefusedThoughTheChecksumIsRight() {
        Learner learner = Snapshots.specs().learner();
        LearnerState state = Snapshots.state(learner);
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            state.weights.params[0] = bad;
            byte[] snapshot = new SnapshotCodec(learner).encode(state);

            assertThatThrownBy(() -> Scorer.load(learner, snapshot)).hasMessageContaining("not finite");
        }
    }

    /** FTRL's weights follow from z and n: a negative n is finite and has no root. */
    @Test
    void slotsThatLeadToNoFiniteWeightAreRefused() {
        LearnerSpec spec = EveryEncoder.spec(new Gen(1), true).toBuilder()
                .optimizer(Optimizers.ftrl(0.1, 1, 0.01, 0))
                .build();
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");
        state.weights.params[0] = 5;
        state.weights.params[1] = -1;
        byte[] snapshot = new SnapshotCodec(learner).encode(state);

        assertThatThrownBy(() -> Scorer.load(learner, snapshot)).hasMessageContaining("weights that are not finite");
    }

    @Test
    void anExampleOfAnotherFormAndAScratchOfAnotherSpecAreRefused() {
        Learner learner = Snapshots.specs().learner();
        Scorer scorer = Scorer.of(learner, Snapshots.state(learner));
        Example sound = Snapshots.example(9, Double.NaN, 1, 2);
        Scoring other = new Scoring(Specs.regression().numbers(3).build());
        Scoring equal = new Scoring(Snapshots.specs().build());

        assertThatThrownBy(() -> scorer.score(sound, other)).hasMessageContaining("scorer's own spec");
        assertThatThrownBy(() -> scorer.score(Example.of(1, 0, 1, 2, 3), equal)).hasMessageContaining("3 numbers");
        assertThat(scorer.score(sound, equal).finite()).isTrue();
    }

    @Test
    void whatOverflowsIsAnsweredNeutrallyAndSaysSo() {
        Learner learner = Specs.binary().numbers(1, Scaling.NONE).learner();
        Scorer scorer = Scorer.of(learner, learner.init("k"));
        Scoring scoring = new Scoring(learner.spec());

        scorer.score(Example.of(0, Double.NaN, 1e300), scoring);

        assertThat(scoring.finite()).isFalse();
        assertThat(scoring.prediction()).containsExactly(0.5f, 0.5f);
    }
}
