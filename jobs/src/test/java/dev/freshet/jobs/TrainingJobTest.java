package dev.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.learn.LabelRules;
import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.learn.SavepointFile;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.Right;
import dev.freshet.kafka.Stop;
import dev.freshet.kafka.TopicSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class TrainingJobTest {
    private static final Pipeline PIPELINE = TestPipelines.of(
            "graph",
            RandomSpecs.network(3, 0.01),
            KafkaSettings.of("localhost:9092"),
            Path.of("target"),
            StateSettings.HEAP);

    @Test
    void everyOperatorHasTheUidThatSavepointsKnow() throws Exception {
        assertThat(graph(PIPELINE, 0).getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .containsExactlyInAnyOrderElementsOf(SavepointFile.operators().keySet());
        assertThat(graph(PIPELINE, 1).getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .contains("fail-once");
    }

    @Test
    void whereLabelsComeLaterItReadsFeaturesAndLabelsAndNoEvents() {
        Pipeline late = PIPELINE.withLabels(LabelRules.DEFAULT);

        assertThat(graph(late, 0).getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .contains("features", "count-features", "labels", "count-labels", "learn", "outputs")
                .doesNotContain("events", "count");
        assertThat(StartUp.specs(late).stream().map(TopicSpec::name))
                .startsWith(late.topics().features(), late.topics().labels())
                .doesNotContain(late.topics().events());
        assertThat(LeastRights.toRun(late))
                .contains(
                        Right.topic(late.topics().features(), "READ"),
                        Right.topic(late.topics().labels(), "READ"))
                .doesNotContain(Right.topic(late.topics().events(), "READ"));
    }

    @Test
    void noRecordGoesThroughKryo() {
        StreamGraph graph = graph(PIPELINE, 1);
        Stream<TypeSerializer<?>> between = graph.getStreamNodes().stream()
                .flatMap(node -> Stream.concat(
                        Stream.of(node.getTypeSerializersIn()),
                        Stream.of(node.getTypeSerializerOut(), node.getStateKeySerializer())));

        assertThat(between.filter(serializer -> serializer != null))
                .hasSizeGreaterThan(5)
                .noneMatch(KryoSerializer.class::isInstance);
        assertThat(graph.getExecutionConfig().getSerializerConfig().hasGenericTypesDisabled())
                .isTrue();
    }

    @Test
    void learningAndWritingShareATaskSoThatTheirOutputsCommitTogether() {
        List<JobVertex> vertices = StreamSupport.stream(
                        graph(PIPELINE, 0).getJobGraph().getVertices().spliterator(), false)
                .toList();

        assertThat(vertices)
                .extracting(JobVertex::getName)
                .containsExactlyInAnyOrder("Source: events -> count", "learn -> outputs: Writer -> outputs: Committer");
    }

    @Test
    void theSettingsThatTheLawsRestOnAreInTheConfiguration() {
        Configuration flink = FlinkSettings.of(PIPELINE);

        assertThat(flink.get(PipelineOptions.OBJECT_REUSE)).isTrue();
        assertThat(flink.get(PipelineOptions.GENERIC_TYPES)).isFalse();
        assertThat(flink.get(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE))
                .isEqualTo(CheckpointingMode.EXACTLY_ONCE);
        assertThat(flink.get(CheckpointingOptions.ENABLE_UNALIGNED)).isFalse();
        assertThat(flink.get(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH))
                .isTrue();
        assertThat(flink.get(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION))
                .isEqualTo(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    }

    @Test
    void theSettingsOfThePipelineAreInTheConfiguration() {
        Pipeline pipeline = TestPipelines.of(
                "graph",
                PIPELINE.learner(),
                PIPELINE.kafka(),
                Path.of("target"),
                new StateSettings(StateSettings.Backend.ROCKSDB, 9));
        Configuration flink = FlinkSettings.of(pipeline);

        assertThat(flink.get(PipelineOptions.NAME)).isEqualTo("freshet train " + pipeline.name());
        assertThat(flink.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("rocksdb");
        assertThat(flink.get(CheckpointingOptions.CHECKPOINTING_INTERVAL)).isEqualTo(Duration.ofMillis(200));
        assertThat(flink.get(CheckpointingOptions.CHECKPOINTING_TIMEOUT)).isEqualTo(Duration.ofSeconds(60));
        assertThat(flink.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY)).isEqualTo(pipeline.checkpointDirectory());
        assertThat(flink.get(RestartStrategyOptions.RESTART_STRATEGY)).isEqualTo("failure-rate");
        assertThat(flink.get(RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_FAILURE_RATE_INTERVAL))
                .isEqualTo(pipeline.delivery().restartBudget());
        assertThat(FlinkSettings.of(PIPELINE).get(StateBackendOptions.STATE_BACKEND))
                .isEqualTo("hashmap");
    }

    @Test
    void aClusterThatPrefersUnalignedCheckpointsDoesNotGetThem() {
        Configuration cluster = new Configuration();
        cluster.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(cluster);
        TrainingJob.of(PIPELINE).build(env);

        assertThat(env.getCheckpointConfig().isUnalignedCheckpointsEnabled()).isFalse();
        assertThat(env.getCheckpointConfig().getCheckpointingConsistencyMode())
                .isEqualTo(CheckpointingMode.EXACTLY_ONCE);
        assertThat(env.getConfig().isObjectReuseEnabled()).isTrue();
    }

    @Test
    void aClusterThatPutsUpWithFailedOrSeldomCheckpointsDoesNotLetTransactionsGrowOld() {
        Configuration cluster = new Configuration();
        cluster.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 100);
        cluster.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, Duration.ofMinutes(30));
        cluster.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMinutes(30));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(cluster);
        TrainingJob.of(PIPELINE).build(env);

        assertThat(env.getCheckpointConfig().getTolerableCheckpointFailureNumber())
                .isZero();
        assertThat(env.getCheckpointConfig().getMinPauseBetweenCheckpoints()).isZero();
        assertThat(env.getCheckpointConfig().getCheckpointInterval()).isEqualTo(200);
    }

    @Test
    void withoutADirectoryTheClustersOwnIsLeftAlone() {
        Configuration flink = FlinkSettings.of(PIPELINE.withCheckpointDirectory(null));

        assertThat(flink.contains(CheckpointingOptions.CHECKPOINTS_DIRECTORY)).isFalse();
        assertThat(flink.contains(CheckpointingOptions.CHECKPOINT_STORAGE)).isFalse();
    }

    private static StreamGraph graph(Pipeline pipeline, long failAfter) {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
        env.setParallelism(2);
        new TrainingJob(pipeline, new Stop.Never(), failAfter).build(env);
        return env.getStreamGraph(false);
    }
}
