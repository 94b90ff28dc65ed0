package dev.freshet.jobs.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.learn.Oracle;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineFile;
import dev.freshet.jobs.replay.FlightRows;
import dev.freshet.jobs.replay.Replay;
import dev.freshet.jobs.replay.RowEvent;
import dev.freshet.kafka.EmbeddedBroker;
import dev.freshet.kafka.EventProducer;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.DecodeLimits;
import dev.freshet.wire.Event;
import dev.freshet.wire.JsonEventDecoder;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Strictness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job jar on a cluster that has nothing of ours, submitted and stopped as a person does it. */
class JobJarIT {
    private static final Path JAR = Path.of("target", "freshet-job.jar");
    private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(2);
    private static final int EVENTS = 500;
    private static final int SLOTS = 2;

    @TempDir
    Path directory;

    @Test
    void aJobStoppedAndContinuedOnAClusterAnswersAsThePlainLoopDoes() throws IOException {
        try (EmbeddedBroker broker =
                        EmbeddedBroker.in(directory.resolve("kafka")).start();
                FlinkCluster cluster = FlinkCluster.start(Files.createDirectory(directory.resolve("flink")), SLOTS);
                FlightRows flights = FlightRows.open()) {
            Path file = pipelineFile(broker.bootstrap());
            Pipeline pipeline = PipelineFile.load(file);
            List<String> arguments = List.of("-c", file.toString());

            String job = cluster.run(List.of(), JAR, arguments);
            send(pipeline, flights);
            awaitAnswers(cluster, job, pipeline, EVENTS);
            assertThat(answers(pipeline)).isEqualTo(plainLoop(pipeline));

            String savepoint = cluster.stop(job);
            String continued = cluster.run(List.of("-s", savepoint), JAR, arguments);
            send(pipeline, flights);
            awaitAnswers(cluster, continued, pipeline, 2 * EVENTS);
            assertThat(answers(pipeline)).isEqualTo(plainLoop(pipeline));
        }
    }

    private Path pipelineFile(String bootstrap) throws IOException {
        return Files.writeString(directory.resolve("pipeline.yaml"), """
                name: jar
                task: {classes: [on-time, delayed]}
                kafka: {bootstrap: "%s", topics: {partitions: 3}}
                features:
                  - {numeric: [distance], scale: standard}
                  - {category: [hour, weekday, destination], hash: 32}
                model:
                  network: [{dense: 8, activation: relu}, {dense: 2, activation: softmax}]
                  optimizer: {adam: {rate: 0.01}}
                  batch: {size: 8}
                drift: {detector: {adwin: {delta: 0.002}}}
                checkpoint: {interval: 1s, directory: "%s"}
                parallelism: %d
                """.formatted(
                        bootstrap, directory.resolve("checkpoints").toUri(), SLOTS));
    }

    private static void send(Pipeline pipeline, FlightRows flights) throws IOException {
        var learner = pipeline.learner();
        RowEvent event = new RowEvent(
                flights.header(), pipeline.events(), learner.features().schema(), learner.task());
        String topic = pipeline.topics().events();
        try (EventProducer producer = new EventProducer(pipeline.kafka())) {
            Replay.Target target =
                    (key, value) -> producer.send(new Outbound(topic, key, value, Outbound.NOW, List.of()));
            long sent = new Replay(flights, event, target, 0, EVENTS).run();
            assertThat(sent).isEqualTo(EVENTS);
        }
    }

    private static void awaitAnswers(FlinkCluster cluster, String job, Pipeline pipeline, int count) {
        try (TopicReader reader =
                new TopicReader(pipeline.kafka(), List.of(pipeline.topics().predictions()))) {
            int[] answered = {0};
            await().alias(job)
                    .atMost(ANSWERED_WITHIN)
                    .failFast(() -> assertThat(cluster.rest().failure(job)).isEmpty())
                    .until(() -> {
                        answered[0] += reader.poll(Duration.ofMillis(200), record -> {});
                        return answered[0] >= count;
                    });
        }
    }

    /** Each key's committed predictions, in their order. */
    private static Map<String, List<String>> answers(Pipeline pipeline) {
        Map<String, List<String>> answers = new TreeMap<>();
        for (RawRecord record :
                TopicReader.readAll(pipeline.kafka(), pipeline.topics().predictions())) {
            add(answers, text(record.key()), record.value());
        }
        return answers;
    }

    /** What they must be: the same events, as they lie in their topic, through a learner alone. */
    private static Map<String, List<String>> plainLoop(Pipeline pipeline) {
        var learner = pipeline.learner();
        JsonEventDecoder decoder = new JsonEventDecoder(
                pipeline.events(),
                learner.features().schema(),
                learner.task(),
                DecodeLimits.DEFAULT,
                Strictness.LENIENT);
        Oracle oracle = new Oracle(learner, pipeline.topics().events());
        Map<String, List<String>> answers = new TreeMap<>();
        for (RawRecord record :
                TopicReader.readAll(pipeline.kafka(), pipeline.topics().events())) {
            Event event = (Event) decoder.decode(record);
            add(answers, event.key(), oracle.observe(event));
        }
        return answers;
    }

    private static void add(Map<String, List<String>> answers, String key, byte @Nullable [] value) {
        answers.computeIfAbsent(key, any -> new ArrayList<>()).add(text(value));
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, UTF_8);
    }
}
