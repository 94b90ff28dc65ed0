package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Fisher's iris, standardised by mean and population deviation: 150 rows of 4, and the species, 0 to 2. */
final class Iris {
    final double[][] xs;
    final double[] labels;

    private Iris(double[][] xs, double[] labels) {
        this.xs = xs;
        this.labels = labels;
    }

    static Iris load() {
        Iris iris = raw();
        for (int j = 0; j < 4; j++) {
            standardise(iris.xs, j);
        }
        return iris;
    }

    /** As it was measured, in cm. */
    static Iris raw() {
        List<String> lines = lines();
        assertThat(lines).hasSize(150);
        double[][] xs = new double[150][];
        double[] labels = new double[150];
        for (int i = 0; i < 150; i++) {
            String[] fields = lines.get(i).split(",", -1);
            xs[i] = new double[4];
            for (int j = 0; j < 4; j++) {
                xs[i][j] = Double.parseDouble(fields[j]);
            }
            labels[i] = Double.parseDouble(fields[4]);
        }
        return new Iris(xs, labels);
    }

    private static void standardise(double[][] xs, int column) {
        double mean = 0;
        for (double[] x : xs) {
            mean += x[column] / xs.length;
        }
        double variance = 0;
        for (double[] x : xs) {
            variance += (x[column] - mean) * (x[column] - mean) / xs.length;
        }
        for (double[] x : xs) {
            x[column] = (x[column] - mean) / Math.sqrt(variance);
        }
    }

    private static List<String> lines() {
        var in = Objects.requireNonNull(Iris.class.getResourceAsStream("iris.csv"), "iris.csv");
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
