package dev.freshet.jobs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.learn.Seeds;
import dev.freshet.jobs.learn.StateRules;
import dev.freshet.model.BatchPolicy;
import dev.freshet.wire.Label;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.ModelRef;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepsTest {
    private static final int SIZE = 4;
    private static final long MAX_AGE = 50;
    private static final StateRules IDLE = new StateRules(StateRules.ShapeChange.REFUSE, 1_000);
    private static final Label UP = new Label.OfClass("UP");

    /** A model that learns as the batch rule says, and what its ledger counts. */
    private static final class Model {
        private final List<Prediction> predictions = new ArrayList<>();
        private long step;
        private long time;
        private long first;
        private int open;
        private long batches;
        private long trained;
        private long refused;
        private long unlabelled;

        void event(long later, @Nullable Label label) {
            if (later > IDLE.idle() && !predictions.isEmpty()) {
                refused += open;
                open = 0;
                step = 0;
            }
            time += later;
            if (open > 0 && time > first + MAX_AGE) {
                close();
            }
            predictions.add(prediction(step, 100 + step, label, time, predictions.size()));
            if (label == null) {
                unlabelled++;
                return;
            }
            first = open++ == 0 ? time : first;
            if (open == SIZE) {
                close();
            }
        }

        private void close() {
            step++;
            batches++;
            trained += open;
            open = 0;
        }

        LedgerRow.Fates fates() {
            return new LedgerRow.Fates(predictions.size(), 0, 0, 0, trained, refused, unlabelled, open, batches);
        }
    }

    @Test
    void aModelThatLearnsAsItsBatchRuleSaysRaisesNoAlarm() {
        Seeds.each(200, random -> {
            Model model = random(random);

            assertThat(wrong(model.predictions, model.fates(), true)).isEmpty();
        });
    }

    @Test
    void theFirstPredictionsMayBeMissingWhereTheTopicNoLongerReachesBack() {
        Seeds.each(200, random -> {
            Model model = random(random);
            int from = random.nextInt(model.predictions.size());

            assertThat(wrong(model.predictions.subList(from, model.predictions.size()), model.fates(), false))
                    .isEmpty();
        });
    }

    @Test
    void aBatchThatIsLearnedTwiceIsFoundWhereTheStepShowsIt() {
        Seeds.each(200, random -> {
            Model model = random(random);
            int at = firstOfStep(model, 1 + random.nextInt((int) model.step));
            List<Prediction> doubled = new ArrayList<>(model.predictions);
            for (int i = at; i < doubled.size(); i++) {
                Prediction p = doubled.get(i);
                doubled.set(i, prediction(p.model().step() + 1, p.model().fingerprint(), p.y(), p.ts(), i));
            }

            assertThat(wrong(doubled, model.fates(), true))
                    .anyMatch(line -> line.startsWith("key k at partition 0, offset " + at + ": step "));
        });
    }

    @Test
    void aBatchThatWasNeverLearnedIsFoundWhereItWasDue() {
        Model model = new Model();
        for (int i = 0; i < 3 * SIZE; i++) {
            model.event(1, UP);
        }
        List<Prediction> lazy = new ArrayList<>();
        for (Prediction p : model.predictions) {
            lazy.add(prediction(0, 100, UP, p.ts(), lazy.size()));
        }
        LedgerRow.Fates fates = new LedgerRow.Fates(lazy.size(), 0, 0, 0, 0, 0, 0, lazy.size(), 0);

        assertThat(wrong(lazy, fates, true))
                .first()
                .asString()
                .startsWith("key k at partition 0, offset 4: no batch closed after 4 labelled events");
    }

    @Test
    void whereEventsWereRefusedABatchMayTakeMore() {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < SIZE + 2; i++) {
            predictions.add(prediction(0, 100, UP, 1, i));
        }
        predictions.add(prediction(1, 101, UP, 1, SIZE + 2));
        LedgerRow.Fates fates = new LedgerRow.Fates(SIZE + 3, 0, 0, 0, SIZE, 2, 0, 1, 1);

        assertThat(wrong(predictions, fates, true)).isEmpty();
    }

    @Test
    void batchesThatTheRowsCountAndNoPredictionShowsAreAtMostOnePerKey() {
        Model model = new Model();
        model.event(1, UP);
        LedgerRow.Fates f = model.fates();
        LedgerRow.Fates more = new LedgerRow.Fates(1, 0, 0, 0, 0, 0, 0, 1, 2);

        assertThat(wrong(model.predictions, f, true)).isEmpty();
        assertThat(wrong(model.predictions, more, true))
                .singleElement()
                .asString()
                .contains("rows count 2 batches");
    }

    private static Model random(SplittableRandom random) {
        Model model = new Model();
        while (model.step < 3) {
            model.event(random.nextInt(40), random.nextInt(5) == 0 ? null : UP);
        }
        model.event(1, UP);
        return model;
    }

    private static int firstOfStep(Model model, int step) {
        int at = 0;
        while (model.predictions.get(at).model().step() < step) {
            at++;
        }
        return at;
    }

    @Test
    void whatAGapLeavesOpenIsNotHeldAgainstTheModel() {
        Seeds.each(200, random -> {
            Model model = random(random);
            int from = random.nextInt(model.predictions.size());
            int to = from + 1 + random.nextInt(model.predictions.size() - from);
            List<Prediction> left = new ArrayList<>(model.predictions);
            left.subList(from, to).clear();

            assertThat(wrong(left, model.fates(), true, gap(from, to))).isEmpty();
        });
    }

    @Test
    void aBatchThatIsLearnedTwiceBehindAGapIsFoundStill() {
        Seeds.each(200, random -> {
            Model model = random(random);
            int at = firstOfStep(model, 2);
            List<Prediction> left = new ArrayList<>(model.predictions);
            for (int i = at; i < left.size(); i++) {
                Prediction p = left.get(i);
                left.set(i, prediction(p.model().step() + 1, p.model().fingerprint(), p.y(), p.ts(), i));
            }
            Prediction unused = left.remove(0);

            assertThat(wrong(left, model.fates(), true, gap(0, 1)))
                    .anyMatch(line -> line.startsWith("key k at partition 0, offset " + at + ": step "));
        });
    }

    @Test
    void aModelThatBeginsAnewWhereItsKeyWasIdleRaisesNoAlarm() {
        Seeds.each(200, random -> {
            Model model = random(random);
            for (int i = 0; i < 60; i++) {
                model.event(
                        random.nextInt(10) == 0 ? 1_001 + random.nextInt(1_000) : random.nextInt(40),
                        random.nextInt(5) == 0 ? null : UP);
            }

            assertThat(wrong(model.predictions, model.fates(), true)).isEmpty();
        });
    }

    @Test
    void aModelThatGoesOnThoughItsKeyWasIdleIsFoundThere() {
        Model model = new Model();
        for (int i = 0; i < 2 * SIZE; i++) {
            model.event(1, UP);
        }
        List<Prediction> predictions = new ArrayList<>(model.predictions);
        predictions.add(prediction(2, 102, UP, 2 * SIZE + 1_001, 2 * SIZE));

        assertThat(wrong(predictions, new LedgerRow.Fates(9, 0, 0, 0, 8, 0, 0, 1, 2), true))
                .singleElement()
                .isEqualTo(
                        "key k at partition 0, offset 8: the key was idle for more than 1000 ms, and its model goes on"
                                + " at step 2: it begins anew at step 0");
    }

    @Test
    void aModelThatBeginsAnewThoughItsKeyWasNotIdleIsFoundThere() {
        Model model = new Model();
        for (int i = 0; i < 2 * SIZE; i++) {
            model.event(1, UP);
        }
        List<Prediction> predictions = new ArrayList<>(model.predictions);
        predictions.add(prediction(0, 100, UP, 2 * SIZE + 1_000, 2 * SIZE));

        assertThat(wrong(predictions, new LedgerRow.Fates(9, 0, 0, 0, 8, 0, 0, 1, 2), true))
                .first()
                .asString()
                .startsWith("key k at partition 0, offset 8: step 0 follows step 1");
    }

    /** The first may have ended in the midst of any batch. */
    @Test
    void aJobThatBeginsAnewWithTheSameEventsRaisesNoAlarm() {
        Seeds.each(200, random -> {
            Model model = random(random);
            int first = 1 + random.nextInt(model.predictions.size());
            List<Prediction> both = new ArrayList<>(model.predictions.subList(0, first));
            both.addAll(model.predictions);

            int unlabelled = (int) both.stream().filter(p -> p.y() == null).count();
            LedgerRow.Fates fates = new LedgerRow.Fates(
                    both.size(), 0, 0, 0, model.trained, model.refused, unlabelled, model.open, model.batches);
            assertThat(wrong(both, fates, true, gap(0, 0), 2)).isEmpty();
        });
    }

    @Test
    void whereItIsNotKnownWhichKeysWereCommandedNoStepIsHeldAgainstAny() {
        Seeds.each(50, random -> {
            List<Prediction> predictions = new ArrayList<>(random(random).predictions);
            predictions.add(prediction(predictions.size(), 7, UP, 1, predictions.size()));
            Findings wrong = new Findings();
            Steps steps =
                    new Steps(new BatchPolicy(SIZE, MAX_AGE), IDLE, 1, true, gap(0, 0), wrong).besides(Set.of(), false);
            predictions.forEach(steps::add);
            steps.end(new LedgerRow.Fates(predictions.size(), 0, 0, 0, 0, 0, 0, 0, 0));

            assertThat(wrong.lines()).isEmpty();
        });
    }

    private static PlaceRanges gap(int from, int to) {
        PlaceRanges gaps = new PlaceRanges(new Findings(), "lost");
        for (int i = from; i < to; i++) {
            gaps.hit(new Partition("t", 0), i);
        }
        gaps.end();
        return gaps;
    }

    private static List<String> wrong(List<Prediction> predictions, LedgerRow.Fates fates, boolean complete) {
        return wrong(predictions, fates, complete, gap(0, 0));
    }

    private static List<String> wrong(
            List<Prediction> predictions, LedgerRow.Fates fates, boolean complete, PlaceRanges gaps) {
        return wrong(predictions, fates, complete, gaps, 1);
    }

    private static List<String> wrong(
            List<Prediction> predictions, LedgerRow.Fates fates, boolean complete, PlaceRanges gaps, int beginnings) {
        Findings wrong = new Findings();
        Steps steps = new Steps(new BatchPolicy(SIZE, MAX_AGE), IDLE, beginnings, complete, gaps, wrong);
        predictions.forEach(steps::add);
        steps.end(fates);
        return wrong.lines();
    }

    private static Prediction prediction(long step, long fingerprint, @Nullable Label y, long time, int offset) {
        return new Prediction(
                "e" + offset,
                "k",
                time,
                UP,
                null,
                y,
                0,
                new ModelRef(step, fingerprint, 1),
                new Source("t", 0, offset));
    }
}
