package dev.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.Right;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class ScoringJobTest {
    private static final Pipeline PIPELINE = TestPipelines.of(
            "graph",
            RandomSpecs.network(3, 0.01),
            KafkaSettings.of("localhost:9092"),
            Path.of("target"),
            StateSettings.HEAP);

    @Test
    void everyOperatorHasTheUidThatSavepointsKnow() {
        assertThat(graph(new ScoringJob(PIPELINE, Map.of(), 0)).getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .containsExactlyInAnyOrder(
                        "features",
                        "count-features",
                        "models",
                        "spread-marks",
                        "score",
                        "scores",
                        "Sink Committer: scores");
    }

    @Test
    void scoringAndWritingShareATaskSoThatTheirOutputsCommitTogether() {
        assertThat(StreamSupport.stream(
                                graph(ScoringJob.of(PIPELINE))
                                        .getJobGraph()
                                        .getVertices()
                                        .spliterator(),
                                false)
                        .map(JobVertex::getName))
                .containsExactlyInAnyOrder(
                        "Source: features -> count-features",
                        "Source: models -> spread marks",
                        "score -> scores: Writer -> scores: Committer");
    }

    @Test
    void itsTransactionsAreNotTakenForThoseOfTheTraining() {
        DeliverySettings training = PIPELINE.delivery();
        DeliverySettings scoring = ScoringJob.delivery(PIPELINE);

        assertThat(scoring.transactionalIdPrefix())
                .isEqualTo("scoring-" + training.transactionalIdPrefix())
                .doesNotStartWith(training.transactionalIdPrefix());
        assertThat(ScoringJob.owner(PIPELINE).group())
                .isNotEqualTo(TrainingJob.owner(PIPELINE).group());
        assertThat(ScoringJob.group(PIPELINE)).isNotEqualTo(TrainingJob.group(PIPELINE));
    }

    @Test
    void itsRightsAreThoseOfItsOwnTopicsOnly() {
        assertThat(LeastRights.toScore(PIPELINE))
                .contains(
                        Right.topic(PIPELINE.topics().features(), "READ"),
                        Right.topic(PIPELINE.topics().models(), "READ"),
                        Right.topic(PIPELINE.topics().scores(), "WRITE"),
                        Right.group(ScoringJob.group(PIPELINE), "READ"))
                .doesNotContain(
                        Right.topic(PIPELINE.topics().models(), "WRITE"),
                        Right.topic(PIPELINE.topics().events(), "READ"));
    }

    private static StreamGraph graph(ScoringJob job) {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        job.build(env);
        return env.getStreamGraph();
    }
}
