package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.Explanation.Contribution;
import dev.freshet.model.encode.FeatureEncoder;
import dev.freshet.model.encode.HashedFeatures;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.encode.SourceEncoder;
import dev.freshet.model.encode.SparseRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contributions add up to the score that they explain, and belong to the inputs that made them. */
class ExplainerTest {

    @Test
    void theSourcesOfAnEventAddUpToItsEncodedVector() {
        for (int seed = 0; seed < 5; seed++) {
            Gen gen = new Gen(seed);
            Learner learner = new Learner(EveryEncoder.spec(gen, false));
            LearnerState state = learner.init("k");
            FeatureEncoder whole = learner.spec().features().encoder();
            SourceEncoder sources = new SourceEncoder(learner.spec().features());
            for (int i = 0; i < 50; i++) {
                Example example = EveryEncoder.example(gen, i);
                learner.observe(state, example);
                float[] expected = new float[whole.width()];
                whole.encode(example, state.encoderStats, false, expected, 0);

                float[] found = new float[whole.width()];
                SparseRow row = new SparseRow();
                for (int source = 0; source < sources.names().size(); source++) {
                    sources.encode(source, example, state.encoderStats, row);
                }
                for (int k = 0; k < row.size(); k++) {
                    found[row.index()[k]] += row.value()[k];
                }

                assertThat(found).as("seed " + seed + ", event " + i).containsExactly(expected, within(1e-6f));
            }
            assertThat(sources.names()).containsExactly("a", "b", "c", "d", "c * d", "t", "(sparse)", "(time)");
        }
    }

    @Test
    void ofOneLayerTheContributionsAreTheScoreWithoutTheBias() {
        Learner learner = Specs.regression().numbers(3).batch(1).learner();
        LearnerState state = learner.init("k");
        Streams.plain(new Gen(3), learner.spec(), 50).forEach(example -> learner.observe(state, example));
        float[] parameters = state.parameters();
        Example example = Example.of(60, Double.NaN, 1, -2, 0);
        Scorer scorer = Scorer.of(learner, state);

        Explanation found = scorer.explain(example, 0, new Explainer(learner.spec()));

        assertThat(found.base()).isEqualTo(parameters[3]);
        assertThat(found.contributions())
                .containsExactly(
                        new Contribution("x0.0", parameters[0]),
                        new Contribution("x0.1", -2.0 * parameters[1]),
                        new Contribution("x0.2", 0));
        assertThat(found.score())
                .isEqualTo(scorer.score(example, new Scoring(learner.spec())).prediction()[0], within(1e-6));
        assertThat(found.gap()).isEqualTo(0, within(1e-12));
    }

    @Test
    void contributionsOfNetworksOfEveryKindAreComplete() {
        for (int seed = 0; seed < 30; seed++) {
            Gen gen = new Gen(seed);
            LearnerSpec spec = Specs.random(gen);
            check(gen, spec, Streams.random(gen, spec, 60), "seed " + seed);
        }
    }

    @Test
    void theyAreWithEveryEncoderDenseAndSparse() {
        for (int seed = 0; seed < 5; seed++) {
            Gen gen = new Gen(seed);
            List<Example> events = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                events.add(EveryEncoder.example(gen, i));
            }
            check(gen, EveryEncoder.spec(gen, true), events, "sparse, seed " + seed);
            check(gen, EveryEncoder.spec(gen, false), events, "dense, seed " + seed);
        }
    }

    private static void check(Gen gen, LearnerSpec spec, List<Example> events, String of) {
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");
        events.forEach(example -> learner.observe(state, example));
        Scorer scorer = Scorer.of(learner, state);
        Scoring scoring = new Scoring(spec);
        Explainer explainer = new Explainer(spec);
        for (int i = 0; i < 8; i++) {
            Example example = events.get(gen.below(events.size()));
            if (!scorer.score(example, scoring).finite()) {
                assertThatThrownBy(() -> scorer.explain(example, 0, explainer)).hasMessageContaining("overflow");
                continue;
            }
            Explanation found = scorer.explain(example, scoring.predictedClass(), explainer);
            double sum = 0;
            double size = 1e-9;
            for (Contribution part : found.contributions()) {
                sum += part.value();
                size += Math.abs(part.value());
            }
            String which = of + ", event " + i + ", " + spec.network() + ": " + found;
            double allowed = 1e-3 * size + 2e-6 * (Math.abs(found.score()) + Math.abs(found.base()));
            if (Arrays.stream(example.numbers()).allMatch(x -> Double.isNaN(x) || Math.abs(x) < 100)) {
                assertThat(found.base() + sum).as(which).isEqualTo(found.score(), within(allowed));
            }
            assertThat(found.score() - found.base() - sum)
                    .as(which)
                    .isEqualTo(found.gap(), within(1e-9 * size + 1e-12 * Math.abs(found.score())));
            assertThat(activated(spec, found)).as(which).isEqualTo(shown(spec, scoring), within(2e-4f));
        }
    }

    /** The score of a single output through its activation; what has several is compared elsewhere. */
    private static float activated(LearnerSpec spec, Explanation found) {
        float[] z = {(float) found.score()};
        if (spec.network().last().units() == 1 && spec.task() instanceof Task.Classification) {
            Activation.SIGMOID.apply(z, 0, 1);
            return z[0];
        }
        return spec.task() instanceof Task.Regression ? (float) (z[0] / (1.0 + Math.abs(z[0]))) : 0;
    }

    private static float shown(LearnerSpec spec, Scoring scoring) {
        float[] p = scoring.prediction();
        if (spec.network().last().units() == 1 && spec.task() instanceof Task.Classification) {
            return p[scoring.predictedClass()];
        }
        return spec.task() instanceof Task.Regression ? (float) (p[0] / (1.0 + Math.abs(p[0]))) : 0;
    }

    /** Squashes nothing: of several outputs, differences of scores are the logarithms of probabilities' ratios. */
    @Test
    void scoresOfTwoClassesDifferByTheLogarithmOfTheirProbabilitiesRatio() {
        Learner learner = Specs.classes(3).numbers(4).hidden(5, Activation.TANH).learner();
        LearnerState state = learner.init("k");
        Streams.plain(new Gen(5), learner.spec(), 100).forEach(example -> learner.observe(state, example));
        Example example = Example.of(0, Double.NaN, 0.5, -1, 2, 0.1);
        Scorer scorer = Scorer.of(learner, state);
        Explainer explainer = new Explainer(learner.spec());

        float[] p = scorer.score(example, new Scoring(learner.spec())).prediction();
        double apart = scorer.explain(example, 2, explainer).score()
                - scorer.explain(example, 0, explainer).score();

        assertThat(apart).isEqualTo(Math.log(p[2] / p[0]), within(1e-5));
    }

    @Test
    void whatShareAColumnAreToldApart() {
        HashedFeatures all = new HashedFeatures(List.of("x", "y", "z"), Scaling.NONE, List.of("c"), 1);
        Learner learner = Specs.binary().encoder(all).batch(1).learner();
        LearnerState state = learner.init("k");
        for (int i = 0; i < 20; i++) {
            learner.observe(state, Example.of(i, i % 2, new double[] {i % 2, 1, 0.5}, "a"));
        }
        Scorer scorer = Scorer.of(learner, state);

        Explanation found =
                scorer.explain(Example.of(99, 0, new double[] {1, 0, 2}, "a"), 1, new Explainer(learner.spec()));

        assertThat(found.contributions()).extracting(Contribution::input).containsExactly("x", "y", "z", "c");
        assertThat(found.contributions().get(0).value()).isNotZero();
        assertThat(found.contributions().get(1).value()).isZero();
        assertThat(Math.abs(found.contributions().get(2).value()))
                .isNotEqualTo(Math.abs(found.contributions().get(0).value()));
    }

    @Test
    void whatSpeaksForOneOfTwoClassesSpeaksAgainstTheOther() {
        Learner learner = Snapshots.specs().learner();
        Scorer scorer = Scorer.of(learner, Snapshots.state(learner));
        Explainer explainer = new Explainer(learner.spec());
        Example example = Snapshots.example(9, Double.NaN, 1, 2);

        Explanation yes = scorer.explain(example, 1, explainer);
        Explanation no = scorer.explain(example, 0, explainer);

        assertThat(no.score()).isEqualTo(-yes.score());
        for (int i = 0; i < yes.contributions().size(); i++) {
            assertThat(no.contributions().get(i).value())
                    .isEqualTo(0.0 - yes.contributions().get(i).value());
        }
        assertThatThrownBy(() -> scorer.explain(example, 2, explainer)).hasMessageContaining("[0, 2): got 2");
        assertThatThrownBy(() -> scorer.explain(example, -1, explainer)).hasMessageContaining("got -1");
    }

    @Test
    void anExplainerOfAnotherSpecIsRefused() {
        Learner learner = Snapshots.specs().learner();
        Scorer scorer = Scorer.of(learner, Snapshots.state(learner));
        Explainer other = new Explainer(Specs.regression()
                .encoder(new Numbers(List.of("x"), Scaling.NONE))
                .build());

        assertThatThrownBy(() -> scorer.explain(Snapshots.example(9, 0, 1, 2), 0, other))
                .hasMessageContaining("scorer's own spec");
    }
}
