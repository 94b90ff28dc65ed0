package dev.freshet.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.pipeline.StateSettings.Backend;
import dev.freshet.kafka.DeliverySettings.TransactionNaming;
import java.io.IOException;
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
 * Each fault many times, alone: by transaction naming and by parallelism; or, for as long as asked, a {@link Soak}. Prints a
 * table of what was injected and what held, and adds it to {@code target/chaos/table.md}.
 *
 * <p>{@code -Dchaos.events} in all cells together, {@code -Dchaos.faults} in each, {@code -Dchaos.minutes} after which no
 * further cell begins, {@code -Dchaos.soak} minutes of it instead, {@code -Dchaos.available=true} with Flink's high availability, {@code -Dchaos.seed},
 * {@code -Dchaos.only=disk_full} the cells whose name begins so, as {@code disk_full-pooling-2}, {@code -Dchaos.skip}
 * how many of the order's first are left out, as they ran before.
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
    private static final int SKIP = Integer.getInteger("chaos.skip", 0);
    private static final boolean AVAILABLE = Boolean.getBoolean("chaos.available");

    private final List<String> failures = new ArrayList<>();

    @Test
    void noFaultCostsAnEventOrABitOfAModel() throws Exception {
        System.out.println("chaos: -Dchaos.seed=" + SEED);
        if (SOAK > 0) {
            new Soak(Duration.ofMinutes(SOAK), SEED).run();
            return;
        }
        long deadline = System.nanoTime() + Duration.ofMinutes(MINUTES).toNanos();
        List<ChaosRun> runs = cells().stream().skip(SKIP).toList();
        ChaosTable table = new ChaosTable(Path.of("target", "chaos", "table.md"));
        try (Site site = Site.open("long", AVAILABLE)) {
            for (ChaosRun run : runs) {
                if (System.nanoTime() < deadline && possible(site).containsAll(run.faults())) {
                    run(run, site, table);
                }
            }
        }
        table.end(runs.size(), SEED);
        assertThat(failures).isEmpty();
    }

    private void run(ChaosRun run, Site site, ChaosTable table) throws IOException {
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
        Load load = Load.ahead(Math.max(100, EVENTS / number / FAULTS));
        List<ChaosRun> cells = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            for (TransactionNaming naming : TransactionNaming.values()) {
                for (int parallelism : PARALLELISM) {
                    Backend backend = cells.size() % 3 == 0 ? Backend.ROCKSDB : Backend.HEAP;
                    String name = (fault + "-" + naming + "-" + parallelism).toLowerCase(Locale.ROOT);
                    List<Fault> faults = Collections.nCopies(FAULTS, fault);
                    cells.add(new ChaosRun(name, naming, backend, parallelism, faults, load, 0, SEED + cells.size()));
                }
            }
        }
        Collections.shuffle(cells, new Random(SEED));
        Map<Fault, Integer> seen = new EnumMap<>(Fault.class);
        IdentityHashMap<ChaosRun, Integer> turns = new IdentityHashMap<>();
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
}
