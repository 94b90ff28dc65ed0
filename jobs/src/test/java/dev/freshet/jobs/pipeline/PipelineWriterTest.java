package dev.freshet.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.DriftPolicy;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.drift.Adwin;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.optim.Scale;
import dev.freshet.model.optim.Trace;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineWriterTest {
    private static final long SEED = 20261123;

    @Test
    void whatIsWrittenReadsBackEqual() {
        RandomPipelines pipelines = new RandomPipelines(SEED);
        for (int i = 0; i < 1000; i++) {
            Pipeline pipeline = pipelines.next();
            String yaml = PipelineWriter.write(pipeline);

            assertThat(PipelineFile.parse("p", yaml, Map.of()))
                    .as("pipeline %d of seed %d:\n%s", i, SEED, yaml)
                    .isEqualTo(pipeline);
        }
    }

    @Test
    void aLearnerAloneIsWrittenWithEveryDefaultAroundIt() {
        RandomPipelines pipelines = new RandomPipelines(SEED);
        for (int i = 0; i < 100; i++) {
            LearnerSpec learner = pipelines.learner();
            Pipeline read = PipelineFile.parse("p", PipelineWriter.write("alone", learner), Map.of());

            assertThat(read.learner()).isEqualTo(learner);
            assertThat(read.topics()).isEqualTo(PipelineTopics.of("alone"));
        }
    }

    @Test
    void theSamplesSurviveTheirRewriting() {
        for (String yaml : Sample.all()) {
            Pipeline pipeline = Sample.parse(yaml);

            assertThat(PipelineFile.parse("p", PipelineWriter.write(pipeline), Map.of()))
                    .isEqualTo(pipeline);
        }
    }

    @Test
    void aLearnerReadsAsAPersonWouldWriteIt() {
        String yaml = """
                name: small
                task: {classes: [on-time, "no"]}
                features:
                  - {numeric: [distance], scale: standard}
                  - {category: [hour, weekday], hash: 64}
                model:
                  network:
                    - {dense: 8, activation: relu, init: he-uniform}
                    - {dense: 1, activation: sigmoid, init: zeros}
                  loss: cross-entropy
                  optimizer: {momentum: {rate: 0.2, decay: 0.9}}
                  batch: {size: 4, max-age: 10s}
                  seed: 7
                drift: {detector: {adwin: {delta: 0.002, clock: 32, buckets-per-row: 5, min-sub-window: 5, grace: 10}}}
                metrics: {window: 1000, fading: 0.999}
                """;

        assertThat(PipelineWriter.write("small", Sample.parse(yaml).learner())).isEqualTo(yaml);
    }

    @Test
    void aRuleWithoutWordsIsNamed() {
        LearnerSpec small = Sample.parse(Sample.SMALL).learner();

        assertThatThrownBy(() -> PipelineWriter.write("p", with(small, new Adwin(0.1), new Trace(0.5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a pipeline file has no words for Trace[decay=0.5]");
        assertThatThrownBy(() -> PipelineWriter.write("p", with(small, new Adwin(0.1), new Scale(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a pipeline file has no words for Scale[factor=1.0]");
    }

    @Test
    void whatAFileWouldRefuseIsNotWritten() {
        LearnerSpec small = Sample.parse(Sample.SMALL).learner();

        assertThatThrownBy(() -> PipelineWriter.write("a name", small))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "no pipeline file can say this: it:1:7 name: expected a name of 1 to 200 letters");
        assertThatThrownBy(() -> PipelineWriter.write("p", with(small, new Adwin(0.1), new Scale(-2000))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must lie in (0, 1000], found 2000.0");
    }

    private static LearnerSpec with(LearnerSpec s, Adwin detector, GradientTransform optimizer) {
        return s.toBuilder()
                .drift(DriftPolicy.watch(detector))
                .optimizer(optimizer)
                .build();
    }
}
