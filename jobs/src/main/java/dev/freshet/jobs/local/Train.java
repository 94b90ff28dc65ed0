package dev.freshet.jobs.local;

import dev.freshet.jobs.StartUp;
import dev.freshet.jobs.TrainingJob;
import dev.freshet.jobs.console.ProgressTable;
import dev.freshet.jobs.console.RunningScore;
import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.EnsuredTopic;
import dev.freshet.kafka.Stop;
import dev.freshet.model.Task;
import java.nio.file.Path;
import java.util.List;
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

    /** @param pipeline one that names a checkpoint directory */
    public Train(Pipeline pipeline, Options options, Terminal terminal, StopRequest stop) {
        this.pipeline = pipeline;
        this.options = options;
        this.terminal = terminal;
        this.stop = stop;
    }

    /** Runs until the end. */
    public void run() {
        announce(StartUp.check(pipeline));
        boolean regression = pipeline.learner().task() instanceof Task.Regression;
        RunningScore score = new RunningScore(pipeline.learner().metrics().window(), regression);
        ProgressTable table = new ProgressTable(terminal, score, regression);
        try (Watch watch = new Watch(pipeline, score, table)) {
            watch.fromNowOn();
            Stop end = options.toEnd() ? new Stop.Latest() : new Stop.Never();
            LocalJob job = LocalJob.start(
                    new TrainingJob(pipeline, end, 0), options.parallelism(), options.savepoint());
            try {
                table.header();
                String savepoint = follow(job, watch);
                watch.toEnd();
                report(score, watch, table, savepoint);
            } finally {
                job.cancel();
            }
        }
    }

    /** Returns the savepoint's path, or null if the job ended by itself. */
    private @Nullable String follow(LocalJob job, Watch watch) {
        while (!stop.requested()) {
            if (job.ended()) {
                job.await();
                return null;
            }
            watch.poll();
        }
        return job.stop(savepoints());
    }

    private String savepoints() {
        String checkpoints = pipeline.checkpointDirectory();
        return checkpoints == null ? Path.of("savepoints").toUri().toString() : checkpoints + "/savepoints";
    }

    private void announce(List<EnsuredTopic> topics) {
        for (EnsuredTopic topic : topics) {
            if (topic.created()) {
                terminal.out().println("created topic " + topic.name() + ", " + topic.partitions() + " partitions");
            }
        }
        int partitions = topics.get(0).partitions();
        int parallelism = pipeline.chosenParallelism().orElse(options.parallelism());
        if (partitions < parallelism) {
            terminal.out().println("topic " + topics.get(0).name() + " has " + partitions + " partitions: of the "
                    + parallelism + " source subtasks " + (parallelism - partitions) + " will be idle");
        }
        terminal.out().println(
                options.savepoint() == null
                        ? "reading " + pipeline.topics().events() + " from " + start() + ", with new models"
                        : "continuing from " + options.savepoint());
        terminal.out().println();
    }

    private String start() {
        return switch (pipeline.start()) {
            case EARLIEST -> "its beginning";
            case LATEST -> "its end";
            case COMMITTED -> "the offsets committed by group " + TrainingJob.group(pipeline);
        };
    }

    private void report(RunningScore score, Watch watch, ProgressTable table, @Nullable String savepoint) {
        var out = terminal.out();
        out.println();
        out.printf(
                "predicted %,d (answered twice: %,d), dead letters %,d %s, drift alarms %,d%n",
                score.predictions(), score.repeats(), watch.dead(), watch.deadByCode(), table.drifts());
        out.println(
                savepoint == null
                        ? "the input has ended; every model is on " + pipeline.topics().models()
                        : "saved in " + savepoint + "\ncontinue with --from " + savepoint);
    }
}
