package dev.freshet.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;

/**
 * A Kafka broker that lives as long as its standard input is open.
 *
 * <pre>
 * BrokerMain DIRECTORY PORT [NAME=VALUE ...]
 * </pre>
 *
 * Prints one line, {@code READY 127.0.0.1:PORT}, when it accepts clients. Ends with code 0 when its standard input
 * closes, so it cannot outlive the process that started it, but not on Ctrl-C or SIGTERM ({@link Signals}). Ends with
 * code 1 and one line on standard error that says why when it cannot start. Port 0 takes a free one. A directory that was
 * used before starts again with its records.
 */
public final class BrokerMain {
    private static final int CANNOT_START = 1;

    private BrokerMain() {}

    public static void main(String[] args) {
        Signals.ignore();
        try {
            Node node = Node.parse(List.of(args));
            node.prepare();
            run(node);
        } catch (NodeException e) {
            fail(e.getMessage());
        } catch (Exception e) {
            fail("the broker did not start: " + e);
        }
    }

    private static void run(Node node) throws IOException {
        Exit.setHaltProcedure((code, message) -> fail("the broker stopped by itself, see the lines above: " + message));
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(node.properties()), Time.SYSTEM);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.shutdown();
                            server.awaitShutdown();
                        },
                        "shutdown"));
        server.startup();
        System.out.println("READY " + node.address());
        System.out.flush();
        awaitEnd(System.in);
        System.exit(0);
    }

    private static void awaitEnd(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    /** Halts: a half-started server may wait for ever in its own shutdown. */
    private static void fail(String why) {
        System.err.println("freshet-broker: " + why);
        System.err.flush();
        Runtime.getRuntime().halt(CANNOT_START);
    }
}
