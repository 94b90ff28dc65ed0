package dev.freshet.jobs.chaos;

import static dev.freshet.jobs.chaos.Fault.ALL_OF_FLINK_KILLED;
import static dev.freshet.jobs.chaos.Fault.BROKER_GONE;
import static dev.freshet.jobs.chaos.Fault.BROKER_KILLED;
import static dev.freshet.jobs.chaos.Fault.BROKER_RESTARTED;
import static dev.freshet.jobs.chaos.Fault.DISK_FULL;
import static dev.freshet.jobs.chaos.Fault.JOB_MANAGER_KILLED;
import static dev.freshet.jobs.chaos.Fault.NETWORK_CUT;
import static dev.freshet.jobs.chaos.Fault.NETWORK_HALF_OPEN;
import static dev.freshet.jobs.chaos.Fault.NETWORK_HALF_OPEN_LONG;
import static dev.freshet.jobs.chaos.Fault.NETWORK_SLOW;
import static dev.freshet.jobs.chaos.Fault.RESCALED;
import static dev.freshet.jobs.chaos.Fault.TASK_MANAGER_KILLED;
import static dev.freshet.jobs.chaos.Fault.TASK_MANAGER_PAUSED;

import dev.freshet.jobs.pipeline.StateSettings.Backend;
import dev.freshet.kafka.DeliverySettings.TransactionNaming;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two jobs among processes that are killed, stalled and cut off: at least five kills of each kind. */
@Tag("chaos")
@Timeout(value = 1200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChaosIT {
    private static final int WINDOW = 300;
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());

    @Test
    void everyEventIsAnsweredOnceAndEveryModelIsThePlainLoopsWhateverIsKilled() throws Exception {
        befall(
                TransactionNaming.INCREMENTING,
                Backend.HEAP,
                false,
                List.of(
                        TASK_MANAGER_KILLED,
                        TASK_MANAGER_KILLED,
                        JOB_MANAGER_KILLED,
                        JOB_MANAGER_KILLED,
                        ALL_OF_FLINK_KILLED,
                        BROKER_KILLED,
                        BROKER_KILLED,
                        BROKER_RESTARTED,
                        BROKER_RESTARTED,
                        BROKER_RESTARTED,
                        TASK_MANAGER_PAUSED,
                        TASK_MANAGER_PAUSED,
                        TASK_MANAGER_PAUSED,
                        NETWORK_CUT,
                        NETWORK_CUT,
                        NETWORK_SLOW,
                        NETWORK_SLOW,
                        NETWORK_HALF_OPEN,
                        NETWORK_HALF_OPEN,
                        NETWORK_HALF_OPEN_LONG,
                        DISK_FULL,
                        RESCALED,
                        RESCALED,
                        RESCALED));
    }

    @Test
    void theSameHoldsOnRocksDbOfPooledTransactionsAndWithFlinksHighAvailability() throws Exception {
        befall(
                TransactionNaming.POOLING,
                Backend.ROCKSDB,
                true,
                List.of(
                        TASK_MANAGER_KILLED,
                        TASK_MANAGER_KILLED,
                        JOB_MANAGER_KILLED,
                        ALL_OF_FLINK_KILLED,
                        BROKER_KILLED,
                        BROKER_KILLED,
                        BROKER_KILLED,
                        BROKER_RESTARTED,
                        BROKER_RESTARTED,
                        BROKER_GONE,
                        TASK_MANAGER_PAUSED,
                        TASK_MANAGER_PAUSED,
                        NETWORK_CUT,
                        NETWORK_CUT,
                        NETWORK_CUT,
                        NETWORK_SLOW,
                        NETWORK_SLOW,
                        NETWORK_SLOW,
                        NETWORK_HALF_OPEN,
                        NETWORK_HALF_OPEN,
                        DISK_FULL,
                        RESCALED,
                        RESCALED,
                        RESCALED));
    }

    private static void befall(TransactionNaming naming, Backend backend, boolean available, List<Fault> faults)
            throws Exception {
        System.out.println("chaos: -Dchaos.seed=" + SEED);
        ChaosRun run = new ChaosRun(naming.name(), naming, backend, 1, faults, Load.ahead(WINDOW), 0, SEED);
        try (Site site = Site.open("short-" + naming, available)) {
            System.out.println("chaos: " + naming + ", " + faults.size() + " faults: " + run.on(site));
        }
    }
}
