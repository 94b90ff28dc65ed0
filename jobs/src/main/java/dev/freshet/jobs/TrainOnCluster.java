package dev.freshet.jobs;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineFile;
import java.nio.file.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job jar's entry point, for {@code flink run freshet-job.jar -c pipeline.yaml}; the cluster is the caller's. */
public final class TrainOnCluster {

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
        TrainingJob.of(pipeline).build(env);
        var unused = env.executeAsync();
    }
}
