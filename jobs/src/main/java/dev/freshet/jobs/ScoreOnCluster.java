package dev.freshet.jobs;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineFile;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The scoring job's entry point in the job jar, for {@code flink run -c dev.freshet.jobs.ScoreOnCluster freshet-job.jar -c
 * pipeline.yaml}; the cluster is the caller's.
 */
public final class ScoreOnCluster {

    private ScoreOnCluster() {}

    /** @param arguments {@code -c} and the path of a pipeline file, and {@code --catch-up} or not */
    public static void main(String[] arguments) throws Exception {
        List<String> all = List.of(arguments);
        boolean catchUp = all.size() == 3 && all.get(2).equals("--catch-up");
        boolean named =
                all.size() >= 2 && (all.get(0).equals("-c") || all.get(0).equals("--config"));
        if (!named || (all.size() > 2 && !catchUp)) {
            throw new IllegalArgumentException("usage: flink run -c " + ScoreOnCluster.class.getName()
                    + " freshet-job.jar -c pipeline.yaml [--catch-up]; got " + String.join(" ", all));
        }
        Pipeline pipeline = PipelineFile.load(Path.of(all.get(1)));
        StartUp.checkScoring(pipeline);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        String savepoint = env.getConfiguration().get(StateRecoveryOptions.SAVEPOINT_PATH);
        if (savepoint != null) {
            SavepointCheck.check(pipeline, savepoint);
        }
        (catchUp ? ScoringJob.catchingUp(pipeline) : ScoringJob.of(pipeline)).build(env);
        var unused = env.executeAsync();
    }
}
