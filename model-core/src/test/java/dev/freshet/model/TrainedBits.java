package dev.freshet.model;

import dev.freshet.model.encode.HashedFeatures;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.optim.Optimizers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** A program: trains seeded models, and prints which kernels did and the sha256 of each model's snapshot. */
final class TrainedBits {
    /** Of rows that are run over one by one: less than a vector, one, part of a second, and more. */
    static final int[] WIDTHS = {7, 16, 30, 45, 64};

    private static final int EVENTS = 300;

    private TrainedBits() {}

    public static void main(String[] arguments) throws NoSuchAlgorithmException {
        System.out.println("kernels: " + Kernels.best().name());
        for (LearnerSpec spec : specs()) {
            System.out.println(sha256(trained(spec)));
        }
        for (int width : WIDTHS) {
            System.out.println(sha256(run(width)));
        }
    }

    static List<LearnerSpec> specs() {
        List<LearnerSpec> specs = new ArrayList<>();
        specs.add(Specs.binary().numbers(30, Scaling.STANDARD).batch(1).build());
        specs.add(Specs.regression()
                .numbers(50)
                .optimizer(Optimizers.adam(0.01))
                .batch(7)
                .build());
        for (int batch : new int[] {1, 5}) {
            specs.add(Specs.binary()
                    .encoder(new HashedFeatures(names(40), Scaling.NONE, List.of(), 12))
                    .optimizer(Optimizers.ftrl(0.1, 1, 0.01, 0.1))
                    .batch(batch)
                    .build());
        }
        for (Activation f : Activation.values()) {
            if (f != Activation.SOFTMAX) {
                specs.add(Specs.classes(10)
                        .numbers(45, Scaling.STANDARD)
                        .hidden(64, f)
                        .hidden(23, f)
                        .optimizer(Optimizers.adam(0.01))
                        .batch(32)
                        .build());
            }
        }
        for (int seed = 0; seed < 12; seed++) {
            specs.add(Specs.random(new Gen(seed)));
        }
        return specs;
    }

    private static List<String> names(int n) {
        return IntStream.range(0, n).mapToObj(i -> "x" + i).toList();
    }

    private static byte[] run(int width) {
        Gen gen = new Gen(width);
        float[] numbers = new float[EVENTS * width];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) gen.normal();
        }
        int[] classes = new int[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            classes[i] = gen.between(0, 1);
        }
        Learner learner = Specs.binary()
                .numbers(width, Scaling.NONE)
                .optimizer(Optimizers.sgd(0.1))
                .learner();
        LearnerState state = learner.init("key");
        new AtRest(learner)
                .stepEach(
                        state,
                        DenseRows.of(numbers, width, classes),
                        0,
                        EVENTS,
                        new float[2 * EVENTS],
                        new double[EVENTS]);
        return new SnapshotCodec(learner).encode(state);
    }

    private static byte[] trained(LearnerSpec spec) {
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("key");
        for (Example example : Streams.random(new Gen(spec.seed()), spec, EVENTS)) {
            learner.observe(state, example);
        }
        return new SnapshotCodec(learner).encode(state);
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
