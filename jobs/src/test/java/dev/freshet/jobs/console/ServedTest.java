package dev.freshet.jobs.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.pipeline.PipelineFile;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.wire.Label;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.ModelRef;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Source;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ServedTest {
    private final Served classes = served("{classes: [a, b]}", "{dense: 2, activation: softmax}", "cross-entropy");

    @Test
    void aPredictionIsJudgedByItsLabelWhicheverIsReadFirst() {
        assertThat(classes.add(prediction("f0", 0.25f))).isNull();
        Prediction judged = Objects.requireNonNull(classes.add(label("f0", 1)));
        assertThat(judged.y()).isEqualTo(new Label.OfClass("b"));
        assertThat(judged.loss()).isEqualTo(-Math.log(0.75));

        assertThat(classes.add(label("f1", 0))).isNull();
        Prediction other = Objects.requireNonNull(classes.add(prediction("f1", 0.25f)));
        assertThat(other.loss()).isEqualTo(-Math.log(0.25));
    }

    @Test
    void aSecondLabelJudgesNothing() {
        assertThat(classes.add(prediction("f0", 0.25f))).isNull();
        assertThat(classes.add(label("f0", 1))).isNotNull();
        assertThat(classes.add(label("f0", 1))).isNull();
    }

    @Test
    void aNumberIsJudgedBySquaredError() {
        Served numbers = served("{regression: {}}", "{dense: 1}", "mse");
        Prediction answer = new Prediction(
                "f0",
                "k",
                0,
                new Label.OfNumber(3),
                null,
                null,
                Double.NaN,
                new ModelRef(0, 0, 0),
                new Source("f", 0, 0));
        assertThat(numbers.add(answer)).isNull();

        Prediction judged = Objects.requireNonNull(numbers.add(label("f0", 5)));
        assertThat(judged.y()).isEqualTo(new Label.OfNumber(5));
        assertThat(judged.loss()).isEqualTo(4);
    }

    @Test
    void theOldestThatWaitIsLetGo() {
        LearnerSpec spec = spec("{classes: [a, b]}", "{dense: 2, activation: softmax}", "cross-entropy");
        Served two = new Served(spec, new Learner(spec).evaluation(), 2);
        for (String id : List.of("f0", "f1", "f2")) {
            assertThat(two.add(prediction(id, 0.5f))).isNull();
        }

        assertThat(two.add(label("f0", 0))).isNull();
        assertThat(two.add(label("f2", 0))).isNotNull();
    }

    private static Served served(String task, String layer, String loss) {
        LearnerSpec spec = spec(task, layer, loss);
        return new Served(spec, new Learner(spec).evaluation());
    }

    private static LearnerSpec spec(String task, String layer, String loss) {
        return PipelineFile.parse("small.yaml", """
                name: small
                task: %s
                features: [{numeric: [x]}]
                model:
                  network: [%s]
                  loss: %s
                  optimizer: {sgd: {rate: 0.1}}
                  batch: {size: 2}
                """.formatted(task, layer, loss), Map.of())
                .learner();
    }

    private static Prediction prediction(String id, float p) {
        return new Prediction(
                id,
                "k",
                0,
                new Label.OfClass("a"),
                new float[] {p, 1 - p},
                null,
                Double.NaN,
                new ModelRef(0, 0, 0),
                new Source("features", 0, 0));
    }

    private static LateLabel label(String id, double y) {
        return new LateLabel("k", id, y, Double.NaN, 0, new RawRecord("labels", 0, 0, 0, null, null, List.of()));
    }
}
