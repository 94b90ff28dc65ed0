package dev.freshet.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One combined broker and controller on the loopback address.
 *
 * @param directory holds the node's identity and its records
 * @param port of the clients
 * @param controllerPort of the quorum of one
 * @param overrides Kafka properties that win over ours
 */
record Node(Path directory, int port, int controllerPort, Map<String, String> overrides) {
    private static final String HOST = "127.0.0.1";
    private static final String USAGE = "usage: BrokerMain DIRECTORY PORT [NAME=VALUE ...]";

    /** Below the range from which kernels take the ports of outgoing connections, which would come between. */
    private static final int LOWEST_FREE = 10_240;

    private static final int HIGHEST_FREE = 32_767;
    private static final int ATTEMPTS = 100;

    static Node parse(List<String> args) {
        if (args.size() < 2) {
            throw new NodeException(USAGE + ": got " + args);
        }
        int port = portOf(args.get(1));
        Map<String, String> overrides = new LinkedHashMap<>();
        for (String arg : args.subList(2, args.size())) {
            int equals = arg.indexOf('=');
            if (equals < 1) {
                throw new NodeException("a property must read NAME=VALUE: got " + arg + "; " + USAGE);
            }
            overrides.put(arg.substring(0, equals), arg.substring(equals + 1));
        }
        int clients = port == 0 ? freePort(port) : port;
        return new Node(Path.of(args.get(0)).toAbsolutePath(), clients, freePort(clients), overrides);
    }

    String address() {
        return HOST + ":" + port;
    }

    /**
     * Checks the directory and the port, and formats a directory that is new.
     *
     * @throws NodeException if the node cannot start there
     */
    void prepare() throws Exception {
        if (!isFree(port)) {
            throw new NodeException("port " + port + " of " + HOST
                    + " is in use: stop what listens there, or give port 0 for a free one");
        }
        prepareDirectory();
        if (!Files.exists(directory.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(0)
                    .setDirectories(List.of(directory.toString()))
                    .setMetadataLogDirectory(directory.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                    .run();
        }
    }

    Properties properties() {
        Properties all = new Properties();
        all.put("process.roles", "broker,controller");
        all.put("node.id", "0");
        all.put("controller.quorum.voters", "0@" + HOST + ":" + controllerPort);
        all.put("controller.listener.names", "CONTROLLER");
        all.put("inter.broker.listener.name", "PLAINTEXT");
        all.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        all.put("listeners", "PLAINTEXT://" + address() + ",CONTROLLER://" + HOST + ":" + controllerPort);
        all.put("advertised.listeners", "PLAINTEXT://" + address());
        all.put("log.dirs", directory.toString());
        all.put("auto.create.topics.enable", "false");
        all.put("group.initial.rebalance.delay.ms", "0");
        for (String internal : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            all.put(internal + ".replication.factor", "1");
            all.put(internal + ".num.partitions", "4");
        }
        all.put("transaction.state.log.min.isr", "1");
        all.put("share.coordinator.state.topic.min.isr", "1");
        // A local topic is data to look at, and a replay of old events carries old times: keep until told otherwise.
        all.put("log.retention.ms", "-1");
        all.put("log.segment.bytes", String.valueOf(128 << 20));
        all.put("log.index.size.max.bytes", String.valueOf(1 << 20));
        all.put("log.cleaner.dedupe.buffer.size", String.valueOf(2 << 20));
        all.put("log.cleaner.io.buffer.size", String.valueOf(128 << 10));
        all.put("num.network.threads", "2");
        all.put("num.io.threads", "4");
        all.putAll(overrides);
        return all;
    }

    private void prepareDirectory() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new NodeException("data directory " + directory + " cannot be created (" + e
                    + "): give a directory that this user may write");
        }
        Path lock = directory.resolve(".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock mine = channel.tryLock()) {
            if (mine == null) {
                throw new NodeException("data directory " + directory
                        + " is in use by another broker: stop that one, or give another directory");
            }
        } catch (IOException e) {
            throw new NodeException("data directory " + directory + " cannot be written (" + e
                    + "): give a directory that this user may write");
        }
    }

    private static int portOf(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message
        }
        throw new NodeException("the port must lie in [0, 65535], 0 for a free one: got " + text + "; " + USAGE);
    }

    private static int freePort(int taken) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_FREE, HIGHEST_FREE);
            if (port != taken && isFree(port)) {
                return port;
            }
        }
        throw new NodeException("no free port in [" + LOWEST_FREE + ", " + HIGHEST_FREE + ") of " + HOST + " after "
                + ATTEMPTS + " attempts: give a port");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
