package dev.freshet.model;

import dev.freshet.model.encode.CategoryHash;
import dev.freshet.model.encode.FeatureSchema;
import java.util.ArrayList;
import java.util.List;

/** Random examples that fit a spec, the awkward ones among them. */
final class Streams {

    private Streams() {}

    /** With missing and huge numbers, missing labels and categories, weights from 0 up, times that jump both ways. */
    static List<Example> random(Gen gen, LearnerSpec spec, int n) {
        List<Example> stream = new ArrayList<>();
        long time = 1_700_000_000_000L;
        for (int i = 0; i < n; i++) {
            time += gen.chance(0.1) ? gen.between(-500, 500) : gen.between(0, 40);
            double label = gen.chance(0.1) ? Double.NaN : label(gen, spec);
            double weight = gen.chance(0.2) ? gen.pick(0.0, 0.25, 3.0, 1e300) : 1;
            stream.add(
                    new Example(numbers(gen, spec), categories(gen, spec), label, weight, time, gen.below(3), 10L * i));
        }
        return stream;
    }

    /** Every label known, every weight 1, nothing missing or huge. */
    static List<Example> plain(Gen gen, LearnerSpec spec, int n) {
        List<Example> stream = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            stream.add(Example.of(i, label(gen, spec), gaussian(gen, spec)));
        }
        return stream;
    }

    /** {@code example} with another label. */
    static Example relabelled(Example example, double label) {
        return new Example(
                example.numbers(),
                example.categories(),
                label,
                example.weight(),
                example.time(),
                example.partition(),
                example.offset());
    }

    static double label(Gen gen, LearnerSpec spec) {
        return spec.task() instanceof Task.Classification c
                ? gen.below(c.classes().size())
                : gen.normal();
    }

    private static double[] gaussian(Gen gen, LearnerSpec spec) {
        double[] x = new double[spec.features().schema().numbers().size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = gen.normal();
        }
        return x;
    }

    private static double[] numbers(Gen gen, LearnerSpec spec) {
        double[] x = gaussian(gen, spec);
        for (int i = 0; i < x.length; i++) {
            if (gen.chance(0.05)) {
                x[i] = gen.pick(Double.NaN, 1e308, -1e20, 0.0, 1e-320, 1e5);
            }
        }
        return x;
    }

    private static long[] categories(Gen gen, LearnerSpec spec) {
        FeatureSchema schema = spec.features().schema();
        long[] categories = new long[schema.categories().size()];
        for (int i = 0; i < categories.length; i++) {
            categories[i] = gen.chance(0.1) ? CategoryHash.MISSING : CategoryHash.of("v" + gen.below(9));
        }
        return categories;
    }
}
