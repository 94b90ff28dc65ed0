package dev.freshet.jobs.local;

import dev.freshet.kafka.EmbeddedBroker;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A Kafka broker and a Flink cluster on this machine, started side by side. */
public record LocalServices(EmbeddedBroker broker, LocalCluster cluster) implements AutoCloseable {

    /**
     * Starts both.
     *
     * @param directory for all their files
     * @param port of the broker, 0 for a free one
     * @param slots the highest parallelism of a job
     */
    public static LocalServices start(Path directory, int port, int slots) {
        CompletableFuture<LocalCluster> starting =
                CompletableFuture.supplyAsync(() -> LocalCluster.start(directory.resolve("flink"), slots));
        try {
            EmbeddedBroker broker = EmbeddedBroker.in(directory.resolve("kafka"))
                    .port(port)
                    .log(directory.resolve("broker.log"))
                    .start();
            return new LocalServices(broker, joined(starting, broker));
        } catch (IllegalStateException e) {
            starting.thenAccept(LocalCluster::close).join();
            throw new BrokerStartException(e);
        }
    }

    private static LocalCluster joined(CompletableFuture<LocalCluster> starting, EmbeddedBroker broker) {
        try {
            return starting.join();
        } catch (CompletionException e) {
            broker.close();
            throw LocalRunException.of("Flink cannot be started", e);
        }
    }

    /** Flink first: its last commits need the broker. */
    @Override
    public void close() {
        try {
            cluster.close();
        } finally {
            broker.close();
        }
    }
}
