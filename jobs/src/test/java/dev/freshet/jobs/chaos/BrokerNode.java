package dev.freshet.jobs.chaos;

import dev.freshet.jobs.cluster.Ports;
import dev.freshet.kafka.EmbeddedBroker;
import dev.freshet.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.file.Path;

/** A broker that comes back on the same records and ports, and a proxy through which the job alone reaches it. */
final class BrokerNode implements AutoCloseable {
    private static final int MIB = 2048;
    private static final String HOST = "127.0.0.1:";

    private final Path directory;
    private final int direct = Ports.free();
    private final int behindProxy = Ports.free();
    private final int controller = Ports.free();
    private final int proxied = Ports.free();
    private final TcpProxy proxy;
    private final Disk disk;
    private EmbeddedBroker broker;

    BrokerNode(Path directory) throws IOException {
        this.directory = directory;
        disk = Disk.at(directory.resolve("records"), MIB);
        proxy = TcpProxy.start(proxied, behindProxy);
        broker = launch();
    }

    /** For those that watch. */
    KafkaSettings direct() {
        return KafkaSettings.of(HOST + direct);
    }

    /** For the job: through the proxy. */
    KafkaSettings proxied() {
        return KafkaSettings.of(HOST + proxied);
    }

    /** Where its records lie. */
    Disk disk() {
        return disk;
    }

    boolean isAlive() {
        return broker.isAlive();
    }

    TcpProxy proxy() {
        return proxy;
    }

    /** {@code kill -9}, and a start on what lies on the disk. */
    void killAndRestart() {
        broker.kill();
        start();
    }

    /** An orderly end (it ignores SIGTERM, and ends when its input closes), and a start. */
    void restart() {
        stop();
        start();
    }

    /** In order; {@link #start} follows. */
    void stop() {
        broker.close();
    }

    void start() {
        broker = launch();
    }

    private EmbeddedBroker launch() {
        return EmbeddedBroker.in(disk.directory())
                .log(directory.resolve("broker.log"))
                .port(direct)
                .property(
                        "listeners",
                        "PLAINTEXT://" + HOST + direct + ",JOB://" + HOST + behindProxy + ",CONTROLLER://" + HOST
                                + controller)
                .property("advertised.listeners", "PLAINTEXT://" + HOST + direct + ",JOB://" + HOST + proxied)
                .property("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,JOB:PLAINTEXT,CONTROLLER:PLAINTEXT")
                .property("controller.quorum.voters", "0@" + HOST + controller)
                // How long the controller takes a killed broker for alive, and keeps its next life out.
                .property("broker.session.timeout.ms", "4000")
                .property("broker.heartbeat.interval.ms", "1000")
                .start();
    }

    @Override
    public void close() {
        broker.close();
        proxy.close();
        disk.close();
    }
}
