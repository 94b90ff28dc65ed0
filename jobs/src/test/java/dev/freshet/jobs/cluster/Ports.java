package dev.freshet.jobs.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback address for servers that come back on the same one after they were killed. */
public final class Ports {
    /** Below the range from which kernels take the ports of outgoing connections, which would come between. */
    private static final int LOWEST = 10_240;

    private static final int HIGHEST = 32_767;
    private static final int ATTEMPTS = 100;

    private Ports() {}

    /** One on which nobody listens now. */
    public static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken: try another
            }
        }
        throw new IllegalStateException(
                "no free port in [" + LOWEST + ", " + HIGHEST + ") after " + ATTEMPTS + " attempts");
    }
}
