package dev.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.kafka.EnsuredTopic;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.TopicSpec;
import dev.freshet.model.Activation;
import dev.freshet.model.Dense;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Sequential;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.model.eval.Views;
import dev.freshet.wire.JsonLedger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartUpTest {
    private static final LearnerSpec SMALL = RandomSpecs.network(3, 0.01);

    @Test
    void theModelsTopicTakesTheLongestSnapshot() {
        Pipeline large = pipeline(withWindow(900_000));
        long longest = SnapshotCodec.maxBytes(large.learner(), 256);

        assertThat(longest).isBetween(14_400_000L, 14_500_000L);
        assertThat(problems(large)).isEmpty();
        assertThat(models(large).maxMessageBytes()).isBetween((int) longest + 60_000, (int) longest + 70_000);
        assertThat(models(pipeline(SMALL)).maxMessageBytes()).isEqualTo(8 << 20);
    }

    @Test
    void aModelThatNoRecordHoldsIsRefused() {
        Pipeline tooLarge = pipeline(withTwoHiddenLayers(2_000));

        assertThat(problems(tooLarge))
                .singleElement()
                .asString()
                .startsWith("a model's snapshot must be <= 33488896 bytes to fit a record of topic "
                        + tooLarge.topics().models() + ": it may grow to ");
    }

    @Test
    void aHistoryThatDoesNotTakeTheLongestModelIsRefusedWithBothSizes() {
        Pipeline pipeline = pipeline(SMALL);
        List<String> problems = new ArrayList<>();
        int needed = (int) SnapshotCodec.maxBytes(SMALL, 256) + (64 << 10);
        List<EnsuredTopic> topics = List.of(
                new EnsuredTopic(pipeline.topics().models(), 4, false, needed),
                new EnsuredTopic(pipeline.topics().modelHistory(), 4, false, needed - 1));

        StartUp.checkSizes(pipeline, topics, problems);

        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("topic " + pipeline.topics().modelHistory() + " must take records of " + needed
                        + " bytes: its max.message.bytes is " + (needed - 1));
    }

    @Test
    void theLedgersTopicTakesTheRowOfASubtaskThatReadsEveryPartition() {
        Pipeline pipeline = pipeline(SMALL);
        int row = JsonLedger.maxBytes(pipeline.topics().events(), 1_000) + 1_024;

        assertThat(problems(pipeline, 1_000, row)).isEmpty();
        assertThat(problems(pipeline, 1_000, row - 1))
                .singleElement()
                .asString()
                .startsWith("topic " + pipeline.topics().ledger() + " must take records of " + row
                        + " bytes: its max.message.bytes is " + (row - 1) + "; raise it with kafka-configs.sh ");
    }

    private static List<String> problems(Pipeline pipeline, int partitions, int ledgerTakes) {
        List<String> problems = new ArrayList<>();
        StartUp.checkSizes(
                pipeline,
                List.of(
                        new EnsuredTopic(pipeline.topics().events(), partitions, false, 1 << 20),
                        new EnsuredTopic(pipeline.topics().ledger(), 4, false, ledgerTakes)),
                problems);
        return problems;
    }

    private static List<String> problems(Pipeline pipeline) {
        List<String> problems = new ArrayList<>();
        StartUp.checkModel(pipeline, problems);
        return problems;
    }

    private static TopicSpec models(Pipeline pipeline) {
        return StartUp.specs(pipeline).stream()
                .filter(spec -> spec.name().equals(pipeline.topics().models()))
                .findFirst()
                .orElseThrow();
    }

    private static LearnerSpec withTwoHiddenLayers(int units) {
        Dense hidden = new Dense(units, Activation.TANH);
        return SMALL.toBuilder()
                .network(Sequential.of(hidden, hidden, new Dense(1, Activation.SIGMOID)))
                .build();
    }

    private static LearnerSpec withWindow(int window) {
        return SMALL.toBuilder().metrics(new Views(window, 0.99)).build();
    }

    private static Pipeline pipeline(LearnerSpec learner) {
        return TestPipelines.of(
                "start", learner, KafkaSettings.of("localhost:9092"), Path.of("target"), StateSettings.HEAP);
    }
}
