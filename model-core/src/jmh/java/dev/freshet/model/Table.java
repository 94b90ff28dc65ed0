package dev.freshet.model;

import java.util.Map;

/** The ratios of issue 3 that need no peer: against bare loops and against what the machine can do. */
final class Table {

    private Table() {}

    static void print(Map<String, Double> nanos) {
        double peak = Machine.fmaFlops(Suite.FmaPeak.ROUNDS) / nanos.get("fma peak");
        System.out.printf("%nFMA peak %.0f GFLOP/s%n", peak);
        System.out.printf(
                "gemm 32x64x784: %.0f %% of it%n", 100 * Suite.Gemm.FLOPS / nanos.get("gemm 32x64x784") / peak);
        for (String way : new String[] {"observe", "observe, no detector", "fit"}) {
            System.out.printf(
                    "lr-256 %s: %.2f of the bare loop%n", way, nanos.get("bare loop") / nanos.get("lr-256 " + way));
            for (int d : new int[] {30, 784}) {
                double roof = Suite.networkFlops(d) / peak + nanos.get("adam bound " + Suite.parameters(d)) / 32;
                System.out.printf(
                        "net-%d %s: %.0f %% of the roofline (%.0f ns)%n",
                        d, way, 100 * roof / nanos.get("net-" + d + " " + way), roof);
            }
        }
    }
}
