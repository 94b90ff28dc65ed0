package dev.freshet.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The goals of speed as ratios: against what the machine can do, against a bare loop, and against each peer that ran. */
final class Table {
    private static final List<String> WAYS =
            List.of("observe", "observe, no detector", "observe, no metrics", "fit", "fit, matrix");

    private static final String ALARMS = "moa-alarms";

    private Table() {}

    /** @param peers a file of lines of name, nanoseconds per event and result, several per name; or "" */
    static void print(Map<String, Double> nanos, String peers) throws IOException {
        double peak = Machine.fmaFlops(Suite.FmaPeak.ROUNDS) / nanos.get("fma peak");
        System.out.printf(
                "%nFMA peak %.0f GFLOP/s%n%n| ratio | %s |%n|---|---|---|---|---|---|%n",
                peak, String.join(" | ", WAYS));
        row("bare loop, batch 256", nanos, "lr-256", nanos.get("bare loop"));
        for (int d : new int[] {30, 784}) {
            double roof = Suite.networkFlops(d) / peak + nanos.get("adam bound " + Suite.parameters(d)) / 32;
            row(String.format("roofline, network d = %d (%.0f ns)", d, roof), nanos, "net-" + d, roof);
        }
        for (String model : List.of("ftrl", "ftrl-raw")) {
            row("textbook loop, " + model, nanos, model, nanos.get(model + " bare loop"));
        }
        for (Map.Entry<String, Double> peer : medians(peers).entrySet()) {
            String model = peer.getKey().split("[ ,]")[1];
            if (nanos.containsKey(model + " fit")) {
                row(String.format("%s (%.0f ns)", peer.getKey(), peer.getValue()), nanos, model, peer.getValue());
            } else {
                System.out.printf(
                        "| %s (%.0f ns) | %.2f | | | | |%n",
                        peer.getKey(), peer.getValue(), peer.getValue() / nanos.get(model));
            }
        }
        double gemm = Suite.Gemm.FLOPS / nanos.get("gemm 32x64x784") / peak;
        System.out.printf("| FMA peak, product 32 x 64 x 784 | %.2f | | | | |%n", gemm);
        alarms(peers);
    }

    /** Where ADWIN alarms, here and in MOA. */
    private static void alarms(String peers) throws IOException {
        System.out.println("\nADWIN alarms at " + new Suite.Detection().places());
        for (String line : peers.isEmpty() ? List.<String>of() : Files.readAllLines(Path.of(peers))) {
            String[] parts = line.split("\t");
            if (parts[0].equals(ALARMS)) {
                System.out.println("MOA's, " + parts[1] + ", at " + parts[2]);
            }
        }
    }

    private static void row(String what, Map<String, Double> nanos, String model, double other) {
        StringBuilder line = new StringBuilder("| " + what);
        for (String way : WAYS) {
            Double own = nanos.get(model + " " + way);
            line.append(own == null ? " |" : String.format(" | %.2f", other / own));
        }
        System.out.println(line.append(" |"));
    }

    private static Map<String, Double> medians(String file) throws IOException {
        Map<String, double[]> all = new TreeMap<>();
        for (String line : file.isEmpty() ? List.<String>of() : Files.readAllLines(Path.of(file))) {
            String[] parts = line.split("\t");
            if (parts.length == 3 && !parts[0].equals(ALARMS)) {
                all.merge(parts[0], new double[] {Double.parseDouble(parts[1])}, Table::both);
            }
        }
        Map<String, Double> medians = new TreeMap<>();
        all.forEach((name, times) -> {
            Arrays.sort(times);
            medians.put(name, times[times.length / 2]);
        });
        return medians;
    }

    private static double[] both(double[] before, double[] one) {
        double[] longer = Arrays.copyOf(before, before.length + 1);
        longer[before.length] = one[0];
        return longer;
    }
}
