package dev.freshet.jobs.chaos;

import dev.freshet.jobs.cluster.FlinkCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.util.FileUtils;

/** The processes of one suite, and where they write: a cluster, a broker, a disk for checkpoints. */
final class Site implements AutoCloseable {
    private static final int CHECKPOINTS_MIB = 32;
    private static final Duration HEARTBEAT = Duration.ofSeconds(6);

    private final Path directory;
    private final boolean available;
    private final Disk disk;
    private final BrokerNode broker;
    private final FlinkCluster cluster;

    private Site(Path directory, Disk disk, BrokerNode broker, FlinkCluster cluster, boolean available) {
        this.available = available;
        this.directory = directory;
        this.disk = disk;
        this.broker = broker;
        this.cluster = cluster;
    }

    /**
     * In a directory under {@code target} that stays, with the logs of all processes, until the next suite of the name.
     *
     * @param available as {@link FlinkCluster#start} takes it
     */
    static Site open(String name, boolean available) throws IOException {
        Path directory = Path.of("target", "chaos", name).toAbsolutePath();
        FileUtils.deleteDirectory(directory.toFile());
        Files.createDirectories(directory.resolve("kafka"));
        Disk disk = Disk.at(directory.resolve("checkpoints"), CHECKPOINTS_MIB);
        BrokerNode broker = new BrokerNode(directory.resolve("kafka"));
        try {
            FlinkCluster cluster = FlinkCluster.start(
                    Files.createDirectories(directory.resolve("flink")),
                    World.TASK_MANAGERS,
                    World.SLOTS_EACH,
                    HEARTBEAT,
                    available);
            return new Site(directory, disk, broker, cluster, available);
        } catch (RuntimeException e) {
            broker.close();
            disk.close();
            throw e;
        }
    }

    Path directory() {
        return directory;
    }

    /** Whether Flink itself brings jobs back that lost their JobManager. */
    boolean available() {
        return available;
    }

    Disk disk() {
        return disk;
    }

    BrokerNode broker() {
        return broker;
    }

    FlinkCluster cluster() {
        return cluster;
    }

    @Override
    public void close() {
        cluster.close();
        broker.close();
        disk.close();
    }
}
