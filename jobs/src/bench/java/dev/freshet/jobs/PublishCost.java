package dev.freshet.jobs;

import com.sun.management.OperatingSystemMXBean;
import dev.freshet.jobs.learn.PublishRules;
import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.kafka.Stop;
import dev.freshet.kafka.TopicReader;
import dev.freshet.model.Activation;
import dev.freshet.model.BatchPolicy;
import dev.freshet.model.Dense;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Sequential;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What publishing costs training: the same events through the same job, with the default rules and at the end only, in turn. The
 * time is the processor's that this process takes, as the machine may be shared; the broker is another process.
 */
final class PublishCost {
    private static final LearnerSpec SPEC = RandomSpecs.network(64, 0.01).toBuilder()
            .network(Sequential.of(
                    new Dense(64, Activation.RELU), new Dense(32, Activation.RELU), new Dense(1, Activation.SIGMOID)))
            .batch(BatchPolicy.ofSize(32))
            .build();

    private PublishCost() {}

    /** @param arguments events per run, 2,000,000 unless given; rounds, 5 unless given */
    public static void main(String[] arguments) throws Exception {
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        Path directory = Files.createTempDirectory(Path.of("target"), "publish-");
        Pipeline first = pipeline(directory, PublishRules.AT_END);
        var topics = StartUp.check(first);
        System.out.println(events + " events to " + topics.get(0).name());
        new GeneratedEvents(1).send(first.kafka(), first.topics().events(), events);
        double unused = cpuMicros(
                TestPipelines.reading(first.topics().events(), pipeline(directory, PublishRules.DEFAULT)), events);
        List<Double> with = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Pipeline publishing =
                    TestPipelines.reading(first.topics().events(), pipeline(directory, PublishRules.DEFAULT));
            with.add(cpuMicros(publishing, events));
            without.add(cpuMicros(
                    TestPipelines.reading(first.topics().events(), pipeline(directory, PublishRules.AT_END)), events));
            System.out.printf(
                    "round %d: %.2f and %.2f CPU us/event; %d models published%n",
                    round + 1,
                    with.get(round),
                    without.get(round),
                    TopicReader.readAll(publishing.kafka(), publishing.topics().modelHistory())
                            .size());
        }
        double a = median(with);
        double b = median(without);
        System.out.printf("median: %.2f publishing, %.2f at the end only: %+.1f %%%n", a, b, 100 * (a / b - 1));
        System.exit(0);
    }

    private static double cpuMicros(Pipeline pipeline, int events) throws Exception {
        var unused = StartUp.check(pipeline);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        System.gc();
        long begin = system.getProcessCpuTime();
        try (TestCluster.Running job = TestCluster.start(new TrainingJob(pipeline, new Stop.Latest(), 0), 1)) {
            job.await();
        }
        return (system.getProcessCpuTime() - begin) / 1e3 / events;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static Pipeline pipeline(Path directory, PublishRules publish) {
        return TestPipelines.of("publish", SPEC, TestBroker.settings(), directory, StateSettings.HEAP)
                .withPublish(publish);
    }
}
