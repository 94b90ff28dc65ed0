package dev.freshet.model;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs everything in turn, round after round, so that a slow spell of the machine meets all alike, and prints what each
 * costs: median CPU time of this thread per event, bytes allocated per event, and the ratios.
 *
 * <pre>{@code Ratios [--write DIRECTORY] [--only PREFIX[|PREFIX]] [--rounds N] [--peers FILE]}</pre>
 */
public final class Ratios {
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final int WARM_ROUNDS = 4;
    private static final long WARM_NANOS = 1_500_000_000L;

    private Ratios() {}

    public static void main(String[] arguments) throws IOException {
        Suite suite = new Suite();
        String only = option(arguments, "--only", "");
        int rounds = Integer.parseInt(option(arguments, "--rounds", "9"));
        String directory = option(arguments, "--write", "");
        if (!directory.isEmpty()) {
            suite.two.write(Files.createDirectories(Path.of(directory)).resolve("two-30.f32"));
            suite.small.write(Path.of(directory).resolve("ten-30.f32"));
            suite.large.write(Path.of(directory).resolve("ten-784.f32"));
            suite.clicks().write(Path.of(directory).resolve("clicks.vw"));
            return;
        }
        List<Workload> workloads =
                suite.workloads(name -> Stream.of(only.split("[|]")).anyMatch(name::startsWith));
        System.out.println(
                System.getProperty("java.version") + ", " + Kernels.best().name());
        Map<String, Double> nanos = measure(workloads, rounds);
        if (only.isEmpty()) {
            Table.print(nanos, option(arguments, "--peers", ""));
        }
    }

    static String option(String[] arguments, String name, String fallback) {
        int at = Arrays.asList(arguments).indexOf(name);
        return at < 0 ? fallback : arguments[at + 1];
    }

    /** Until each has run for seconds, since the compilers' threads share the processors with whatever else runs. */
    private static void warm(List<Workload> workloads) {
        long[] spent = new long[workloads.size()];
        for (int round = 0;
                round < WARM_ROUNDS || Arrays.stream(spent).min().orElse(WARM_NANOS) < WARM_NANOS;
                round++) {
            for (int i = 0; i < spent.length; i++) {
                if (round < WARM_ROUNDS || spent[i] < WARM_NANOS) {
                    long begun = THREAD.getCurrentThreadCpuTime();
                    workloads.get(i).run();
                    spent[i] += THREAD.getCurrentThreadCpuTime() - begun;
                }
            }
        }
    }

    static Map<String, Double> measure(List<Workload> workloads, int rounds) {
        warm(workloads);
        double[][] nanos = new double[workloads.size()][rounds];
        double[] result = new double[workloads.size()];
        long[] bytes = new long[workloads.size()];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < nanos.length; i++) {
                Workload workload = workloads.get(i);
                long allocated = THREAD.getCurrentThreadAllocatedBytes();
                long begun = THREAD.getCurrentThreadCpuTime();
                result[i] = workload.run();
                long spent = THREAD.getCurrentThreadCpuTime() - begun;
                nanos[i][round] = spent / (double) workload.events();
                bytes[i] = THREAD.getCurrentThreadAllocatedBytes() - allocated;
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        System.out.printf("%-32s %12s %10s %10s%n", "", "ns per event", "B/event", "result");
        for (int i = 0; i < nanos.length; i++) {
            Arrays.sort(nanos[i]);
            Workload workload = workloads.get(i);
            double median = nanos[i][rounds / 2];
            medians.put(workload.name(), median);
            System.out.printf(
                    "%-32s %12.1f %10.2f %10.4f%n",
                    workload.name(), median, bytes[i] / (double) workload.events(), result[i]);
        }
        return medians;
    }
}
