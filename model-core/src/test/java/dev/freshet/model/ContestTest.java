package dev.freshet.model;

import static dev.freshet.model.SnapshotGoldenTest.golden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.optim.Optimizers;
import dev.freshet.model.select.BestWindow;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How a challenger becomes champion, and what stays with the key when it does. */
class ContestTest {
    private static final LearnerSpec SLOW =
            Specs.binary().numbers(2).optimizer(Optimizers.sgd(1e-6)).batch(4).build();

    private final Learner learner = new Learner(SLOW, null, Contests.quick(SLOW, 0.5));
    private final LearnerState state = learner.init("k");

    private static Example example(int i) {
        double x = Math.sin(i);
        return Example.of(i, x > 0 ? 1 : 0, x, Math.cos(i));
    }

    private List<Promotion> learn(int from, int to) {
        return java.util.stream.IntStream.range(from, to)
                .mapToObj(i -> learner.observe(state, example(i)).promotions())
                .flatMap(List::stream)
                .toList();
    }

    private Outcome promote(String challenger) {
        return learner.command(state, new PlannedAction("p", PlannedAction.NOW, 0, 1, new Action.Promote(challenger)));
    }

    @Test
    void aBetterChallengerIsPromotedOnceItIsShownWithItsEvidence() {
        List<Promotion> promotions = learn(0, 4_000);

        assertThat(promotions).hasSize(1);
        Promotion promotion = promotions.get(0);
        assertThat(promotion.from()).isEqualTo("model");
        assertThat(promotion.to()).isEqualTo("quick");
        assertThat(promotion.commanded()).isFalse();
        assertThat(promotion.evidence().lower()).isPositive();
        assertThat(promotion.evidence().examples()).isEqualTo(promotion.seen());
        assertThat(state.contender()).isEqualTo("quick");
    }

    @Test
    void aChallengerThatIsNoBetterIsNot() {
        Learner twins = new Learner(SLOW, null, Contests.quick(SLOW, 1e-6));
        LearnerState key = twins.init("k");

        for (int i = 0; i < 4_000; i++) {
            assertThat(twins.observe(key, example(i)).promotions()).isEmpty();
        }
    }

    @Test
    void aPromotionTakesPlaceWhereABatchHasClosedAndTheKeysStepAndCountsGoOn() {
        Promotion promotion = learn(0, 4_000).get(0);

        assertThat(promotion.seen() % 4).isZero();
        assertThat(promotion.step()).isEqualTo(promotion.seen() / 4);
        assertThat(state.step()).isEqualTo(1_000);
        assertThat(state.trained()).isEqualTo(4_000);
    }

    @Test
    void thePromotedModelAnswersAsItWouldHaveAsAChallenger() {
        LearnerSpec quick = SLOW.toBuilder().optimizer(Optimizers.sgd(0.5)).build();
        Learner alone = new Learner(quick);
        LearnerState reference = alone.init("k");
        for (int i = 0; i < 4_000; i++) {
            Outcome outcome = learner.observe(state, example(i));
            Outcome expected = alone.observe(reference, example(i));
            if (outcome.spec() == alone.specHash()) {
                assertThat(outcome.prediction()).isEqualTo(expected.prediction());
            }
        }

        assertThat(state.parameters()).isEqualTo(reference.parameters());
    }

    @Test
    void aCommandPromotesAtOnceWhereNothingIsOpenAndElseBehindTheBatch() {
        Outcome now = promote("quick");
        assertThat(now.promotions()).hasSize(1);
        assertThat(now.promotions().get(0).commanded()).isTrue();
        assertThat(now.taken().get(0).fingerprint()).isEqualTo(state.fingerprint());

        assertThat(learn(0, 2)).isEmpty();
        assertThat(promote("model").promotions()).isEmpty();
        assertThat(learn(2, 3)).isEmpty();
        List<Promotion> closed = learn(3, 4);
        assertThat(closed).singleElement().satisfies(promotion -> {
            assertThat(promotion.to()).isEqualTo("model");
            assertThat(promotion.step()).isEqualTo(1);
            assertThat(promotion.seen()).isEqualTo(4);
        });
        assertThat(state.trained()).isEqualTo(4);
    }

    @Test
    void aChallengerThatIsNoneCannotBePromoted() {
        assertThatThrownBy(() -> promote("other")).hasMessage("a challenger must be one of quick: got other");
        assertThatThrownBy(() -> promote("model")).hasMessage("model is the key's champion already");
        Learner alone = new Learner(SLOW);
        LearnerState key = alone.init("k");
        assertThatThrownBy(() -> alone.command(
                        key, new PlannedAction("p", PlannedAction.NOW, 0, 1, new Action.Promote("quick"))))
                .hasMessage("there are no challengers to be promoted: got quick");
    }

    @Test
    void aFrozenKeyKeepsItsChampionUnlessACommandPromotes() {
        learner.command(state, new PlannedAction("f", PlannedAction.NOW, 0, 0, new Action.Freeze()));

        assertThat(learn(0, 4_000)).isEmpty();

        assertThat(promote("quick").promotions()).hasSize(1);
        assertThat(state.frozen()).isTrue();
        assertThat(state.trained()).isZero();
    }

    @Test
    void anotherModelOfTheChampionBeginsTheComparisonAnew() {
        learn(0, 100);
        assertThat(comparison().examples()).isEqualTo(100);

        learner.command(state, new PlannedAction("r", PlannedAction.NOW, 0, 0, new Action.Reset()));

        assertThat(comparison().examples()).isZero();
    }

    private dev.freshet.model.select.Evidence comparison() {
        return Objects.requireNonNull(learner.contest())
                .rule()
                .evidence(Objects.requireNonNull(state.rivals).comparisons[0]);
    }

    @Test
    void anErasedKeyBeginsWithTheModelAndFreshChallengers() {
        SnapshotCodec codec = new SnapshotCodec(learner);
        promote("quick");
        learn(0, 48);

        learner.command(state, new PlannedAction("e", PlannedAction.NOW, 0, 0, new Action.Erase()));

        assertThat(state.contender()).isEqualTo("model");
        state.fingerprint = learner.init("k").fingerprint;
        assertThat(codec.encode(state)).isEqualTo(codec.encode(learner.init("k")));
    }

    @Test
    void aSnapshotOfTheChampionAloneIsReadByItsLearnerAndNamesIt() {
        learn(0, 4_000);
        SnapshotCodec codec = new SnapshotCodec(learner);
        byte[] alone = codec.encodeChampion(state);

        assertThat(alone.length).isLessThan(codec.encode(state).length);
        LearnerState read = codec.decode(alone);
        assertThat(read.contender()).isEqualTo("quick");
        assertThat(read.parameters()).isEqualTo(state.parameters());
        assertThatThrownBy(() -> new SnapshotCodec(new Learner(SLOW)).decode(alone))
                .hasMessageContaining("is of contender quick");
    }

    @Test
    void aSnapshotFromBeforeThereWereChallengersIsReadAndTheyBeginThere() {
        Learner before = new Learner(SLOW);
        LearnerState old = before.init("k");
        for (int i = 0; i < 10; i++) {
            before.observe(old, example(i));
        }

        LearnerState read = new SnapshotCodec(learner).decode(new SnapshotCodec(before).encode(old));

        assertThat(read.step()).isEqualTo(2);
        assertThat(Objects.requireNonNull(read.rivals).states[0].step()).isZero();
    }

    @Test
    void aKeyWhoseChampionIsNotNamedAnyMoreIsRefused() {
        promote("quick");
        byte[] bytes = new SnapshotCodec(learner).encode(state);
        Selection renamed = new Selection(List.of(new Challenger(
                "other", Contests.quick(SLOW, 0.5).challengers().get(0).spec())));

        assertThatThrownBy(() -> new SnapshotCodec(new Learner(SLOW, null, renamed)).decode(bytes))
                .hasMessageContaining("whose champion is challenger quick, which the pipeline does not name");
    }

    @Test
    void comparisonsBeginAnewUnderAnotherRule() {
        learn(0, 100);
        byte[] bytes = new SnapshotCodec(learner).encode(state);
        Learner other =
                new Learner(SLOW, null, new Selection(Contests.quick(SLOW, 0.5).challengers(), new BestWindow()));

        LearnerState read = new SnapshotCodec(other).decode(bytes);

        assertThat(Objects.requireNonNull(read.rivals).comparisons[0]).isEqualTo(new BestWindow().init());
        assertThat(Objects.requireNonNull(read.rivals).states[0].step()).isEqualTo(25);
    }

    @Test
    void theBytesOfAKeyWithChallengersAreTheGoldenOnes() {
        Learner any = Snapshots.contested();
        byte[] found = new SnapshotCodec(any).encode(Snapshots.contested(any));

        assertThat(HexFormat.of().formatHex(found)).isEqualTo(HexFormat.of().formatHex(golden("contested-v2.hex")));
    }

    @Test
    void learningGoesOnFromTheGoldenBytesAsIfNothingHadHappened() {
        Learner any = Snapshots.contested();
        SnapshotCodec codec = new SnapshotCodec(any);
        LearnerState restored = codec.decode(golden("contested-v2.hex"));
        LearnerState undisturbed = Snapshots.contested(any);
        for (int i = 7; i < 60; i++) {
            Example example = Snapshots.example(i, i % 2, i, -i);
            any.observe(restored, example);
            any.observe(undisturbed, example);
        }

        assertThat(codec.encode(restored)).isEqualTo(codec.encode(undisturbed));
    }
}
