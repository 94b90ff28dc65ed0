package dev.freshet.jobs.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;
import org.jspecify.annotations.Nullable;

/** A session cluster on the loopback address: a JobManager, TaskManagers, and the command line that submits to it. */
public final class FlinkCluster implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);
    private static final Pattern SUBMITTED = Pattern.compile("submitted with JobID ([0-9a-f]{32})");
    private static final Pattern SAVED = Pattern.compile("Savepoint completed\\. Path: (\\S+)");

    private final Path directory;
    private final int restPort;
    private final String address;
    private final FlinkRest rest;
    private final List<FlinkProcess> processes = new ArrayList<>();
    private final List<FlinkProcess> taskManagers = new ArrayList<>();
    private @Nullable FlinkProcess jobManager;
    private final TaskExecutorProcessSpec taskManager;
    private int started;

    private FlinkCluster(Path directory, int restPort) {
        this.directory = directory;
        this.restPort = restPort;
        address = "127.0.0.1:" + restPort;
        rest = new FlinkRest(address);
        Configuration configuration = GlobalConfiguration.loadConfiguration(conf().toString());
        taskManager = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
    }

    /**
     * A JobManager and one TaskManager, ready to run jobs.
     *
     * @param directory an absolute path, for all that they write
     * @param slots of each TaskManager
     */
    static FlinkCluster start(Path directory, int slots) throws IOException {
        return start(directory, 1, slots, PATIENT, false);
    }

    /**
     * A JobManager and TaskManagers, ready to run jobs.
     *
     * @param directory an absolute path, for all that they write
     * @param slots of each TaskManager
     * @param heartbeat how long a process may say nothing before the others take it for dead
     * @param available whether a JobManager that comes back finds its jobs again, by a ZooKeeper of its own
     */
    public static FlinkCluster start(Path directory, int taskManagers, int slots, Duration heartbeat, boolean available)
            throws IOException {
        int restPort = Ports.free();
        int quorumPort = available ? Ports.free() : 0;
        writeConfiguration(directory, restPort, slots, heartbeat);
        if (available) {
            addAvailability(directory, quorumPort);
        }
        FlinkCluster cluster = new FlinkCluster(directory, restPort);
        try {
            if (available) {
                cluster.startQuorum();
            }
            cluster.startJobManager();
            for (int i = 0; i < taskManagers; i++) {
                cluster.startTaskManager();
            }
            cluster.awaitSlots(taskManagers * slots);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    public FlinkRest rest() {
        return rest;
    }

    /** Of {@link #rest}. */
    public int restPort() {
        return restPort;
    }

    /** From Flink's own libraries; clients wait until it answers. */
    private void startQuorum() {
        keep(FlinkProcess.start(
                "zookeeper",
                directory,
                List.of("-Xmx128m"),
                "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer",
                List.of("--zkConfigFile", conf().resolve("zoo.cfg").toString(), "--peerId", "1")));
    }

    /** On the ports of the one before, which must be gone. */
    public void startJobManager() {
        jobManager = keep(FlinkProcess.start(
                "jobmanager-" + started++,
                directory,
                List.of("-Xmx384m", "-XX:MaxMetaspaceSize=256m"),
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                List.of("--configDir", conf().toString())));
    }

    /** With the memory that Flink's own scripts would give it. */
    public void startTaskManager() {
        List<String> arguments = new ArrayList<>(List.of("--configDir", conf().toString()));
        arguments.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(taskManager)));
        taskManagers.add(keep(FlinkProcess.start(
                "taskmanager-" + started++,
                directory,
                words(ProcessMemoryUtils.generateJvmParametersStr(taskManager)),
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                arguments)));
    }

    /** {@code kill -9}; waits until it is gone. */
    public void killJobManager() {
        if (jobManager != null) {
            jobManager.kill();
            processes.remove(jobManager);
        }
    }

    /** {@code kill -9}; waits until it is gone. */
    public void killTaskManager(int number) {
        FlinkProcess killed = taskManagers.remove(number);
        killed.kill();
        processes.remove(killed);
    }

    /** Those that were started and not killed. */
    public List<FlinkProcess> taskManagers() {
        return taskManagers;
    }

    /** The one that was started last. */
    public FlinkProcess jobManager() {
        return Objects.requireNonNull(jobManager);
    }

    /** Starts a TaskManager for each that has ended by itself, as a supervisor does; how many they were. */
    public int replaceEnded() {
        int ended = 0;
        for (Iterator<FlinkProcess> each = taskManagers.iterator(); each.hasNext(); ) {
            FlinkProcess taskManager = each.next();
            if (!taskManager.isAlive()) {
                each.remove();
                processes.remove(taskManager);
                ended++;
            }
        }
        for (int i = 0; i < ended; i++) {
            startTaskManager();
        }
        return ended;
    }

    /** Waits until that many slots are there, or one of the processes has ended. */
    public void awaitSlots(int slots) {
        await().atMost(READY_WITHIN).until(() -> {
            processes.forEach(FlinkProcess::requireAlive);
            return rest.slots() >= slots;
        });
    }

    /**
     * {@code flink run -d}.
     *
     * @param options of {@code run}, before the jar
     * @return the job's id
     */
    String run(List<String> options, Path jar, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("run", "-d", "-m", address));
        all.addAll(options);
        all.add(jar.toAbsolutePath().toString());
        all.addAll(arguments);
        return find(SUBMITTED, flink(all));
    }

    /** {@code flink stop}: the savepoint that the job ended with. */
    String stop(String job) {
        String savepoints = directory.resolve("savepoints").toUri().toString();
        return find(SAVED, flink(List.of("stop", "-m", address, "-p", savepoints, job)));
    }

    /** What the command line prints. */
    private String flink(List<String> arguments) {
        try (FlinkProcess cli = FlinkProcess.start(
                "cli-" + started++, directory, List.of(), "org.apache.flink.client.cli.CliFrontend", arguments)) {
            int code = cli.awaitEnd(ANSWER_WITHIN);
            if (code != 0) {
                throw new IllegalStateException("flink " + arguments + " ended with code " + code + "\n" + cli.tail());
            }
            return cli.output();
        }
    }

    @Override
    public void close() {
        for (int last = processes.size() - 1; last >= 0; last--) {
            processes.get(last).close();
        }
        processes.clear();
    }

    private FlinkProcess keep(FlinkProcess process) {
        processes.add(process);
        return process;
    }

    private Path conf() {
        return directory.resolve("conf");
    }

    private static String find(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("no \"" + pattern + "\" in\n" + output);
        }
        return matcher.group(1);
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split("\\s+"));
    }

    private static void writeConfiguration(Path directory, int restPort, int slots, Duration heartbeat)
            throws IOException {
        Path conf = Files.createDirectories(directory.resolve("conf"));
        Path tmp = Files.createDirectories(directory.resolve("tmp"));
        Files.writeString(
                conf.resolve("config.yaml"), """
                jobmanager:
                  rpc: {address: 127.0.0.1, port: %d}
                  bind-host: 127.0.0.1
                  memory: {process: {size: 1024m}}
                taskmanager:
                  host: 127.0.0.1
                  bind-host: 127.0.0.1
                  numberOfTaskSlots: %d
                  load-balance: {mode: slots}
                  memory: {process: {size: 1280m}, managed: {size: 64m}}
                rest: {address: 127.0.0.1, bind-address: 127.0.0.1, port: %d}
                heartbeat: {interval: 1000, timeout: %d}
                io: {tmp: {dirs: %s}}
                """.formatted(Ports.free(), slots, restPort, heartbeat.toMillis(), tmp));
        try (InputStream log4j = FlinkCluster.class.getResourceAsStream("log4j2-cluster.properties")) {
            if (log4j == null) {
                throw new IOException("log4j2-cluster.properties is missing from the test resources");
            }
            Files.copy(log4j, conf.resolve("log4j2.properties"));
        }
    }

    /** With sessions as short as heartbeats, so that a JobManager which was killed is not waited for. */
    private static void addAvailability(Path directory, int port) throws IOException {
        Path conf = directory.resolve("conf");
        Files.writeString(
                conf.resolve("zoo.cfg"), """
                tickTime=1000
                initLimit=10
                syncLimit=5
                dataDir=%s
                clientPort=%d
                clientPortAddress=127.0.0.1
                admin.enableServer=false
                """.formatted(Files.createDirectories(directory.resolve("zookeeper")), port));
        Files.writeString(
                conf.resolve("config.yaml"),
                """
                high-availability:
                  type: zookeeper
                  storageDir: %s
                  zookeeper:
                    quorum: 127.0.0.1:%d
                    client: {session-timeout: 4000, connection-timeout: 4000}
                """.formatted(directory.resolve("available").toUri(), port),
                StandardOpenOption.APPEND);
    }
}
