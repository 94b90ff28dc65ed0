package dev.freshet.model.drift;

import java.util.ArrayList;
import java.util.List;

/** ADWIN of the usual settings as the paper tells it: every value is kept, every mean and variance is taken afresh. */
final class BruteForceAdwin {
    private final double delta;
    private final List<Double> window = new ArrayList<>();
    private final List<Integer> bucketSizes = new ArrayList<>();
    private boolean alarm;

    BruteForceAdwin(double delta) {
        this.delta = delta;
    }

    boolean update(double value) {
        if (alarm) {
            window.clear();
            bucketSizes.clear();
        }
        window.add(value);
        bucketSizes.add(1);
        for (int size = 1; bucketSizes.lastIndexOf(size) - bucketSizes.indexOf(size) == 5; size *= 2) {
            int oldest = bucketSizes.indexOf(size);
            bucketSizes.remove(oldest);
            bucketSizes.set(oldest, 2 * size);
        }
        alarm = window.size() % 32 == 0 && differs();
        return alarm;
    }

    List<Double> window() {
        return window;
    }

    private boolean differs() {
        int width = window.size();
        double spread = Math.log(2 * Math.log(width) / delta);
        double variance = deviation(window) / width;
        int n0 = 0;
        for (int size : bucketSizes) {
            n0 += size;
            int n1 = width - n0;
            if (n0 >= 5 && n1 >= 5) {
                double m = 1.0 / (n0 - 4) + 1.0 / (n1 - 4);
                double bound = Math.sqrt(2 * m * variance * spread) + 2.0 / 3 * spread * m;
                if (Math.abs(mean(window.subList(0, n0)) - mean(window.subList(n0, width))) > bound) {
                    return true;
                }
            }
        }
        return false;
    }

    static double mean(List<Double> values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.size();
    }

    static double deviation(List<Double> values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum;
    }
}
