package dev.freshet.jobs;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineFile;
import java.nio.file.Path;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The job jar's entry point, for {@code flink run freshet-job.jar -c pipeline.yaml}; the cluster is the caller's. */
public final class TrainOnCluster {

    private static final Logger LOG = LoggerFactory.getLogger(TrainOnCluster.class);

    private TrainOnCluster() {}

    /** @param arguments {@code -c} and the path of a pipeline file */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2 || !(arguments[0].equals("-c") || arguments[0].equals("--config"))) {
            throw new IllegalArgumentException(
                    "usage: flink run freshet-job.jar -c pipeline.yaml; got " + String.join(" ", arguments));
        }
        Pipeline pipeline = PipelineFile.load(Path.of(arguments[1]));
        StartUp.check(pipeline);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        int retained = env.getConfiguration().get(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS);
        if (retained < FlinkSettings.RETAINED_CHECKPOINTS) {
            LOG.warn(
                    "{} should be >= {} in the cluster's configuration, so that a checkpoint that is damaged has older ones"
                            + " behind it: got {}",
                    CheckpointingOptions.MAX_RETAINED_CHECKPOINTS.key(),
                    FlinkSettings.RETAINED_CHECKPOINTS,
                    retained);
        }
        String savepoint = env.getConfiguration().get(StateRecoveryOptions.SAVEPOINT_PATH);
        if (savepoint != null) {
            SavepointCheck.check(pipeline, savepoint);
        }
        TrainingJob.of(pipeline).build(env);
        var unused = env.executeAsync();
    }
}
