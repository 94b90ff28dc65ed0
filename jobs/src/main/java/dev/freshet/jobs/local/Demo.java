package dev.freshet.jobs.local;

import dev.freshet.jobs.StartUp;
import dev.freshet.jobs.TrainingJob;
import dev.freshet.jobs.console.ClosingBlock;
import dev.freshet.jobs.console.FinalModels;
import dev.freshet.jobs.console.LateLedger;
import dev.freshet.jobs.console.Ledger;
import dev.freshet.jobs.console.ProgressTable;
import dev.freshet.jobs.console.RunningScore;
import dev.freshet.jobs.console.Steps;
import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.replay.FlightRows;
import dev.freshet.jobs.replay.LaterLabels;
import dev.freshet.jobs.replay.Replay;
import dev.freshet.jobs.replay.RowEvent;
import dev.freshet.jobs.replay.RowSource;
import dev.freshet.jobs.replay.Rows;
import dev.freshet.kafka.EventProducer;
import dev.freshet.kafka.Stop;
import dev.freshet.kafka.TopicReader;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Task;
import dev.freshet.wire.Outbound;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The whole walk on this machine: rows are replayed into a topic while the training job learns from it, and the console
 * follows the output topics. Ends when every event has its fate, or when asked to.
 */
public final class Demo {
    /** The run is given up if no event gets its fate for so long after the last was sent. */
    private static final Duration STALL = Duration.ofSeconds(60);

    private final Pipeline pipeline;
    private final RowSource source;
    private final LocalServices services;
    private final Options options;
    private final Terminal terminal;
    private final StopRequest stop;
    private final Path directory;

    /**
     * What a person may choose.
     *
     * @param rate events per second, 0 for as fast as it goes
     * @param events most events to send
     * @param failAfter records after which the job fails once and recovers; 0 for never
     */
    public record Options(double rate, long events, long failAfter) {}

    /**
     * A demo.
     *
     * @param pipeline on the broker of {@code services}
     * @param source in the columns that the pipeline reads
     * @param directory for savepoints
     */
    public Demo(
            Pipeline pipeline,
            RowSource source,
            LocalServices services,
            Options options,
            Terminal terminal,
            StopRequest stop,
            Path directory) {
        this.pipeline = pipeline;
        this.source = source;
        this.services = services;
        this.options = options;
        this.terminal = terminal;
        this.stop = stop;
        this.directory = directory;
    }

    /** Runs to the end; whether the ledger balances. */
    public boolean run() throws Exception {
        Steps steps = new Steps(terminal);
        LocalJob job = steps.step("creating the topics and starting the job", this::start);
        terminal.line("");
        boolean regression = pipeline.learner().task() instanceof Task.Regression;
        RunningScore score = new RunningScore(pipeline.learner().metrics().window(), regression);
        ProgressTable table = new ProgressTable(terminal, score, regression, pipeline.labels() != null);
        try (EventProducer producer = new EventProducer(pipeline.kafka());
                Watch watch = new Watch(pipeline, score, table);
                Rows rows = source.open()) {
            table.begin(System.nanoTime());
            LaterLabels labels = pipeline.labels() == null ? null : labels(rows, producer);
            Replay replay = labels == null
                    ? replay(rows, producer)
                    : new Replay(rows, labels, options.rate(), options.events());
            follow(job, replay, labels, producer, watch);
            String unused = job.drain(directory.resolve("savepoints").toUri().toString());
            watch.toEnd();
            return labels == null
                    ? close(replay.sent(), watch, score, table)
                    : closeLate(replay.sent(), labels.sent(), watch, score, table);
        } catch (IOException e) {
            throw new LocalRunException("the rows cannot be read: " + e.getMessage(), e);
        }
    }

    private LocalJob start() {
        var unused = StartUp.check(pipeline);
        return services.cluster().submit(new TrainingJob(pipeline, new Stop.Never(), options.failAfter()), null);
    }

    private Replay replay(Rows rows, EventProducer producer) {
        LearnerSpec learner = pipeline.learner();
        RowEvent event = new RowEvent(
                rows.header(), pipeline.events(), learner.features().schema(), learner.task());
        return new Replay(rows, event, to(pipeline.topics().events(), producer), options.rate(), options.events());
    }

    /** Flights and, as they arrive, their labels; what has not arrived with the last departure stays unknown. */
    private LaterLabels labels(Rows rows, EventProducer producer) {
        return LaterLabels.of(
                rows.header(),
                pipeline.events(),
                pipeline.learner().features().schema(),
                pipeline.learner().task(),
                FlightRows.ARRIVAL,
                null,
                to(pipeline.topics().features(), producer),
                to(pipeline.topics().labels(), producer));
    }

    private static Replay.Target to(String topic, EventProducer producer) {
        return (key, value) -> producer.send(new Outbound(topic, key, value, Outbound.NOW, List.of()));
    }

    /** Returns once each record sent has its fate on a topic, or nothing has moved for too long. */
    private void follow(
            LocalJob job, Replay replay, @Nullable LaterLabels labels, EventProducer producer, Watch watch) {
        CompletableFuture<Long> sending =
                CompletableFuture.supplyAsync(() -> send(replay, producer), Demo::inThreadOfItsOwn);
        long answered = 0;
        long lastChange = System.nanoTime();
        while (!sending.isDone() || watch.answered() < replay.sent() + (labels == null ? 0 : labels.sent())) {
            stopIfAsked(replay);
            requireBoth(job, replay);
            watch.poll();
            if (watch.answered() != answered || !sending.isDone()) {
                answered = watch.answered();
                lastChange = System.nanoTime();
            } else if (System.nanoTime() - lastChange > STALL.toNanos()) {
                break;
            }
        }
        try {
            long unused = sending.join();
        } catch (CompletionException e) {
            throw LocalRunException.of("the replay failed", e);
        }
    }

    private void stopIfAsked(Replay replay) {
        if (replay.stopped() || !(stop.requested() || terminal.gone())) {
            return;
        }
        replay.stop();
        terminal.line("stopping: every event sent so far gets its fate first; Ctrl-C twice more ends at once");
    }

    private void requireBoth(LocalJob job, Replay replay) {
        if (job.ended()) {
            replay.stop();
            job.await();
            throw new LocalRunException("the job ended before its input did", null);
        }
        if (!services.broker().isAlive()) {
            replay.stop();
            terminal.line("the Kafka broker has ended by itself: to end without it can take two minutes");
            throw new LocalRunException(
                    "the Kafka broker ended by itself; with --keep, its log stays in "
                            + services.broker().log(),
                    null);
        }
    }

    private static void inThreadOfItsOwn(Runnable task) {
        Thread thread = new Thread(task, "freshet-replay");
        thread.setDaemon(true);
        thread.start();
    }

    private static long send(Replay replay, EventProducer producer) {
        try {
            long sent = replay.run();
            producer.flush();
            return sent;
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private boolean closeLate(long features, long labels, Watch watch, RunningScore score, ProgressTable table) {
        FinalModels models = models();
        LateLedger ledger = new LateLedger(
                features,
                labels,
                score.predictions(),
                score.repeats(),
                watch.dead(),
                watch.ofLate().fates(),
                models.totals());
        new ClosingBlock(terminal)
                .print(
                        pipeline.learner().task(),
                        ledger,
                        watch.ofLate().delays(),
                        models,
                        watch.deadByCode(),
                        table.drifts(),
                        table.elapsed());
        return ledger.balanced();
    }

    private FinalModels models() {
        FinalModels models = new FinalModels(pipeline.learnerSource().open());
        TopicReader.readAll(pipeline.kafka(), pipeline.topics().models()).forEach(record -> {
            if (record.key() != null && record.value() != null) {
                models.add(record.key(), record.value());
            }
        });
        return models;
    }

    private boolean close(long sent, Watch watch, RunningScore score, ProgressTable table) {
        FinalModels models = models();
        Ledger ledger = new Ledger(sent, score.predictions(), score.repeats(), watch.dead(), models.totals());
        new ClosingBlock(terminal)
                .print(pipeline.learner().task(), ledger, models, watch.deadByCode(), table.drifts(), table.elapsed());
        return ledger.balanced();
    }
}
