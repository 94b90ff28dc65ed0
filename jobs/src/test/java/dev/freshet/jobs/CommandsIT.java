package dev.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.control.Control;
import dev.freshet.jobs.learn.CommandRules;
import dev.freshet.jobs.learn.PublishRules;
import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.local.LocalRunException;
import dev.freshet.jobs.models.Published;
import dev.freshet.jobs.models.PublishedModels;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.jobs.rebuild.ModelRebuild;
import dev.freshet.jobs.rebuild.Moment;
import dev.freshet.jobs.verify.Verification;
import dev.freshet.jobs.verify.VerifyReport;
import dev.freshet.kafka.Stop;
import dev.freshet.kafka.TopicReader;
import dev.freshet.model.Action;
import dev.freshet.model.PlannedAction;
import dev.freshet.wire.Command;
import dev.freshet.wire.CommandAck;
import dev.freshet.wire.JsonCommandDecoder;
import dev.freshet.wire.JsonCommands;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Sha256;
import dev.freshet.wire.Source;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands to the models of a job that runs on a real broker. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandsIT {
    private static final int WAVE = 3_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    void aJobThatFailsAmongCommandsEndsAtWhatItsAcknowledgementsSayAndBalances() throws Exception {
        Pipeline pipeline = TestPipelines.of(
                        "commanded", RandomSpecs.network(5, 0.05), TestBroker.settings(), directory, StateSettings.HEAP)
                .withCommands(CommandRules.DEFAULT)
                .withPublish(new PublishRules(4, 0, false));
        assertThat(StartUp.check(pipeline)).isNotEmpty();
        Control control = new Control(pipeline);
        GeneratedEvents events = new GeneratedEvents(3);
        send(control, "c0", "station 9", "erase", null, false);
        try (TestCluster.Running job =
                TestCluster.start(new TrainingJob(pipeline, new Stop.Never(), WAVE + WAVE / 2), 2)) {
            events.send(pipeline.kafka(), pipeline.topics().events(), WAVE);
            job.awaitAnswers(pipeline, WAVE);
            send(control, "c1", "station 1", "freeze", null, false);
            send(control, "c2", "station 2", "set-rate", new Action.SetRate(0.1), false);
            send(control, "c3", "station 3", "reset", null, true);
            send(control, "c4", "station 4", "rollback", null, false);
            send(control, "c5", "station 5", "erase", null, false);
            send(control, "c6", "station 6", "reset", null, false);
            var unused = control.send(
                    "c8",
                    "station 8",
                    "rollback",
                    null,
                    new Command.SnapshotPlace(0, 1_000_000, "ab".repeat(32)),
                    PlannedAction.NOW,
                    Command.ANY,
                    false);
            events.send(pipeline.kafka(), pipeline.topics().events(), WAVE);
            job.awaitAnswers(pipeline, 2 * WAVE);
            assertThat(settled(control, "station 1", "c1")).isEqualTo(CommandAck.Status.DONE);
            send(control, "c1", "station 1", "resume", null, false);
            send(control, "c7", "station 1", "resume", null, false);
            events.send(pipeline.kafka(), pipeline.topics().events(), WAVE);
            job.awaitAnswers(pipeline, 3 * WAVE);
            for (int n : List.of(2, 3, 4, 5)) {
                assertThat(settled(control, "station " + n, "c" + n))
                        .as("c" + n)
                        .isEqualTo(CommandAck.Status.DONE);
            }
            assertThat(settled(control, "station 1", "c7")).isEqualTo(CommandAck.Status.DONE);
            assertThat(settled(control, "station 6", "c6"))
                    .as("a reset that expects nothing")
                    .isEqualTo(CommandAck.Status.REJECTED);
            assertThat(answered(pipeline, CommandAck.Status.DUPLICATE))
                    .as("the second c1")
                    .containsExactly("c1");
            assertThat(answered(pipeline, CommandAck.Status.DONE))
                    .as("what was asked before the job began")
                    .doesNotContain("c0");
            assertThat(settled(control, "station 8", "c8"))
                    .as("a missing snapshot")
                    .isEqualTo(CommandAck.Status.REJECTED);
            assertThat(job.restarts()).as("restarts").isEqualTo(1);
            job.drain(directory.toUri().toString());
        }

        VerifyReport report = new Verification(pipeline, Clock.systemUTC()).run(true);

        assertThat(report.problems()).isEmpty();
        assertThat(TopicReader.readAll(pipeline.kafka(), pipeline.topics().models()))
                .as("the tombstone of the key that was erased")
                .anyMatch(record -> record.value() == null && key(record).equals("station 5"));
        theModelsOfAnyMomentCanBeRebuilt(pipeline);
    }

    private static void theModelsOfAnyMomentCanBeRebuilt(Pipeline pipeline) throws Exception {
        for (String key : List.of("station 2", "station 3", "station 4", "station 5")) {
            List<Published> history = new PublishedModels(pipeline).history(key);
            Published last = published(history, "steps");
            ModelRebuild rebuild = new ModelRebuild(pipeline, key);

            assertThat(rebuild.at(behind(last), 0L).published())
                    .as("learned anew from the first record of " + key)
                    .isEqualTo(last);
            assertThat(rebuild.at(behind(last), last.step() - 1).published())
                    .as("learned anew from another model of " + key)
                    .isEqualTo(last);
            assertThat(Sha256.hex(rebuild.at(new Moment.Before(Long.MAX_VALUE / 2), null)
                            .snapshot()))
                    .as("the model that the job left of " + key)
                    .isEqualTo(published(history, "end").header("sha256"));
        }
        Published first = new PublishedModels(pipeline).history("station 5").get(0);
        assertThatThrownBy(() -> new ModelRebuild(pipeline, "station 5")
                        .at(new Moment.Behind(source(first).partition(), 0), null))
                .as("before the erasure")
                .hasMessageContaining("was erased behind")
                .hasMessageContaining("is forgotten");
        aReplayThatLacksASnapshotIsSaidToBeImpossible(pipeline);
        whatRetentionHasDeletedIsNamed(pipeline);
        acknowledgementsThatAreGoneRaiseNoAlarm(pipeline);
    }

    private static void aReplayThatLacksASnapshotIsSaidToBeImpossible(Pipeline pipeline) throws Exception {
        JsonCommandDecoder decoder = new JsonCommandDecoder(1 << 20);
        Command rollback = TopicReader.readAll(
                        pipeline.kafka(), pipeline.topics().commands())
                .stream()
                .map(record -> (Command) decoder.decode(record))
                .filter(command -> command.id().equals("c4"))
                .findAny()
                .orElseThrow();
        Command.SnapshotPlace place = Objects.requireNonNull(rollback.place());
        delete(pipeline, pipeline.topics().modelHistory(), place.partition(), place.offset() + 1);

        VerifyReport report = new Verification(pipeline, Clock.systemUTC()).run(true);

        assertThat(report.problems()).isEmpty();
        assertThat(printed(report))
                .contains("not possible: it is not known any more what 1 accepted commands do, the first at topic "
                        + rollback.raw().topic() + ", partition "
                        + rollback.raw().partition() + ", offset "
                        + rollback.raw().offset() + ": no snapshot lies at partition " + place.partition());
    }

    private static void acknowledgementsThatAreGoneRaiseNoAlarm(Pipeline pipeline) throws Exception {
        String topic = pipeline.topics().commandAcks();
        for (Map.Entry<Integer, Long> end :
                TopicReader.ends(pipeline.kafka(), topic).entrySet()) {
            delete(pipeline, topic, end.getKey(), end.getValue());
        }

        VerifyReport report = new Verification(pipeline, Clock.systemUTC()).run(true);

        assertThat(report.problems()).isEmpty();
        assertThat(printed(report)).contains("not checked");
    }

    private static String printed(VerifyReport report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        report.print(Terminal.of(new PrintStream(bytes, true, StandardCharsets.UTF_8), Map.of()));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void delete(Pipeline pipeline, String topic, int partition, long before) throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", pipeline.kafka().bootstrap()))) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get();
        }
    }

    private static void whatRetentionHasDeletedIsNamed(Pipeline pipeline) throws Exception {
        Published last = published(new PublishedModels(pipeline).history("station 2"), "steps");
        Source source = source(last);
        delete(pipeline, source.topic(), source.partition(), source.offset());
        ModelRebuild rebuild = new ModelRebuild(pipeline, "station 2");

        assertThat(rebuild.at(behind(last), null).published()).isEqualTo(last);
        assertThatThrownBy(() -> rebuild.at(behind(last), 0L))
                .isInstanceOf(LocalRunException.class)
                .hasMessageContaining("topic " + source.topic() + ", partition " + source.partition()
                        + " no longer holds offsets 0 to " + (source.offset() - 1));
    }

    private static Published published(List<Published> history, String reason) {
        return history.stream()
                .filter(each -> reason.equals(each.header("reason")))
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    private static Moment behind(Published published) {
        Source source = source(published);
        return new Moment.Behind(source.partition(), source.offset());
    }

    private static Source source(Published published) {
        return Objects.requireNonNull(published.source());
    }

    private static void send(
            Control control, String id, String key, String word, @Nullable Action action, boolean force) {
        Command.SnapshotPlace place = word.equals("rollback") ? control.snapshot(key, null) : null;
        var unused = control.send(id, key, word, action, place, PlannedAction.NOW, Command.ANY, force);
    }

    private static CommandAck.Status settled(Control control, String key, String id) {
        List<CommandAck> acks = control.await(key, id, Map.of(), PATIENCE, ack -> {});
        return acks.get(acks.size() - 1).status();
    }

    private static List<String> answered(Pipeline pipeline, CommandAck.Status how) {
        return TopicReader.readAll(pipeline.kafka(), pipeline.topics().commandAcks()).stream()
                .map(record -> JsonCommands.readAck(Objects.requireNonNull(record.value())))
                .filter(ack -> ack.status() == how)
                .map(CommandAck::id)
                .toList();
    }

    private static String key(RawRecord record) {
        return new String(Objects.requireNonNull(record.key()), StandardCharsets.UTF_8);
    }
}
