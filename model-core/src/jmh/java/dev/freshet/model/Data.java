package dev.freshet.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A seeded stream of n rows of d float32 numbers and a class each: noisy linear for two classes, clusters for more. Peers
 * read it from a file: the rows, then the classes, all little-endian.
 */
final class Data {
    final int n;
    final int d;
    final int classes;
    final float[] x;
    final int[] y;
    private final List<Example> examples = new ArrayList<>();

    Data(int n, int d, int classes) {
        this.n = n;
        this.d = d;
        this.classes = classes;
        x = new float[n * d];
        y = new int[n];
        SplittableRandom random = new SplittableRandom(42);
        float[] directions = gaussian(random, classes * d);
        for (int i = 0; i < n; i++) {
            y[i] = random.nextInt(classes);
            float pull = 1.6f / (float) Math.sqrt(d);
            for (int j = 0; j < d; j++) {
                x[i * d + j] = pull * directions[y[i] * d + j] + (float) gaussian(random);
            }
        }
    }

    private static float[] gaussian(SplittableRandom random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) gaussian(random);
        }
        return values;
    }

    private static double gaussian(SplittableRandom random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }

    /** The same objects each time. */
    List<Example> examples() {
        if (examples.isEmpty()) {
            examples.addAll(make());
        }
        return examples;
    }

    private List<Example> make() {
        List<Example> examples = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            double[] row = new double[d];
            for (int j = 0; j < d; j++) {
                row[j] = x[i * d + j];
            }
            examples.add(Example.of(i, y[i], row));
        }
        return examples;
    }

    void write(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * (x.length + y.length)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(x);
        bytes.position(4 * x.length);
        bytes.asIntBuffer().put(y);
        Files.write(file, bytes.array());
    }
}
