package dev.freshet.jobs.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/** A session cluster on the loopback address: a JobManager, TaskManagers, and the command line that submits to it. */
final class FlinkCluster implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);
    private static final Pattern SUBMITTED = Pattern.compile("submitted with JobID ([0-9a-f]{32})");
    private static final Pattern SAVED = Pattern.compile("Savepoint completed\\. Path: (\\S+)");

    private final Path directory;
    private final String address;
    private final FlinkRest rest;
    private final List<FlinkProcess> processes = new ArrayList<>();
    private final TaskExecutorProcessSpec taskManager;
    private int started;

    private FlinkCluster(Path directory, int restPort) {
        this.directory = directory;
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
        int restPort = freePort();
        writeConfiguration(directory, restPort, slots);
        FlinkCluster cluster = new FlinkCluster(directory, restPort);
        try {
            cluster.startJobManager();
            cluster.startTaskManager();
            cluster.awaitSlots(slots);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    FlinkRest rest() {
        return rest;
    }

    FlinkProcess startJobManager() {
        return keep(FlinkProcess.start(
                "jobmanager-" + started++,
                directory,
                List.of("-Xmx384m", "-XX:MaxMetaspaceSize=256m"),
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                List.of("--configDir", conf().toString())));
    }

    /** With the memory that Flink's own scripts would give it. */
    FlinkProcess startTaskManager() {
        List<String> arguments = new ArrayList<>(List.of("--configDir", conf().toString()));
        arguments.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(taskManager)));
        return keep(FlinkProcess.start(
                "taskmanager-" + started++,
                directory,
                words(ProcessMemoryUtils.generateJvmParametersStr(taskManager)),
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                arguments));
    }

    /** Waits until that many slots are there, or one of the processes has ended. */
    void awaitSlots(int slots) {
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

    private static void writeConfiguration(Path directory, int restPort, int slots) throws IOException {
        Path conf = Files.createDirectories(directory.resolve("conf"));
        Path tmp = Files.createDirectories(directory.resolve("tmp"));
        Files.writeString(conf.resolve("config.yaml"), """
                jobmanager:
                  rpc: {address: 127.0.0.1, port: %d}
                  bind-host: 127.0.0.1
                  memory: {process: {size: 1024m}}
                taskmanager:
                  host: 127.0.0.1
                  bind-host: 127.0.0.1
                  numberOfTaskSlots: %d
                  memory: {process: {size: 1280m}, managed: {size: 64m}}
                rest: {address: 127.0.0.1, bind-address: 127.0.0.1, port: %d}
                heartbeat: {interval: 1000, timeout: 20000}
                io: {tmp: {dirs: %s}}
                """.formatted(freePort(), slots, restPort, tmp));
        try (InputStream log4j = FlinkCluster.class.getResourceAsStream("log4j2-cluster.properties")) {
            if (log4j == null) {
                throw new IOException("log4j2-cluster.properties is missing from the test resources");
            }
            Files.copy(log4j, conf.resolve("log4j2.properties"));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
