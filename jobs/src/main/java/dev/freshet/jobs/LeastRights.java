package dev.freshet.jobs;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.kafka.DeliverySettings.Guarantee;
import dev.freshet.kafka.DeliverySettings.TransactionNaming;
import dev.freshet.kafka.Right;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a pipeline's user must be allowed to do, and nothing more. */
public final class LeastRights {
    private LeastRights() {}

    /** What a job needs whose topics are there. */
    public static List<Right> toRun(Pipeline pipeline) {
        PipelineTopics t = pipeline.topics();
        List<Right> rights = new ArrayList<>();
        rights.add(Right.configsOfBrokers());
        for (String input : t.learnedFrom(pipeline.labels() != null)) {
            rights.add(Right.topic(input, "READ"));
            rights.add(Right.topic(input, "DESCRIBE_CONFIGS"));
        }
        if (pipeline.commands() != null) {
            // The history, for the snapshot of a rollback.
            for (String input : List.of(t.commands(), t.modelHistory())) {
                rights.add(Right.topic(input, "READ"));
                rights.add(Right.topic(input, "DESCRIBE_CONFIGS"));
            }
        }
        // The console follows these.
        write(TrainingJob.outputs(pipeline), Set.of(t.predictions(), t.drift(), t.deadLetters()), pipeline, rights);
        rights.add(Right.group(TrainingJob.group(pipeline), "READ"));
        if (transactions(pipeline)) {
            rights.add(Right.group(TrainingJob.owner(pipeline).group(), "READ"));
            rights.add(Right.transactions(pipeline.delivery().transactionalIdPrefix(), "WRITE"));
        }
        return rights;
    }

    /** What the job that scores needs whose topics are there. */
    static List<Right> toScore(Pipeline pipeline) {
        PipelineTopics t = pipeline.topics();
        List<Right> rights = new ArrayList<>();
        rights.add(Right.configsOfBrokers());
        for (String input : List.of(t.features(), t.models())) {
            rights.add(Right.topic(input, "READ"));
            rights.add(Right.topic(input, "DESCRIBE_CONFIGS"));
        }
        write(ScoringJob.outputs(t), Set.of(), pipeline, rights);
        rights.add(Right.group(ScoringJob.group(pipeline), "READ"));
        if (transactions(pipeline)) {
            rights.add(Right.group(ScoringJob.owner(pipeline).group(), "READ"));
            rights.add(Right.transactions(ScoringJob.delivery(pipeline).transactionalIdPrefix(), "WRITE"));
        }
        return rights;
    }

    private static void write(List<String> outputs, Set<String> watched, Pipeline pipeline, List<Right> rights) {
        for (String output : outputs) {
            rights.add(Right.topic(output, "WRITE"));
            rights.add(Right.topic(output, "DESCRIBE_CONFIGS"));
            // Of the ledger, to see after a recovery what was committed; of all, where transactions are found by their
            // topics.
            boolean asked = output.equals(pipeline.topics().ledger())
                    || pipeline.delivery().naming() == TransactionNaming.POOLING;
            if (watched.contains(output) || (transactions(pipeline) && asked)) {
                rights.add(Right.topic(output, "READ"));
            }
        }
    }

    private static boolean transactions(Pipeline pipeline) {
        return pipeline.delivery().guarantee() == Guarantee.EXACTLY_ONCE;
    }

    /** As {@link #toRun}, and to create the topics where the pipeline does. */
    public static List<Right> all(Pipeline pipeline) {
        List<Right> rights = new ArrayList<>(toRun(pipeline));
        if (pipeline.scoring() != null) {
            toScore(pipeline).stream().filter(right -> !rights.contains(right)).forEach(rights::add);
        }
        if (pipeline.topics().create()) {
            StartUp.specs(pipeline).forEach(spec -> rights.add(Right.topic(spec.name(), "CREATE")));
        }
        return rights;
    }
}
