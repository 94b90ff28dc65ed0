package dev.freshet.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.cluster.FlinkProcess;
import dev.freshet.jobs.cluster.Vitals;
import dev.freshet.jobs.pipeline.StateSettings.Backend;
import dev.freshet.kafka.DeliverySettings.TransactionNaming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * Hours of mixed faults at 70 % of what a job of one subtask answers without them, one job after the other on the same
 * processes, each held to the plain loop as {@link ChaosRun} does. A JobManager and a TaskManager are never killed, and
 * hundreds of jobs' starts must leave no memory, thread or file behind in them. Adds to {@code target/chaos/soak.md} as it comes.
 */
final class Soak {
    private static final double SHARE = 0.7;
    private static final int MEASURED = 100_000;
    private static final int MOST_EVENTS = 400_000;
    private static final int SECONDS_BETWEEN = 30;
    private static final int SECONDS_AHEAD = 30;
    private static final long MIB = 1 << 20;
    private static final long NOISE = 8 * MIB;
    private static final List<Fault> FAULTS = List.of(
            Fault.TASK_MANAGER_KILLED,
            Fault.TASK_MANAGER_PAUSED,
            Fault.BROKER_KILLED,
            Fault.BROKER_RESTARTED,
            Fault.NETWORK_CUT,
            Fault.NETWORK_SLOW,
            Fault.NETWORK_HALF_OPEN,
            Fault.DISK_FULL,
            Fault.RESCALED);

    private final long begin = System.nanoTime();
    private final Duration length;
    private final long seed;
    private final Path file = Path.of("target", "chaos", "soak.md");
    private final List<String> failures = new ArrayList<>();
    private final List<Vitals> eldest = new ArrayList<>();

    Soak(Duration length, long seed) {
        this.length = length;
        this.seed = seed;
    }

    void run() throws Exception {
        try (Site site = Site.open("soak", false)) {
            double before = capacity(site, "before");
            Load load = load(SHARE * before);
            say("%n%,.0f events per second are sent.%n%n", load.perSecond());
            ChaosTable table = new ChaosTable(file);
            for (int round = 0; minutes() < length.toMinutes(); round++) {
                run(round(round, load), site, table);
            }
            double unused = capacity(site, "after");
        }
        assertThat(failures).isEmpty();
        assertThat(grown())
                .as("what the TaskManager that was never killed has gained")
                .isEmpty();
    }

    /** Answers per second of one subtask. */
    private double capacity(Site site, String when) throws Exception {
        ChaosRun run = new ChaosRun(
                "capacity-" + when,
                TransactionNaming.INCREMENTING,
                Backend.HEAP,
                1,
                List.of(),
                Load.ahead(MEASURED),
                1,
                seed);
        double perSecond = run.on(site).perSecond();
        forget(site);
        say("Minute %d: one subtask answers %,.0f events per second.%n", minutes(), perSecond);
        return perSecond;
    }

    /** No more than the plain loop can be held against in memory. */
    private static Load load(double perSecond) {
        int most = MOST_EVENTS / FAULTS.size();
        int between = (int) Math.min(SECONDS_BETWEEN * perSecond, most);
        return new Load((int) (SECONDS_AHEAD * perSecond), perSecond, between);
    }

    private ChaosRun round(int round, Load load) {
        return new ChaosRun(
                "soak-" + round,
                round % 2 == 0 ? TransactionNaming.INCREMENTING : TransactionNaming.POOLING,
                round / 2 % 2 == 0 ? Backend.ROCKSDB : Backend.HEAP,
                1 << round % 3,
                FAULTS,
                load,
                1,
                seed + round);
    }

    private void run(ChaosRun run, Site site, ChaosTable table) throws Exception {
        try {
            table.add(run, run.on(site, () -> observe(site)));
        } catch (Exception | AssertionError e) {
            failures.add(run.name() + ": " + e.getMessage());
            table.add(run, e);
        }
        forget(site);
    }

    /** The records of a run that was checked would fill the broker's disk. */
    private static void forget(Site site) throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", site.broker().direct().bootstrap()))) {
            List<String> topics = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(ChaosRun.TOPICS))
                    .toList();
            admin.deleteTopics(topics).all().get();
        }
    }

    private void observe(Site site) throws IOException {
        FlinkProcess eldestTaskManager = site.cluster().taskManagers().get(0);
        eldest.add(eldestTaskManager.vitals());
        say(eldest.get(eldest.size() - 1));
        say(site.cluster().jobManager().vitals());
    }

    /** Medians of the last quarter against those of the second: the first is warming up. */
    private List<String> grown() {
        int quarter = eldest.size() / 4;
        List<String> grown = new ArrayList<>();
        long earlier = heap(eldest.subList(quarter, 2 * quarter));
        long later = heap(eldest.subList(3 * quarter, eldest.size()));
        if (later > earlier + earlier / 10 + NOISE) {
            grown.add("heap after collection from " + earlier / MIB + " to " + later / MIB + " MiB");
        }
        return grown;
    }

    private static long heap(List<Vitals> vitals) {
        return vitals.stream()
                .mapToLong(Vitals::heap)
                .sorted()
                .skip(vitals.size() / 2)
                .findFirst()
                .orElse(0);
    }

    private long minutes() {
        return Duration.ofNanos(System.nanoTime() - begin).toMinutes();
    }

    private void say(Vitals vitals) throws IOException {
        say(
                "vitals,%d,%s,%d,%d,%d,%d,%d%n",
                minutes(),
                vitals.process(),
                vitals.heap() / MIB,
                vitals.metaspace() / MIB,
                vitals.resident() / MIB,
                vitals.threads(),
                vitals.files());
    }

    private void say(String form, Object... values) throws IOException {
        String text = String.format(Locale.ROOT, form, values);
        System.out.print(text);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
