package dev.freshet.model.accuracy;

import dev.freshet.model.Activation;
import dev.freshet.model.Dense;
import dev.freshet.model.DriftPolicy;
import dev.freshet.model.Example;
import dev.freshet.model.Initializer;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.model.Prior;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.model.SpecBuilder;
import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.HashedCategories;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.eval.Views;
import dev.freshet.model.optim.Optimizers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * Prints what a prior is worth: one model of all keys, one of each key, and one of each key that begins at a prior made of
 * the stream's first part. Scores count from there on: {@code FLIGHTS.csv.gz [ELEC2.csv.gz]}.
 */
final class PriorTable {
    private static final int[] SIZES = {0, 50, 200, 1_000, 4_000, Integer.MAX_VALUE};

    private static final int PASSES = 20;

    private final List<Keyed> rows;
    private final LearnerSpec spec;
    private final int history;
    private final Map<String, Integer> sizes = new HashMap<>();

    private record Keyed(String key, Example example) {}

    private PriorTable(List<Keyed> rows, LearnerSpec spec, int history) {
        this.rows = rows;
        this.spec = spec;
        this.history = history;
        rows.forEach(row -> sizes.merge(row.key(), 1, Integer::sum));
    }

    public static void main(String[] args) throws IOException {
        LearnerSpec flights = base(
                        new Numbers(List.of("distance"), Scaling.STANDARD),
                        new HashedCategories(List.of("hour"), 128),
                        new HashedCategories(List.of("weekday"), 32),
                        new HashedCategories(List.of("destination"), 64))
                .optimizer(Optimizers.sgd(0.15))
                .batch(4)
                .build();
        System.out.println("flights, a key per airport of origin, prior of the first 100,000");
        new PriorTable(read(Path.of(args[0]), PriorTable::flight), flights, 100_000).print(SIZES);
        if (args.length > 1) {
            for (double rate : new double[] {0.02, 0.1, 0.3}) {
                LearnerSpec prices = base(new Numbers(
                                List.of("demand", "nswprice", "vicprice", "vicdemand", "transfer"), Scaling.STANDARD))
                        .optimizer(Optimizers.sgd(rate))
                        .batch(1)
                        .build();
                System.out.println("elec2, a key per half-hour, prior of the first 5,000, rate " + rate);
                new PriorTable(read(Path.of(args[1]), PriorTable::price), prices, 5_000)
                        .print(new int[] {0, Integer.MAX_VALUE});
            }
            printMoving(read(Path.of(args[1]), PriorTable::price), 5_000);
        }
    }

    private static void printMoving(List<Keyed> prices, int history) {
        List<MovingPrior.Row> rows = prices.stream()
                .map(row -> new MovingPrior.Row(row.key(), row.example()))
                .toList();
        MovingPrior.print(rows, history, share -> "%.2f".formatted(100 * share));
    }

    private static SpecBuilder base(Encoder... encoders) {
        return LearnerSpec.classification("0", "1")
                .features(encoders)
                .network(new Dense(1, Activation.SIGMOID, Initializer.ZEROS))
                .metrics(Views.NONE)
                .drift(DriftPolicy.NONE);
    }

    private static Keyed flight(String[] cells, long offset) {
        LocalDateTime departure = LocalDateTime.parse(cells[0]);
        double[] numbers = {Double.parseDouble(cells[1])};
        String[] categories = {
            String.valueOf(departure.getHour()), departure.getDayOfWeek().name(), cells[3]
        };
        return new Keyed(cells[2], Example.of(offset, Double.parseDouble(cells[4]), numbers, categories));
    }

    /** Date, day, period, nswprice, nswdemand, vicprice, vicdemand, transfer, class. */
    private static Keyed price(String[] cells, long offset) {
        double[] numbers = IntStream.range(3, 8)
                .mapToDouble(i -> Double.parseDouble(cells[i]))
                .toArray();
        long halfHour = Math.round(Double.parseDouble(cells[2]) * 47);
        return new Keyed("p" + halfHour, Example.of(offset, cells[8].equals("UP") ? 1 : 0, numbers));
    }

    private interface Row {
        Keyed of(String[] cells, long offset);
    }

    private static List<Keyed> read(Path file, Row row) throws IOException {
        List<Keyed> rows = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            in.readLine();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                rows.add(row.of(line.split(",", -1), rows.size()));
            }
        }
        return rows;
    }

    private void print(int[] bounds) {
        byte[] snapshot = history(1);
        System.out.println(header(bounds));
        print("one model for all keys", bounds, run(new Learner(spec), key -> "all", 0));
        print("a model per key, from the first row on", bounds, run(new Learner(spec), key -> key, 0));
        print("a model per key, begun now", bounds, run(new Learner(spec), key -> key, history));
        for (double shrinkage : new double[] {0, 10, 100}) {
            Learner begun = new Learner(spec, Prior.of(spec, snapshot, shrinkage));
            print(
                    shrinkage == 0
                            ? "**begun now at the prior**"
                            : "**begun now at the prior**, shrinkage " + (int) shrinkage,
                    bounds,
                    run(begun, key -> key, history));
        }
        Learner settled = new Learner(spec, Prior.of(spec, history(PASSES), 10));
        print(
                "**begun now at the prior** of " + PASSES + " passes, shrinkage 10",
                bounds,
                run(settled, key -> key, history));
    }

    private byte[] history(int passes) {
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("history");
        for (int pass = 0; pass < passes; pass++) {
            rows.subList(0, history).forEach(row -> learner.observe(state, row.example()));
        }
        return new SnapshotCodec(learner).encode(state);
    }

    /** Log loss and hits of each row behind the history. */
    private static final class Scores {
        private final double[] loss;
        private final boolean[] hit;

        private Scores(int rows) {
            loss = new double[rows];
            hit = new boolean[rows];
        }
    }

    private Scores run(Learner learner, Function<String, String> keyOf, int from) {
        Map<String, LearnerState> states = new HashMap<>();
        Scores scores = new Scores(rows.size());
        for (int i = from; i < rows.size(); i++) {
            Keyed row = rows.get(i);
            LearnerState state = states.computeIfAbsent(keyOf.apply(row.key()), learner::init);
            Outcome outcome = learner.observe(state, row.example());
            int label = (int) row.example().label();
            scores.loss[i] = -Math.log(Math.max(1e-15, outcome.prediction()[label]));
            scores.hit[i] = outcome.predictedClass() == label;
        }
        return scores;
    }

    private String header(int[] bounds) {
        StringBuilder line = new StringBuilder("| | accuracy | log loss |");
        StringBuilder rule = new StringBuilder("|---|---|---|");
        for (int b = 0; bounds.length > 2 && b + 1 < bounds.length; b++) {
            int low = bounds[b];
            int high = bounds[b + 1];
            long keys =
                    sizes.values().stream().filter(n -> n >= low && n < high).count();
            line.append(
                    high == Integer.MAX_VALUE
                            ? " from %,d (%d keys) |".formatted(low, keys)
                            : " under %,d (%d keys) |".formatted(high, keys));
            rule.append("---|");
        }
        return line + "\n" + rule;
    }

    private void print(String name, int[] bounds, Scores scores) {
        StringBuilder line = new StringBuilder("| " + name + " | ");
        line.append("%.2f | %.4f |".formatted(100 * accuracy(scores), loss(scores, 0, Integer.MAX_VALUE)));
        for (int b = 0; bounds.length > 2 && b + 1 < bounds.length; b++) {
            line.append(" %.4f |".formatted(loss(scores, bounds[b], bounds[b + 1])));
        }
        System.out.println(line);
    }

    private double accuracy(Scores scores) {
        return IntStream.range(history, rows.size()).filter(i -> scores.hit[i]).count()
                / (double) (rows.size() - history);
    }

    /** Mean over the rows of keys that have {@code low} to {@code high} rows in all. */
    private double loss(Scores scores, int low, int high) {
        return IntStream.range(history, rows.size())
                .filter(i -> size(i) >= low && size(i) < high)
                .mapToDouble(i -> scores.loss[i])
                .average()
                .orElse(Double.NaN);
    }

    /** Rows of the key of row {@code i}, in all. */
    private int size(int i) {
        return sizes.getOrDefault(rows.get(i).key(), 0);
    }
}
