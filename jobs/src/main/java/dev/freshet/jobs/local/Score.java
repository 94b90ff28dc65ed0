package dev.freshet.jobs.local;

import dev.freshet.jobs.SavepointCheck;
import dev.freshet.jobs.ScoringJob;
import dev.freshet.jobs.StartUp;
import dev.freshet.jobs.console.Steps;
import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.EnsuredTopic;
import dev.freshet.kafka.TopicReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A scoring job on the embedded cluster against the reader's own Kafka, until it is asked to stop. */
public final class Score {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Pipeline pipeline;
    private final Options options;
    private final Terminal terminal;
    private final StopRequest stop;

    /**
     * What a person may choose.
     *
     * @param parallelism where the pipeline names none
     * @param savepoint to continue from; null to begin anew
     * @param catchUp whether the models topic is read to its present end before the first answer
     */
    public record Options(int parallelism, @Nullable String savepoint, boolean catchUp) {}

    /**
     * A scoring.
     *
     * @param pipeline one that names a checkpoint directory
     * @throws dev.freshet.jobs.StartUpException if that cannot be written to
     */
    public Score(Pipeline pipeline, Options options, Terminal terminal, StopRequest stop) {
        String checkpoints = pipeline.checkpointDirectory();
        if (checkpoints == null) {
            throw new IllegalArgumentException("the pipeline must name a checkpoint directory: got null");
        }
        this.pipeline = pipeline.withCheckpointDirectory(CheckpointDirectory.ready(checkpoints));
        this.options = options;
        this.terminal = terminal;
        this.stop = stop;
    }

    /** Runs until the end. */
    public void run() throws Exception {
        Steps steps = new Steps(terminal);
        announce(steps.step("asking Kafka at " + pipeline.kafka().bootstrap(), () -> StartUp.checkScoring(pipeline)));
        if (options.savepoint() != null) {
            checkSavepoint(options.savepoint());
        }
        int parallelism = pipeline.chosenParallelism().orElse(options.parallelism());
        try (RunDirectory temporary = RunDirectory.create("freshet-score", false);
                LocalCluster cluster =
                        steps.step("starting Flink", () -> LocalCluster.start(temporary.path(), parallelism));
                TopicReader scores = new TopicReader(
                        pipeline.kafka(), List.of(pipeline.topics().scores()));
                BrokerWatch broker = new BrokerWatch(pipeline.kafka())) {
            scores.skipToEnd();
            ScoringJob job = options.catchUp() ? ScoringJob.catchingUp(pipeline) : ScoringJob.of(pipeline);
            LocalJob running = steps.step("starting the job", () -> cluster.submit(job::build, options.savepoint()));
            terminal.line("answering " + pipeline.topics().features() + " on "
                    + pipeline.topics().scores() + " with the models of "
                    + pipeline.topics().models()
                    + (options.catchUp() ? ", once they are read as far as they reach now" : ""));
            follow(running, scores, broker);
        }
    }

    private void follow(LocalJob job, TopicReader scores, BrokerWatch broker) {
        long[] answers = {0};
        while (!stop.requested() && !terminal.gone()) {
            if (job.ended()) {
                job.await();
                return;
            }
            int unused = scores.poll(POLL, score -> answers[0]++);
            broker.news().ifPresent(terminal::line);
        }
        terminal.line("stopping: saving every model");
        String savepoint = Savepoints.stop(job, pipeline.checkpointDirectory() + "/savepoints", broker);
        scores.toEnd(score -> answers[0]++);
        terminal.line(String.format(Locale.ROOT, "%,d answers since the start", answers[0]));
        terminal.line("saved in " + savepoint);
        terminal.line("to continue, add --from " + savepoint);
    }

    private void checkSavepoint(String savepoint) {
        try {
            SavepointCheck.check(pipeline, savepoint);
        } catch (IOException e) {
            throw LocalRunException.of("the job cannot be started", e);
        }
    }

    private void announce(List<EnsuredTopic> topics) {
        topics.stream()
                .filter(EnsuredTopic::created)
                .forEach(topic ->
                        terminal.line("created topic " + topic.name() + ", " + topic.partitions() + " partitions"));
    }
}
