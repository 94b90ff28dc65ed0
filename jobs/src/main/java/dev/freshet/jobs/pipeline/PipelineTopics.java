package dev.freshet.jobs.pipeline;

import dev.freshet.kafka.TopicSpec;
import java.io.Serializable;
import java.util.List;

/**
 * Names of a pipeline's topics, all different, and how those that are missing are created.
 *
 * @param events the only one that is read
 * @param replication {@link TopicSpec#BROKER_DEFAULT} to let the broker decide
 * @param create whether missing topics are created at start-up
 */
public record PipelineTopics(
        String events,
        String predictions,
        String metrics,
        String drift,
        String models,
        String deadLetters,
        String ledger,
        int partitions,
        int replication,
        boolean create)
        implements Serializable {

    static final int PARTITIONS = 4;

    public PipelineTopics {
        List<String> names = List.of(events, predictions, metrics, drift, models, deadLetters, ledger);
        for (int i = 0; i < names.size(); i++) {
            TopicSpec.requireLegal(names.get(i));
            if (names.indexOf(names.get(i)) < i) {
                throw new IllegalArgumentException("topics must differ: got " + names.get(i) + " twice");
            }
        }
        TopicSpec.of(events, partitions).replicated(replication);
    }

    /** {@code name.events}, {@code name.predictions} and so on. */
    public static PipelineTopics of(String name) {
        return new PipelineTopics(
                name + ".events",
                name + ".predictions",
                name + ".metrics",
                name + ".drift",
                name + ".models",
                name + ".dead-letters",
                name + ".ledger",
                PARTITIONS,
                TopicSpec.BROKER_DEFAULT,
                true);
    }
}
