package dev.freshet.jobs.chaos;

import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.cluster.FlinkCluster;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * All that a fault can strike.
 *
 * @param spared TaskManagers, the oldest, that are never killed
 */
record World(FlinkCluster cluster, BrokerNode broker, Disk disk, ChaosJob job, int spared, SplittableRandom random) {
    static final int TASK_MANAGERS = 2;
    static final int SLOTS_EACH = 2;
    static final Duration PATIENCE = Duration.ofMinutes(3);

    int slots() {
        return TASK_MANAGERS * SLOTS_EACH;
    }

    int anyTaskManager() {
        return random.nextInt(cluster.taskManagers().size());
    }

    int mortalTaskManager() {
        return spared + random.nextInt(cluster.taskManagers().size() - spared);
    }

    /**
     * Checkpoints of the job since it was submitted.
     *
     * @param what as {@link dev.freshet.jobs.cluster.FlinkRest#checkpoints} takes it
     */
    int checkpoints(String what) {
        return cluster.rest().checkpoints(job.id(), what);
    }

    /** Waits until Flink has started the job anew, or is about to. */
    void awaitFailure() {
        int before = job.restarts();
        await().atMost(PATIENCE)
                .until(() -> cluster.rest().state(job.id()).equals("RESTARTING") || job.restarts() > before);
    }

    /** Waits until the network's disturbance was felt so often, and ends it. */
    void healDisturbed(int times) {
        try {
            await().atMost(PATIENCE).until(() -> broker.proxy().disturbed() >= times);
        } finally {
            broker.proxy().heal();
        }
    }
}
