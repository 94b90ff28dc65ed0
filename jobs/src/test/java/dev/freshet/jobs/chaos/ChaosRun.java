package dev.freshet.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.Replayed;
import dev.freshet.jobs.cluster.FlinkCluster;
import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.jobs.verify.Verification;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.DeliverySettings.TransactionNaming;
import dev.freshet.kafka.Reading;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.EventMapping;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * One job from its first event to its last, with faults between; then its topics against the plain loop's.
 *
 * @param parallelism at the start
 * @param faults in no order; the seed makes one
 * @param spared TaskManagers that are never killed
 */
record ChaosRun(
        String name,
        TransactionNaming naming,
        StateSettings.Backend backend,
        int parallelism,
        List<Fault> faults,
        Load load,
        int spared,
        long seed) {
    /** What its topics' names begin with. */
    static final String TOPICS = "chaos-";

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String BUDGET_SPENT = "FailureRateRestartBackoffTimeStrategy";
    /** The share of the first answers that come while the job is still warming up. */
    private static final int WARMING_UP = 5;

    private static final Duration POLL = Duration.ofMillis(100);

    /**
     * What a run that held came to.
     *
     * @param events all answered once
     * @param keys all with the plain loop's model
     * @param restarts by Flink
     * @param ended TaskManagers that ended by themselves, and were replaced
     * @param perSecond answers before the first fault, once the job was warm
     */
    record Result(long events, int keys, int restarts, int ended, double perSecond, Duration took) {}

    /** Told of each fault that the job has come back from. */
    interface Observer {
        void cameBack() throws Exception;
    }

    /** The same faults in the order of the seed. */
    private List<Fault> schedule() {
        List<Fault> order = new ArrayList<>(faults);
        Collections.shuffle(order, new Random(seed));
        return order;
    }

    /** @throws AssertionError with the seed if an answer or a model differs from the plain loop's */
    Result on(Site site) throws Exception {
        return on(site, () -> {});
    }

    /** @throws AssertionError with the seed if an answer or a model differs from the plain loop's */
    Result on(Site site, Observer observer) throws Exception {
        long begin = System.nanoTime();
        Pipeline pipeline = pipeline(site);
        ChaosJob job = new ChaosJob(pipeline, site, parallelism);
        World world = new World(site.cluster(), site.broker(), site.disk(), job, spared, new SplittableRandom(seed));
        Pipeline watched = pipeline.withKafka(site.broker().direct());
        try (Watch watch = new Watch(watched, site.cluster(), job)) {
            long sent = befall(world, watch, observer);
            job.drain();
            Replayed expected = Replayed.byOracle(watched);
            Replayed actual = Replayed.byJob(watched);
            assertThat(expected.predictions()).as("events on the topic").hasSize(Math.toIntExact(sent));
            assertThat(expected.rejections()).isEmpty();
            assertThat(actual.predictions()).isEqualTo(expected.predictions());
            assertThat(actual.models()).isEqualTo(expected.models());
            assertThat(new Verification(watched, Clock.systemUTC()).run(true).problems())
                    .as("freshet verify --replay")
                    .isEmpty();
            return new Result(
                    sent,
                    expected.models().size(),
                    watch.restarts,
                    watch.ended,
                    watch.perSecond,
                    Duration.ofNanos(System.nanoTime() - begin));
        } catch (Exception | AssertionError e) {
            job.cancel();
            throw new AssertionError("seed " + seed + ", run " + name + ": " + e.getMessage(), e);
        }
    }

    /** Events sent, all of them answered. */
    private long befall(World world, Watch watch, Observer observer) throws Exception {
        Feed feed = new Feed(watch.pipeline.kafka(), watch.pipeline.topics().events(), seed, load);
        try (feed) {
            watch.awaitFirst(feed, load.ahead());
            for (Fault fault : schedule()) {
                watch.awaitMoment(feed, world.random());
                long began = System.nanoTime();
                System.out.printf("%s: %s after %,d answers%n", name, fault, watch.answers);
                fault.strike(world);
                // Of an event that was sent after the fault: what was answered before it may be seen only now.
                watch.awaitAnswers(feed, feed.sent() + 1);
                System.out.printf("  back after %,d ms%n", (System.nanoTime() - began) / 1_000_000);
                observer.cameBack();
                watch.awaitAnswers(feed, watch.answers + load.between());
            }
        }
        watch.awaitAnswers(feed, feed.sent());
        return feed.sent();
    }

    private Pipeline pipeline(Site site) {
        String unique = TOPICS + name + "-" + Long.toHexString(System.nanoTime());
        return new Pipeline(
                unique,
                RandomSpecs.network(5, 0.01),
                EventMapping.CANONICAL,
                site.broker().proxied(),
                PipelineTopics.of(unique),
                Reading.DEFAULT,
                new DeliverySettings(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(10),
                        unique,
                        naming),
                site.disk().directory().toUri().toString(),
                0,
                new StateSettings(backend, 7));
    }

    /** Sees the answers as they are committed, and what becomes of the job. */
    private static final class Watch implements AutoCloseable {
        private final Pipeline pipeline;
        private final FlinkCluster cluster;
        private final ChaosJob job;
        private final TopicReader reader;
        private long answers;
        private int restarts;
        private int ended;
        private double perSecond;

        Watch(Pipeline pipeline, FlinkCluster cluster, ChaosJob job) {
            this.pipeline = pipeline;
            this.cluster = cluster;
            this.job = job;
            reader = new TopicReader(pipeline.kafka(), List.of(pipeline.topics().predictions()));
        }

        void awaitFirst(Feed feed, int count) {
            awaitAnswers(feed, count / WARMING_UP);
            long warm = answers;
            long began = System.nanoTime();
            awaitAnswers(feed, count);
            perSecond = (answers - warm) / ((System.nanoTime() - began) / 1e9);
        }

        void awaitAnswers(Feed feed, long count) {
            await().atMost(PATIENCE).until(() -> {
                look(feed);
                return answers >= count;
            });
            restarts = job.restarts();
        }

        /** Just after a commit, or while a checkpoint is being made. */
        void awaitMoment(Feed feed, SplittableRandom random) {
            int before = completed();
            boolean within = random.nextBoolean();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
                look(feed);
                return completed() > before + 1
                        || (within ? cluster.rest().checkpoints(job.id(), "in_progress") > 0 : completed() > before);
            });
        }

        private int completed() {
            return cluster.rest().checkpoints(job.id(), "completed");
        }

        /** A job that failed more often than its restart budget allows ends, and is started again; no other end is put up with. */
        private void look(Feed feed) throws Exception {
            answers += reader.poll(POLL, answer -> {});
            feed.answered(answers);
            ended += cluster.replaceEnded();
            if (cluster.rest().state(job.id()).equals("FAILED")) {
                String failure = cluster.rest().failure(job.id());
                assertThat(failure).as("a job that has ended").contains(BUDGET_SPENT);
                job.startAgain();
            }
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
