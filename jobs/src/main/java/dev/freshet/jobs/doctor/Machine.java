package dev.freshet.jobs.doctor;

import dev.freshet.jobs.StartUpException;
import dev.freshet.jobs.local.CheckpointDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** This machine: Java, memory, and where checkpoints lie. */
final class Machine {
    private static final int OLDEST_JAVA = 17;
    private static final long MIB = 1L << 20;
    private static final long LEAST_HEAP_MIB = 512;
    private static final long LEAST_FREE_MIB = 1024;
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

    private Machine() {}

    static Finding java(int feature, boolean vector) {
        if (feature < OLDEST_JAVA) {
            return Finding.fail("java", "must be " + OLDEST_JAVA + " or newer: it is " + feature);
        }
        return vector
                ? Finding.ok("java", feature + ", with the Vector API")
                : Finding.warn(
                        "java",
                        feature + " without the Vector API: several times as slow, with the same bits; take a"
                                + " JDK that has the module jdk.incubator.vector");
    }

    static Finding memory(long heapBytes) {
        long mib = heapBytes / MIB;
        return mib >= LEAST_HEAP_MIB
                ? Finding.ok("memory", mib + " MiB of heap")
                : Finding.warn(
                        "memory",
                        "a job here wants >= " + LEAST_HEAP_MIB + " MiB of heap: got " + mib
                                + " MiB; set JAVA_OPTS=-Xmx768m");
    }

    /**
     * Whether what this machine may start finds its port: nothing is refused for it but that one thing.
     *
     * @param what that takes the port unless told otherwise
     * @param otherwise what to do where it is taken
     */
    static Finding port(int port, String what, String otherwise) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return Finding.ok("ports", socket.getLocalPort() + " is free for " + what);
        } catch (IOException e) {
            return Finding.warn(
                    "ports",
                    port + " of 127.0.0.1 is in use (" + e.getMessage() + "): " + what + " cannot take it; "
                            + otherwise);
        }
    }

    /** @param setting null where the cluster decides */
    static List<Finding> checkpoints(@Nullable String setting) {
        if (setting == null) {
            return List.of(
                    Finding.ok("checkpoints", "the cluster's directory, or ./freshet-checkpoints with freshet train"));
        }
        try {
            String ready = CheckpointDirectory.ready(setting);
            return ready.startsWith("file:")
                    ? directory(setting, Path.of(URI.create(ready)))
                    : List.of(Finding.ok("checkpoints", setting + ", which only a job can try"));
        } catch (StartUpException | IOException e) {
            return List.of(Finding.fail("checkpoints", String.valueOf(e.getMessage())));
        }
    }

    private static List<Finding> directory(String setting, Path directory) throws IOException {
        List<Finding> findings = new ArrayList<>();
        FileStore store = Files.getFileStore(directory);
        if (!setting.contains(":") && !Path.of(setting).isAbsolute()) {
            findings.add(Finding.warn(
                    "checkpoints",
                    setting + " is relative: another place for each directory that a" + " command is given in; write "
                            + directory));
        }
        if (IN_MEMORY.contains(store.type())) {
            findings.add(Finding.warn(
                    "checkpoints",
                    directory + " is in memory (" + store.type()
                            + "): nothing is left of it when the machine restarts; name a directory on a disk"));
        }
        long free = store.getUsableSpace() / MIB;
        findings.add(
                free >= LEAST_FREE_MIB
                        ? Finding.ok("checkpoints", directory + ", " + free + " MiB free")
                        : Finding.warn(
                                "checkpoints",
                                directory + " should have >= " + LEAST_FREE_MIB + " MiB free: got " + free
                                        + "; make room"));
        return findings;
    }
}
