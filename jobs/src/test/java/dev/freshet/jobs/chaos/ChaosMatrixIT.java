package dev.freshet.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.pipeline.StateSettings.Backend;
import dev.freshet.kafka.DeliverySettings.TransactionNaming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each fault many times, alone: by transaction naming and by parallelism; or, for as long as asked, all of them mixed. Prints
 * a table of what was injected and what held, which stays in {@code target/chaos}.
 *
 * <p>{@code -Dchaos.events} in all cells together, {@code -Dchaos.faults} in each, {@code -Dchaos.minutes} after which no
 * further cell begins, {@code -Dchaos.soak} minutes of the mix instead, {@code -Dchaos.available=true} with Flink's high availability, {@code -Dchaos.seed},
 * {@code -Dchaos.only=disk_full} the cells whose name begins so, as {@code disk_full-pooling-2}.
 */
@Tag("chaos-long")
class ChaosMatrixIT {
    private static final List<Integer> PARALLELISM = List.of(1, 2);
    private static final int EVENTS = Integer.getInteger("chaos.events", 1_000_000);
    private static final int FAULTS = Integer.getInteger("chaos.faults", 10);
    private static final long MINUTES = Long.getLong("chaos.minutes", 100_000);
    private static final long SOAK = Long.getLong("chaos.soak", 0);
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
    private static final String ONLY = System.getProperty("chaos.only", "");
    private static final boolean AVAILABLE = Boolean.getBoolean("chaos.available");
    private static final int ROUNDS_OF_A_SOAK = 3;

    private final List<String> failures = new ArrayList<>();
    private final ChaosTable table = new ChaosTable(Path.of("target", "chaos", "table.md"));

    @Test
    void noFaultCostsAnEventOrABitOfAModel() throws Exception {
        System.out.println("chaos: -Dchaos.seed=" + SEED);
        long deadline = System.nanoTime()
                + Duration.ofMinutes(SOAK > 0 ? SOAK : MINUTES).toNanos();
        List<ChaosRun> runs = SOAK > 0 ? List.of() : cells();
        try (Site site = Site.open("long", AVAILABLE)) {
            for (ChaosRun run : runs) {
                if (System.nanoTime() < deadline && possible(site).containsAll(run.faults())) {
                    run(run, site);
                }
            }
            for (int round = 0; SOAK > 0 && System.nanoTime() < deadline; round++) {
                run(mixed(round, possible(site)), site);
            }
        }
        table.end(runs.size());
        assertThat(failures).isEmpty();
    }

    private void run(ChaosRun run, Site site) throws IOException {
        try {
            table.add(run, run.on(site));
        } catch (Exception | AssertionError e) {
            failures.add(run.name() + ": " + e.getMessage());
            table.add(run, e);
        }
    }

    /** Each fault once before one comes again; else in an order of the seed, so that those that time allows are no special ones. */
    private static List<ChaosRun> cells() {
        int number = Fault.values().length * TransactionNaming.values().length * PARALLELISM.size();
        int window = Math.max(100, EVENTS / number / FAULTS);
        List<ChaosRun> cells = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            for (TransactionNaming naming : TransactionNaming.values()) {
                for (int parallelism : PARALLELISM) {
                    Backend backend = cells.size() % 3 == 0 ? Backend.ROCKSDB : Backend.HEAP;
                    String name = (fault + "-" + naming + "-" + parallelism).toLowerCase(Locale.ROOT);
                    List<Fault> faults = Collections.nCopies(FAULTS, fault);
                    cells.add(new ChaosRun(name, naming, backend, parallelism, faults, window, SEED + cells.size()));
                }
            }
        }
        Collections.shuffle(cells, new Random(SEED));
        Map<Fault, Integer> seen = new EnumMap<>(Fault.class);
        Map<ChaosRun, Integer> turns = new IdentityHashMap<>();
        cells.forEach(cell -> turns.put(cell, seen.merge(cell.faults().get(0), 1, Integer::sum)));
        cells.sort(Comparator.comparing(turns::get));
        cells.removeIf(cell -> !cell.name().startsWith(ONLY));
        assertThat(cells).as("cells whose name begins with %s", ONLY).isNotEmpty();
        return cells;
    }

    /** A broker's disk can only be filled where this user may mount one. */
    private static List<Fault> possible(Site site) {
        return Stream.of(Fault.values())
                .filter(fault ->
                        fault != Fault.BROKER_DISK_FULL || site.broker().disk().mounted())
                .toList();
    }

    private static ChaosRun mixed(int round, List<Fault> possible) {
        TransactionNaming naming = round % 2 == 0 ? TransactionNaming.INCREMENTING : TransactionNaming.POOLING;
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < ROUNDS_OF_A_SOAK; i++) {
            faults.addAll(possible);
        }
        Backend backend = round % 3 == 0 ? Backend.ROCKSDB : Backend.HEAP;
        return new ChaosRun("soak-" + round, naming, backend, 2, faults, 2000, SEED + round);
    }

    /** Rows of Markdown, written as they come, so that a run that is ended keeps what it had. */
    private static final class ChaosTable {
        private final Path file;
        private final StringBuilder text = new StringBuilder();
        private int rows;

        ChaosTable(Path file) {
            this.file = file;
            text.append(
                    "| fault | naming | subtasks | state | injected | events | restarts by Flink | answers lost or twice |"
                            + " models that differ | minutes |\n|---|---|---|---|---|---|---|---|---|---|\n");
        }

        void add(ChaosRun run, ChaosRun.Result result) throws IOException {
            add(
                    run,
                    String.format(
                            Locale.ROOT,
                            "%,d | %d | 0 | 0 of %d | %.1f |",
                            result.events(),
                            result.restarts(),
                            result.keys(),
                            result.took().toSeconds() / 60.0));
        }

        void add(ChaosRun run, Throwable failure) throws IOException {
            String line =
                    String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
            add(run, "FAILED: " + line.replace("|", "\\|") + " | | | | |");
        }

        private void add(ChaosRun run, String came) throws IOException {
            long kinds = run.faults().stream().distinct().count();
            String fault = kinds == 1 ? run.faults().get(0).words() : "all " + kinds + ", mixed";
            rows++;
            write(String.format(
                    Locale.ROOT,
                    "| %s | %s | %d | %s | %d | %s%n",
                    fault,
                    run.naming(),
                    run.parallelism(),
                    run.backend(),
                    run.faults().size(),
                    came));
        }

        void end(int cells) throws IOException {
            write(String.format(Locale.ROOT, "%n%d of %d cells ran; seed %d.%n", rows, Math.max(cells, rows), SEED));
            System.out.println(text);
        }

        private void write(String lines) throws IOException {
            text.append(lines);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
    }
}
