package dev.freshet.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code -Dseeds=N} runs N seeds on the heap and N / 40 on RocksDB, at three sizes of its cache; {@code -Dseed=N} runs that one on each backend and
 * prints what it did.
 */
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("seeds", 480);
    private static final long SEED = Long.getLong("seed", 0);
    /** So that each size of the cache gets seeds of its own. */
    private static final int FAR_APART = 1_000_000;

    private static final int THREADS =
            Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));

    @ParameterizedTest
    @EnumSource(Backend.class)
    void whateverHappensTheCommittedOutputsAreThoseOfThePlainLearner(Backend backend) throws Exception {
        if (SEED > 0) {
            Simulation.run(SEED, backend.name(), Scenario.expected(SEED)).forEach(System.out::println);
            return;
        }
        int seeds = backend == Backend.HEAP ? SEEDS : (SEEDS + 119) / 120;
        long started = System.nanoTime();
        each(seeds, backend);
        System.out.printf(
                Locale.ROOT,
                "simulation: %d seeds on %s held in %.1f s%n",
                seeds,
                backend,
                (System.nanoTime() - started) * 1e-9);
    }

    private static void each(int seeds, Backend backend) throws Exception {
        long before = FAR_APART * (backend.cache() - 1L);
        AtomicLong next = new AtomicLong(before);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                workers.add(pool.submit(() -> {
                    for (long seed = next.incrementAndGet(); seed <= before + seeds; seed = next.incrementAndGet()) {
                        Simulation.run(seed, backend.name(), Scenario.expected(seed));
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aSeedAloneMakesTheSameRunAgain() {
        for (long seed = 1; seed <= 20; seed++) {
            List<String> first = Simulation.run(seed, "HEAP", Scenario.expected(seed));

            assertThat(Simulation.run(seed, "HEAP", Scenario.expected(seed))).isEqualTo(first);
        }
    }
}
