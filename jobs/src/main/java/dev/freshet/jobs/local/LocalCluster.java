package dev.freshet.jobs.local;

import dev.freshet.jobs.FlinkSettings;
import dev.freshet.jobs.TrainingJob;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.ClientUtils;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;

/** A Flink cluster in this JVM, for one job at a time; it can start before it is known what to run. */
public final class LocalCluster implements AutoCloseable {
    private final MiniCluster cluster;
    private final Configuration flink;
    private final int slots;

    private LocalCluster(MiniCluster cluster, Configuration flink, int slots) {
        this.cluster = cluster;
        this.flink = flink;
        this.slots = slots;
    }

    /**
     * Starts it.
     *
     * @param temporary where it keeps its own files while it runs
     * @param slots the highest parallelism of a job
     */
    public static LocalCluster start(Path temporary, int slots) {
        Configuration flink = new Configuration();
        flink.set(RestOptions.BIND_PORT, "0");
        flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, FlinkSettings.RETAINED_CHECKPOINTS);
        flink.set(CoreOptions.TMP_DIRS, temporary.toString());
        flink.set(WebOptions.TMP_DIR, temporary.toString());
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .setRpcServiceSharing(RpcServiceSharing.SHARED)
                .build());
        try {
            cluster.start();
        } catch (Exception e) {
            throw LocalRunException.of("Flink cannot be started", e);
        }
        return new LocalCluster(cluster, flink, slots);
    }

    /**
     * Starts a job.
     *
     * @param savepoint to continue from; null to begin anew
     * @throws LocalRunException if it cannot begin, as where the savepoint is of another model
     */
    public LocalJob submit(TrainingJob job, @Nullable String savepoint) {
        return submit(job::build, savepoint);
    }

    /**
     * Starts a job of another kind.
     *
     * @param job adds itself to what it is given
     * @param savepoint to continue from; null to begin anew
     * @throws LocalRunException if it cannot begin
     */
    LocalJob submit(Consumer<StreamExecutionEnvironment> job, @Nullable String savepoint) {
        Configuration settings = new Configuration(flink);
        if (savepoint != null) {
            settings.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        try {
            StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
            env.setParallelism(slots);
            job.accept(env);
            StreamGraph graph = env.getStreamGraph();
            graph.serializeUserDefinedInstances();
            JobID id = cluster.submitJob(graph).get().getJobID();
            ClientUtils.waitUntilJobInitializationFinished(
                    () -> cluster.getJobStatus(id).get(),
                    () -> cluster.requestJobResult(id).get(),
                    LocalCluster.class.getClassLoader());
            return new LocalJob(cluster, id);
        } catch (Exception e) {
            throw LocalRunException.of("the job cannot be started", e);
        }
    }

    /** Ends the cluster and what runs on it, and returns when its files are gone. */
    @Override
    public void close() {
        try {
            cluster.close();
        } catch (Exception e) {
            throw LocalRunException.of("Flink cannot be stopped", e);
        }
    }
}
