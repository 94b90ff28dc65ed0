package dev.freshet.jobs.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Carries bytes between clients and one server of this machine, as well or as badly as it is told. */
final class TcpProxy implements AutoCloseable {
    private static final int CHUNK = 64 << 10;

    private enum Mode {
        PASS,
        REFUSE,
        DELAY,
        SWALLOW
    }

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong disturbed = new AtomicLong();
    private volatile Mode mode = Mode.PASS;
    private volatile Duration longest = Duration.ZERO;

    private TcpProxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** Listens on {@code port}, for the server on port {@code target}. */
    static TcpProxy start(int port, int target) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        TcpProxy proxy = new TcpProxy(server, target);
        run("proxy-" + port, proxy::accept);
        return proxy;
    }

    /** Resets each connection, and those to come, until {@link #heal}. */
    void cut() {
        turn(Mode.REFUSE);
        reset();
    }

    /** Each chunk of bytes takes up to {@code most}, until {@link #heal}. */
    void delay(Duration most) {
        longest = most;
        turn(Mode.DELAY);
    }

    /** Keeps connections open, and lets new ones come up, but no byte arrives, until {@link #heal}. */
    void halfOpen() {
        turn(Mode.SWALLOW);
    }

    /** All is well; connections that lost bytes are reset. */
    void heal() {
        boolean lost = mode == Mode.SWALLOW;
        mode = Mode.PASS;
        if (lost) {
            reset();
        }
    }

    /** Connections refused, chunks delayed or swallowed, since the last disturbance began. */
    long disturbed() {
        return disturbed.get();
    }

    private void turn(Mode next) {
        disturbed.set(0);
        mode = next;
    }

    private void reset() {
        open.forEach(TcpProxy::drop);
        open.clear();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                carry(server.accept());
            } catch (IOException e) {
                // closed, or a client that went away
            }
        }
    }

    private void carry(Socket client) {
        if (mode == Mode.REFUSE) {
            disturbed.incrementAndGet();
            drop(client);
            return;
        }
        try {
            Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
            open.add(client);
            open.add(to);
            run("proxy-out", () -> pump(client, to));
            run("proxy-in", () -> pump(to, client));
        } catch (IOException e) {
            drop(client);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            boolean whole = true;
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                boolean arrives = arrives();
                if (arrives && !whole) {
                    // Healed between two chunks: no network gives the bytes behind those that it lost.
                    break;
                }
                whole = arrives;
                if (arrives) {
                    out.write(chunk, 0, n);
                }
            }
        } catch (IOException e) {
            // the other side is told below
        } finally {
            drop(from);
            drop(to);
        }
    }

    private boolean arrives() {
        Mode now = mode;
        if (now == Mode.PASS) {
            return true;
        }
        disturbed.incrementAndGet();
        if (now == Mode.DELAY) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest.toNanos()));
        }
        return now == Mode.DELAY;
    }

    /** With a reset: the other side learns at once. */
    private static void drop(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // it is closed already
        }
    }

    private static void run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reset();
    }
}
