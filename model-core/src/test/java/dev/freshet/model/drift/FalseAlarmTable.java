package dev.freshet.model.drift;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Prints the tables of README's section on drift; run by its name, not with the tests. */
class FalseAlarmTable {
    private static final double[] RATES = {0.05, 0.1, 0.2, 0.4};
    private static final int STREAMS = 200;

    static final List<DriftDetector> DETECTORS = List.of(
            new Adwin(),
            new HddmA(true),
            new HddmA(false),
            new HddmW(true),
            new HddmW(false),
            new PageHinkley(),
            new Cusum(),
            new Rddm(),
            new Ddm(),
            new Eddm(),
            new Kswin(),
            new Kswin(1e-4, 100, 30, 42));

    @Test
    void ofDetectors() {
        for (DriftDetector detector : DETECTORS) {
            FalseAlarms runs = new FalseAlarms(detector, STREAMS);
            StringBuilder row = new StringBuilder("| `" + detector + "` |");
            StringBuilder warnings = new StringBuilder();
            for (double p : RATES) {
                double[] found = runs.per10000(p, 10_000);
                row.append(String.format(Locale.ROOT, " %.2f |", found[0]));
                warnings.append(String.format(Locale.ROOT, " %.2f", found[1]));
            }
            double[] rise = runs.delay(i -> i < 2000 ? 0.1 : 0.3);
            double[] fall = runs.delay(i -> i < 2000 ? 0.3 : 0.1);
            System.out.println(
                    row.append(warnings).append(" |").append(cell(rise)).append(cell(fall)));
        }
    }

    private static String cell(double[] delay) {
        String median = delay[0] == Integer.MAX_VALUE ? "–" : String.valueOf((int) delay[0]);
        return " " + median + " | " + Math.round(100 * delay[1]) + " % |";
    }

    /** Normal values: none changes; then the mean moves by half a deviation; then by a quarter. */
    @Test
    void ofFeatures() {
        for (DistributionTest test : List.of(new Psi(), new JensenShannon(), new KolmogorovSmirnov())) {
            FeatureDrift rule = new FeatureDrift(test);
            StringBuilder row = new StringBuilder("| `" + test + "` |");
            for (double shift : new double[] {0, 0.25, 0.5}) {
                double alarms = 0;
                double warned = 0;
                for (int stream = 0; stream < STREAMS; stream++) {
                    DriftLevel level = highest(rule, new SplittableRandom(stream), shift);
                    alarms += level == DriftLevel.DRIFT ? 1 : 0;
                    warned += level != DriftLevel.NONE ? 1 : 0;
                }
                row.append(String.format(Locale.ROOT, " %.1f %% | %.1f %% |", warned / 2, alarms / 2));
            }
            System.out.println(row);
        }
    }

    /** Over 10,000 values, all but the reference moved by {@code shift}. */
    private static DriftLevel highest(FeatureDrift rule, SplittableRandom random, double shift) {
        DriftLevel highest = DriftLevel.NONE;
        double[] state = rule.init();
        for (int i = 0; i < 10_000; i++) {
            double normal = random.nextGaussian();
            state = rule.update(state, i < 1000 ? normal : normal + shift);
            if (rule.level(state).compareTo(highest) > 0) {
                highest = rule.level(state);
            }
        }
        return highest;
    }
}
