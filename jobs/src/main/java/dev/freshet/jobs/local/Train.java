package dev.freshet.jobs.local;

import dev.freshet.jobs.SavepointCheck;
import dev.freshet.jobs.StartUp;
import dev.freshet.jobs.TrainingJob;
import dev.freshet.jobs.console.ClosingBlock;
import dev.freshet.jobs.console.FinalModels;
import dev.freshet.jobs.console.ProgressTable;
import dev.freshet.jobs.console.RunningScore;
import dev.freshet.jobs.console.Steps;
import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.EnsuredTopic;
import dev.freshet.kafka.Stop;
import dev.freshet.kafka.TopicReader;
import dev.freshet.model.Task;
import dev.freshet.wire.LedgerRow;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A training job on the embedded cluster against the reader's own Kafka, until it is asked to stop or its input ends. */
public final class Train {
    private final Pipeline pipeline;
    private final Options options;
    private final Terminal terminal;
    private final StopRequest stop;

    /**
     * What a person may choose.
     *
     * @param parallelism where the pipeline names none
     * @param savepoint to continue from; null to begin anew
     * @param toEnd whether to end where the events topic ends at the start, and to publish every model there
     */
    public record Options(int parallelism, @Nullable String savepoint, boolean toEnd) {}

    /**
     * A training.
     *
     * @param pipeline one that names a checkpoint directory
     * @throws dev.freshet.jobs.StartUpException if that cannot be written to
     */
    public Train(Pipeline pipeline, Options options, Terminal terminal, StopRequest stop) {
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
        announce(steps.step("asking Kafka at " + pipeline.kafka().bootstrap(), () -> StartUp.check(pipeline)));
        if (options.savepoint() != null) {
            checkSavepoint(options.savepoint());
        }
        RunningScore score = new RunningScore(pipeline.learner().metrics().window(), regression());
        ProgressTable table = new ProgressTable(terminal, score, regression());
        try (RunDirectory temporary = RunDirectory.create("freshet-train", false);
                LocalCluster cluster = steps.step("starting Flink", () -> start(temporary));
                Watch watch = new Watch(pipeline, score, table);
                BrokerWatch broker = new BrokerWatch(pipeline.kafka())) {
            watch.fromNowOn();
            Stop end = options.toEnd()
                    ? new Stop.Before(TopicReader.ends(pipeline.kafka(), inputs().get(0)))
                    : new Stop.Never();
            LocalJob job = steps.step(
                    "starting the job", () -> cluster.submit(new TrainingJob(pipeline, end, 0), options.savepoint()));
            terminal.line("");
            table.begin(System.nanoTime());
            String savepoint = follow(job, watch, broker);
            watch.toEnd();
            report(score, watch, table, savepoint);
        }
    }

    private void checkSavepoint(String savepoint) {
        try {
            SavepointCheck.check(pipeline, savepoint);
        } catch (IOException e) {
            throw LocalRunException.of("the job cannot be started", e);
        }
    }

    private LocalCluster start(RunDirectory temporary) {
        return LocalCluster.start(temporary.path(), parallelism());
    }

    private boolean regression() {
        return pipeline.learner().task() instanceof Task.Regression;
    }

    private int parallelism() {
        return pipeline.chosenParallelism().orElse(options.parallelism());
    }

    /** Returns the savepoint's path, or null if the job ended by itself. */
    private @Nullable String follow(LocalJob job, Watch watch, BrokerWatch broker) {
        while (!stop.requested() && !terminal.gone()) {
            if (job.ended()) {
                job.await();
                return null;
            }
            watch.poll();
            broker.news().ifPresent(terminal::line);
        }
        terminal.line("stopping: saving every model");
        return Savepoints.stop(job, pipeline.checkpointDirectory() + "/savepoints", broker);
    }

    private void announce(List<EnsuredTopic> topics) {
        for (EnsuredTopic topic : topics) {
            if (topic.created()) {
                terminal.line("created topic " + topic.name() + ", " + topic.partitions() + " partitions");
            }
        }
        int partitions = topics.get(0).partitions();
        int parallelism = parallelism();
        if (partitions < parallelism) {
            terminal.line("topic " + topics.get(0).name() + " has " + partitions + " partitions: of the " + parallelism
                    + " source subtasks " + (parallelism - partitions) + " will be idle");
        }
        terminal.line(
                options.savepoint() == null
                        ? "reading " + String.join(" and ", inputs()) + " from " + start() + ", with new models"
                        : "continuing from " + options.savepoint());
    }

    /** The topics that it learns from; it ends where the first of them does. */
    private List<String> inputs() {
        return pipeline.topics().learnedFrom(pipeline.labels() != null);
    }

    private String start() {
        return switch (pipeline.reading().start()) {
            case EARLIEST -> "its beginning";
            case LATEST -> "its end";
            case COMMITTED -> "the offsets committed by group " + TrainingJob.group(pipeline);
        };
    }

    private FinalModels published() {
        FinalModels models = new FinalModels(pipeline.learnerSource().open());
        TopicReader.readAll(pipeline.kafka(), pipeline.topics().models()).forEach(record -> {
            if (record.key() != null && record.value() != null) {
                models.add(record.key(), record.value());
            }
        });
        return models;
    }

    private void report(RunningScore score, Watch watch, ProgressTable table, @Nullable String savepoint) {
        terminal.line("");
        terminal.line(String.format(
                Locale.ROOT,
                "%,d predictions since the start, %,d dead letters%s, %,d drift alarms",
                score.predictions(),
                watch.dead(),
                watch.dead() == 0 ? "" : " " + watch.deadByCode(),
                table.drifts()));
        if (pipeline.labels() != null) {
            LedgerRow.Labels labels = watch.ofLate().fates().labels();
            terminal.line(String.format(
                    Locale.ROOT,
                    "%,d labels joined since the start, %,d duplicate, %,d dead; %s",
                    labels.joined(),
                    labels.duplicates(),
                    labels.dead(),
                    "average loss and accuracy are of the predictions as they were served"));
        }
        if (score.repeats() > 0) {
            terminal.line(score.repeats() + " records were answered more than once");
        }
        if (watch.unreadable() > 0) {
            terminal.line(watch.unreadable() + " records of the output topics are of another kind");
        }
        if (savepoint == null) {
            new ClosingBlock(terminal).print(pipeline.learner().task(), published());
            terminal.line("the input has ended; every model is on "
                    + pipeline.topics().models());
        } else {
            terminal.line("saved in " + savepoint);
            terminal.line("to continue, add --from " + savepoint);
        }
    }
}
