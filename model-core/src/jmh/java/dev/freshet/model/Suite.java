package dev.freshet.model;

import dev.freshet.model.drift.Adwin;
import dev.freshet.model.drift.DriftLevel;
import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.encode.SparseInput;
import dev.freshet.model.eval.Views;
import dev.freshet.model.optim.Optimizers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Everything that is measured, by name. */
final class Suite {
    static final double RATE = 0.02;
    private static final int BATCH = 256;

    final Data two = new Data(100_000, 30, 2);
    final Data small = new Data(40_000, 30, 10);
    final Data large = new Data(8_000, 784, 10);
    private @Nullable Clicks clicks;

    static SpecBuilder logistic(int d, int batch) {
        return LearnerSpec.classification("no", "yes")
                .features(numbers(d))
                .optimizer(Optimizers.sgd(batch == 1 ? RATE : RATE * Math.sqrt(batch)))
                .batch(batch);
    }

    /** The Keras sheet's. */
    static SpecBuilder network(int d) {
        return LearnerSpec.classification(
                        IntStream.range(0, 10).mapToObj(k -> "c" + k).toArray(String[]::new))
                .features(numbers(d))
                .network(
                        new Dense(64, Activation.RELU),
                        new Dense(32, Activation.RELU),
                        new Dense(10, Activation.SOFTMAX))
                .optimizer(Optimizers.adam(0.001))
                .batch(32);
    }

    private static Numbers numbers(int d) {
        return new Numbers(IntStream.range(0, d).mapToObj(i -> "x" + i).toList(), Scaling.NONE);
    }

    List<Workload> workloads(Predicate<String> wanted) {
        Map<String, Function<String, Workload>> all = new LinkedHashMap<>();
        add(all, "lr-event", () -> logistic(30, 1), two);
        add(all, "lr-256", () -> logistic(30, BATCH), two);
        all.put("bare loop", name -> new BareLogistic(two, BATCH, RATE * Math.sqrt(BATCH)));
        add(all, "net-30", () -> network(30), small);
        add(all, "net-784", () -> network(784), large);
        addFtrl(all, "ftrl", new SparseInput(1 << Clicks.BITS), false);
        addFtrl(all, "ftrl-raw", Clicks.HASHED, true);
        all.put("gemm 32x64x784", name -> new Gemm());
        all.put("adwin", name -> new Detection());
        all.put("fma peak", name -> new FmaPeak());
        all.put("adam bound " + parameters(30), name -> new AdamBound(parameters(30)));
        all.put("adam bound " + parameters(784), name -> new AdamBound(parameters(784)));
        List<Workload> made = new ArrayList<>();
        all.forEach((name, maker) -> {
            if (wanted.test(name)) {
                made.add(maker.apply(name));
            }
        });
        return made;
    }

    private static void add(
            Map<String, Function<String, Workload>> all, String model, Supplier<SpecBuilder> spec, Data data) {
        all.put(model + " observe", name -> new Streaming(name, spec.get().build(), data.examples()));
        all.put(
                model + " observe, no detector",
                name -> new Streaming(name, spec.get().drift(DriftPolicy.NONE).build(), data.examples()));
        all.put(model + " observe, no metrics", name -> new Streaming(name, bare(spec.get()), data.examples()));
        all.put(model + " fit", name -> new Fitting(name, bare(spec.get()), data.examples()));
        all.put(
                model + " fit, matrix",
                name -> new Fitting(name, bare(spec.get()), data.examples(), DenseRows.of(data.x, data.d, data.y)));
    }

    private static LearnerSpec bare(SpecBuilder spec) {
        return spec.drift(DriftPolicy.NONE).metrics(Views.NONE).build();
    }

    /** Both with metrics and the default detectors, and with none of these. */
    private static LearnerSpec ftrl(Encoder features, int batch, boolean watched) {
        SpecBuilder spec = LearnerSpec.classification("no", "yes")
                .features(features)
                .optimizer(Optimizers.ftrl(BareFtrl.ALPHA, 1, 0, 0))
                .batch(batch);
        return (watched ? spec : spec.drift(DriftPolicy.NONE).metrics(Views.NONE)).build();
    }

    private void addFtrl(Map<String, Function<String, Workload>> all, String model, Encoder features, boolean raw) {
        Supplier<List<Example>> data = () -> raw ? clicks().raw : clicks().columns;
        all.put(model + " bare loop", name -> new BareFtrl(name, clicks(), raw));
        all.put(model + " observe", name -> new Clicking(name, ftrl(features, 1, true), data.get()));
        all.put(
                model + " observe, no detector",
                name -> new Clicking(
                        name,
                        ftrl(features, 1, true).toBuilder()
                                .drift(DriftPolicy.NONE)
                                .build(),
                        data.get()));
        all.put(model + " observe, no metrics", name -> new Clicking(name, ftrl(features, 1, false), data.get()));
        all.put(model + " fit", name -> new Fitting(name, ftrl(features, 1, false), data.get()));
        if (!raw) {
            all.put(
                    model + " fit, matrix",
                    name -> new Fitting(name, ftrl(features, 1, false), data.get(), clicks().rows()));
        }
        for (int batch : new int[] {32, 256}) {
            all.put(model + " fit by " + batch, name -> new Fitting(name, ftrl(features, batch, false), data.get()));
        }
    }

    Clicks clicks() {
        Clicks made = clicks;
        if (made == null) {
            made = new Clicks(200_000);
            clicks = made;
        }
        return made;
    }

    static int parameters(int d) {
        return d * 64 + 64 + 64 * 32 + 32 + 32 * 10 + 10;
    }

    /** Multiply-adds of one event's training: forward, weight gradients, and gradients of the inner activations. */
    static double networkFlops(int d) {
        return 2.0 * (2 * (d * 64 + 64 * 32 + 32 * 10) + 64 * 32 + 32 * 10);
    }

    static final class Gemm implements Workload {
        static final double FLOPS = 2.0 * 32 * 64 * 784;
        private final Kernels kernels = Kernels.best();
        private final float[] a = random(32 * 784);
        private final float[] b = random(784 * 64);
        private final float[] c = new float[32 * 64];

        private static float[] random(int n) {
            Random random = new Random(1);
            float[] values = new float[n];
            for (int i = 0; i < n; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return values;
        }

        @Override
        public String name() {
            return "gemm 32x64x784";
        }

        @Override
        public int events() {
            return 1000;
        }

        @Override
        public double run() {
            for (int i = 0; i < events(); i++) {
                kernels.multiply(32, 64, 784, a, 0, 784, 1, b, 0, 64, c, 0, 64);
            }
            return c[7];
        }
    }

    /** ADWIN on an error rate that jumps now and then. */
    static final class Detection implements Workload {
        private final Adwin adwin = new Adwin(0.002);
        private double[] state = adwin.init();
        private final double[] errors = new double[200_000];

        Detection() {
            Random random = new Random(1);
            for (int i = 0; i < errors.length; i++) {
                errors[i] = random.nextDouble() < (i / 20_000 % 2 == 0 ? 0.1 : 0.3) ? 1 : 0;
            }
        }

        List<Integer> places() {
            double[] window = adwin.init();
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < errors.length; i++) {
                window = adwin.update(window, errors[i]);
                if (adwin.level(window) == DriftLevel.DRIFT) {
                    places.add(i);
                }
            }
            return places;
        }

        @Override
        public String name() {
            return "adwin";
        }

        @Override
        public int events() {
            return errors.length;
        }

        @Override
        public double run() {
            int alarms = 0;
            for (double error : errors) {
                state = adwin.update(state, error);
                alarms += adwin.level(state) == DriftLevel.DRIFT ? 1 : 0;
            }
            return alarms;
        }
    }

    static final class FmaPeak implements Workload {
        static final int ROUNDS = 1_000_000;

        @Override
        public String name() {
            return "fma peak";
        }

        @Override
        public int events() {
            return 1;
        }

        @Override
        public double run() {
            return Machine.fma(ROUNDS);
        }
    }

    static final class AdamBound implements Workload {
        private final float[] w;
        private final float[] g;
        private final float[] m;
        private final float[] v;

        AdamBound(int parameters) {
            w = Gemm.random(parameters);
            g = Gemm.random(parameters);
            m = Gemm.random(parameters);
            v = new float[parameters];
        }

        @Override
        public String name() {
            return "adam bound " + w.length;
        }

        @Override
        public int events() {
            return 200;
        }

        @Override
        public double run() {
            for (int i = 0; i < events(); i++) {
                Machine.adam(w, g, m, v);
            }
            return w[3];
        }
    }
}
