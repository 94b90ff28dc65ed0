package dev.freshet.model.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.eval.View;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrequentialRunTest {

    @Test
    void theMetricsAreThoseOfPredictionsMadeBeforeTheirLabels() {
        Learner learner = new Learner(Streams.spec(4));
        List<Example> stream = Streams.circle(500);
        LearnerState byHand = learner.init("run");
        int right = 0;
        for (Example example : stream) {
            right += learner.observe(byHand, example).predictedClass() == example.label() ? 1 : 0;
        }

        PrequentialResult result = Prequential.run(stream, learner);

        assertThat(result.metric("accuracy")).isEqualTo(right / 500.0, within(1e-12));
        assertThat(result.state().parameters()).isEqualTo(byHand.parameters());
        assertThat(result.labelled()).isEqualTo(500);
    }

    @Test
    void thereIsAPointPerFullWindowAndProgressSeesEachAsItIsMade() {
        Learner learner = new Learner(Streams.spec(4));
        List<Point> seen = new ArrayList<>();

        PrequentialResult result =
                Prequential.every(100).over(Streams.circle(450), learner, learner.init("k"), seen::add);

        assertThat(seen).isEqualTo(result.curve());
        assertThat(seen).extracting(Point::examples).containsExactly(100L, 200L, 300L, 400L);
    }

    @Test
    void theWindowsOfTheCurveAverageToTheCumulativeMetrics() {
        Learner learner = new Learner(Streams.spec(4));

        PrequentialResult result =
                Prequential.every(100).over(Streams.circle(400), learner, learner.init("k"), p -> {});

        double mean = 0;
        for (Point point : result.curve()) {
            mean += Maps.value(point.window(), "accuracy") / 4;
        }
        assertThat(result.metric("accuracy")).isEqualTo(mean, within(1e-12));
        assertThat(Maps.value(result.curve().get(3).cumulative(), "accuracy")).isEqualTo(mean, within(1e-12));
    }

    @Test
    void aRunChangesTheStateAsObservingDoesWhetherOrNotTheGapIsMeasured() {
        Learner learner = new Learner(Streams.spec(4));
        List<Example> stream = Streams.circle(300);

        var with = Prequential.every(50).over(stream, learner, learner.init("k"), p -> {});
        var without = Prequential.every(50).withoutGap().over(stream, learner, learner.init("k"), p -> {});

        assertThat(with.state().parameters()).isEqualTo(without.state().parameters());
        assertThat(with.curve()).allMatch(point -> Double.isFinite(point.gap()));
        assertThat(without.curve()).allMatch(point -> Double.isNaN(point.gap()));
    }

    @Test
    void aModelThatOnlyMemorisesShowsAGap() {
        Learner learner = new Learner(Streams.spec(1));

        var result = Prequential.every(40).over(Streams.coins(400), learner, learner.init("k"), p -> {});

        assertThat(result.curve()).allMatch(point -> point.gap() > 0.01);
    }

    @Test
    void learningFreezesAfterThePatienceIsSpentAndTheStateStandsStill() {
        Learner learner = new Learner(Streams.spec(4));
        Prequential run = Prequential.every(50).freezing(new Freeze(2, 10));

        PrequentialResult result = run.over(Streams.circle(400), learner, learner.init("k"), p -> {});

        // the first window is the best so far; none can be better by 10 nats, so two more windows freeze
        assertThat(result.frozenAt()).isEqualTo(150);
        assertThat(result.state().predicted()).isEqualTo(150);
        assertThat(result.labelled()).isEqualTo(400);
        assertThat(result.curve())
                .extracting(Point::frozen)
                .containsExactly(false, false, false, true, true, true, true, true);
        LearnerState upToThere = learner.init("k");
        Streams.circle(150).forEach(example -> learner.observe(upToThere, example));
        assertThat(result.state().parameters()).isEqualTo(upToThere.parameters());
    }

    @Test
    void unlabelledExamplesAreReadAndNotJudged() {
        Learner learner = new Learner(Streams.spec(4));
        List<Example> stream = new ArrayList<>(Streams.circle(100));
        stream.add(Example.of(100, Double.NaN, 0, 0));

        PrequentialResult result = Prequential.run(stream, learner);

        assertThat(result.examples()).isEqualTo(101);
        assertThat(result.labelled()).isEqualTo(100);
        assertThat(learner.evaluation().value(learner.metrics(result.state()), "accuracy", View.CUMULATIVE))
                .isEqualTo(result.metric("accuracy"), within(1e-12));
    }

    @Test
    void theCsvHasAHeaderAndALinePerPointOfAsManyCells() {
        Learner learner = new Learner(Streams.spec(4));

        String csv = Prequential.every(100)
                .withoutGap()
                .over(Streams.circle(300), learner, learner.init("k"), p -> {})
                .toCsv();

        String[] lines = csv.split("\n", -1);
        assertThat(lines).hasSize(5);
        assertThat(lines[0])
                .startsWith("examples,frozen,progressiveLoss,trainingLoss,gap,accuracy,")
                .contains(",window.accuracy,");
        int cells = lines[0].split(",", -1).length;
        for (int i = 1; i <= 3; i++) {
            assertThat(lines[i].split(",", -1)).hasSize(cells);
            assertThat(lines[i]).startsWith(i * 100 + ",false,").contains(",,,");
        }
    }

    @Test
    void theJsonHoldsCountsMetricsAndTheCurve() {
        Learner learner = new Learner(Streams.spec(4));

        String json = Prequential.every(2)
                .withoutGap()
                .over(Streams.circle(3), learner, learner.init("k"), p -> {})
                .toJson();

        assertThat(json)
                .startsWith("{\"window\":2,\"examples\":3,\"labelled\":3,\"trained\":0,\"refused\":0,\"unlabelled\":0,"
                        + "\"open\":3,\"frozenAt\":null,\"progressiveLoss\":")
                .contains("\"curve\":[{\"examples\":2,\"frozen\":false,")
                .contains("\"trainingLoss\":null,\"gap\":null,\"cumulative\":{\"accuracy\":")
                .endsWith("}}]}")
                .doesNotContain("NaN")
                .doesNotContain(",,");
    }

    @Test
    void aMetricThatThereIsNotIsRefusedByName() {
        PrequentialResult result = Prequential.run(Streams.circle(3), new Learner(Streams.spec(4)));

        assertThatThrownBy(() -> result.metric("acuracy"))
                .hasMessageContaining("got acuracy")
                .hasMessageContaining("accuracy");
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> Prequential.every(0)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> new Freeze(0, 0)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> new Freeze(1, Double.NaN)).hasMessageContaining("got NaN");
    }
}
