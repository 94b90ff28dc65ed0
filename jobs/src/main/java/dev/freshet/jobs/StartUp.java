package dev.freshet.jobs;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.kafka.BrokerLimits;
import dev.freshet.kafka.DeadLetters;
import dev.freshet.kafka.EnsuredTopic;
import dev.freshet.kafka.TopicSpec;
import dev.freshet.kafka.Topics;
import java.util.ArrayList;
import java.util.List;

/** What must hold before a job may start; each thing that would lose data silently later is refused here. */
public final class StartUp {
    /** A dead letter holds the whole record that was refused, and its reason; a model, its metric windows too. */
    private static final int LARGE = 8 << 20;

    private StartUp() {}

    /**
     * Asks the broker for its limits and makes the topics.
     *
     * @return the topics in the order of {@link #specs}
     * @throws StartUpException with all that forbids exactly-once
     * @throws dev.freshet.kafka.BrokerUnreachableException if no broker answers
     * @throws dev.freshet.kafka.KafkaSetupException if a topic can neither be found nor created
     */
    public static List<EnsuredTopic> check(Pipeline pipeline) {
        List<String> problems =
                pipeline.delivery().check(BrokerLimits.read(pipeline.kafka()).transactionMaxMillis());
        if (!problems.isEmpty()) {
            throw new StartUpException(problems);
        }
        List<TopicSpec> specs = specs(pipeline.topics());
        return pipeline.topics().create()
                ? Topics.ensure(pipeline.kafka(), specs)
                : Topics.require(pipeline.kafka(), specs);
    }

    /** The pipeline's topics as they are created, the events first. */
    public static List<TopicSpec> specs(PipelineTopics topics) {
        List<TopicSpec> specs = new ArrayList<>();
        specs.add(TopicSpec.of(topics.events(), topics.partitions()));
        specs.add(TopicSpec.of(topics.predictions(), topics.partitions()));
        specs.add(TopicSpec.of(topics.metrics(), topics.partitions()));
        specs.add(TopicSpec.of(topics.drift(), topics.partitions()));
        specs.add(TopicSpec.of(topics.models(), topics.partitions()).compacted().upTo(LARGE));
        specs.add(TopicSpec.of(topics.deadLetters(), topics.partitions())
                .upTo(DeadLetters.DEFAULT_MAX_BYTES + (64 << 10)));
        return specs.stream().map(spec -> spec.replicated(topics.replication())).toList();
    }
}
