package dev.freshet.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.freshet.model.Activation;
import dev.freshet.model.Dense;
import dev.freshet.model.Example;
import dev.freshet.model.Layer;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Scorer;
import dev.freshet.model.Scoring;
import dev.freshet.model.SpecBuilder;
import dev.freshet.model.data.Columns;
import dev.freshet.model.data.Dataset;
import dev.freshet.model.encode.CategoryHash;
import dev.freshet.model.encode.Cross;
import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.FadingNumbers;
import dev.freshet.model.encode.FeatureEncoder;
import dev.freshet.model.encode.HashedCategories;
import dev.freshet.model.encode.Imputation;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.OneHot;
import dev.freshet.model.encode.Ordinal;
import dev.freshet.model.encode.PreparedNumbers;
import dev.freshet.model.encode.Range;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.loss.Losses;
import dev.freshet.model.optim.Optimizers;
import dev.freshet.model.run.Learners;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX Runtime says of raw inputs what the scorer says. */
class OnnxExportTest {
    private static final float TOLERANCE = 1e-6f;
    private static final List<String> DAYS = List.of("mon", "tue", "wed");
    private static final Path FLIGHTS = Path.of("../jobs/src/main/resources/dev/freshet/demo/flights-2001-01.csv.gz");
    private static final OrtEnvironment RUNTIME = OrtEnvironment.getEnvironment();

    /** Distance, origin and destination: is it late? */
    @Test
    void tenThousandFlightsAreJudgedAlikeByOnnxRuntime() throws IOException, OrtException {
        List<Example> rows = new ArrayList<>();
        Set<String> airports = new TreeSet<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(FLIGHTS)), StandardCharsets.UTF_8))) {
            lines.readLine();
            while (rows.size() < 10_000) {
                String[] flight = lines.readLine().split(",", -1);
                double[] distance = {Double.parseDouble(flight[1])};
                airports.addAll(List.of(flight[2], flight[3]));
                rows.add(Example.of(rows.size(), Double.parseDouble(flight[4]), distance, flight[2], flight[3]));
            }
        }
        LearnerSpec spec = spec(
                LearnerSpec.classification("on-time", "delayed"),
                List.of(
                        new Numbers(List.of("distance"), Scaling.STANDARD),
                        new OneHot("origin", List.copyOf(airports), true),
                        new OneHot("destination", List.copyOf(airports).subList(0, 100), true)),
                new Dense(16, Activation.RELU),
                new Dense(1, Activation.SIGMOID));
        Map<Long, String> names = new HashMap<>();
        airports.forEach(airport -> names.put(CategoryHash.of(airport), airport));

        alike(rows, names, spec, 1e-6f);
    }

    /** 784 products in another order: float32 alone leaves that much between two sums of them. */
    @Test
    void tenThousandDigitsAreReadAlikeUpToRounding() throws IOException, OrtException {
        Dataset data = Dataset.read(
                Path.of("../jobs/examples/digits.csv.gz"),
                Columns.label("digit").drop("key", "time"));
        LearnerSpec spec = Learners.spec(data.schema())
                .network(
                        new Dense(64, Activation.RELU),
                        new Dense(32, Activation.RELU),
                        new Dense(10, Activation.SOFTMAX))
                .optimizer(Optimizers.adam(0.001))
                .batch(8)
                .build();

        alike(data.toList(), Map.of(), spec, 1e-5f);
    }

    private static void alike(List<Example> rows, Map<Long, String> names, LearnerSpec spec, float tolerance)
            throws OrtException {
        assertThat(rows).hasSize(10_000);
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("all");
        rows.subList(0, 3_000).forEach(row -> learner.observe(state, row));
        Scorer scorer = Scorer.of(learner, state);
        byte[] model = OnnxExport.write(scorer, false);
        for (int from = 0; from < rows.size(); from += 1_000) {
            List<Example> part = rows.subList(from, from + 1_000);
            compare(scorer, part, run(model, part, names, Map.of()), tolerance, "part from " + from);
        }
    }

    static Stream<LearnerSpec> specs() {
        Encoder plain = new Numbers(List.of("b"), Scaling.NONE);
        Stream<Encoder> scalings = Stream.of(Scaling.values()).map(scaling -> new Numbers(List.of("c", "a"), scaling));
        Stream<Encoder> others = Stream.of(
                new FadingNumbers(List.of("b", "c"), 0.05),
                new PreparedNumbers(
                        new Numbers(List.of("a", "c"), Scaling.ROBUST),
                        new Range(-1.5, 2),
                        new Imputation.Mean(),
                        true,
                        new Range(-0.7, 0.9)),
                new PreparedNumbers(
                        new Numbers(List.of("a", "c"), Scaling.STANDARD),
                        Range.ALL,
                        new Imputation.None(),
                        false,
                        new Range(0.1, 0.9)),
                new PreparedNumbers(
                        new Numbers(List.of("a"), Scaling.NONE),
                        new Range(-1, 1),
                        new Imputation.Constant(5),
                        true,
                        Range.ALL),
                new OneHot("d", DAYS, false),
                new OneHot("d", DAYS, true),
                new Ordinal("d", DAYS));
        Stream<LearnerSpec> encoders = Stream.concat(scalings, others)
                .map(encoder -> spec(
                        LearnerSpec.classification("no", "yes"),
                        List.of(plain, encoder),
                        new Dense(5, Activation.TANH),
                        new Dense(1, Activation.SIGMOID)));
        Stream<LearnerSpec> activations = Stream.of(Activation.values())
                .filter(activation -> activation != Activation.SOFTMAX)
                .map(activation -> spec(
                        LearnerSpec.classification("x", "y", "z"),
                        List.of(new Numbers(List.of("a", "b", "c"), Scaling.STANDARD)),
                        new Dense(4, activation),
                        new Dense(3, Activation.SOFTMAX)));
        Stream<LearnerSpec> ends = Stream.of(
                spec(LearnerSpec.regression(), List.of(plain), new Dense(1, Activation.LINEAR)),
                spec(LearnerSpec.regression(), List.of(plain), new Dense(1, Activation.EXPONENTIAL)),
                spec(
                        LearnerSpec.classification("no", "yes").loss(Losses.hinge()),
                        List.of(plain),
                        new Dense(1, Activation.LINEAR)),
                spec(
                        LearnerSpec.classification("x", "y", "z").loss(Losses.hinge()),
                        List.of(plain),
                        new Dense(3, Activation.LINEAR)));
        return Stream.of(encoders, activations, ends).flatMap(all -> all);
    }

    private static LearnerSpec spec(SpecBuilder task, List<Encoder> encoders, Layer... layers) {
        return task.features(encoders.toArray(Encoder[]::new))
                .network(layers)
                .batch(4)
                .build();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void whateverOnnxCanSayItSaysAlike(LearnerSpec spec) throws OrtException {
        SplittableRandom random = new SplittableRandom(7);
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");
        List<Example> rows = rows(spec, random, 300);
        rows.forEach(row -> learner.observe(state, row));
        List<Example> asked = rows(spec, random, 200);
        Scorer scorer = Scorer.of(learner, state);

        float[][] found = run(OnnxExport.write(scorer, false), asked, names(), Map.of());

        compare(scorer, asked, found, TOLERANCE, spec.features() + " " + spec.network());
    }

    @Test
    void columnsOfHashesAreRefusedOrAnInputOfTheirOwn() throws OrtException {
        HashedCategories hashed = new HashedCategories(List.of("d"), 6);
        LearnerSpec spec = spec(
                LearnerSpec.regression(),
                List.of(new Numbers(List.of("a", "b", "c"), Scaling.STANDARD), hashed, new Cross(List.of("d", "e"), 3)),
                new Dense(1, Activation.LINEAR));
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");
        List<Example> rows = rows(spec, new SplittableRandom(3), 100);
        rows.forEach(row -> learner.observe(state, row));
        Scorer scorer = Scorer.of(learner, state);

        assertThatThrownBy(() -> OnnxExport.write(scorer, false))
                .hasMessageStartingWith("features[1], hashed categories of [d], has no ONNX form")
                .hasMessageContaining("use one-hot");
        byte[] model = OnnxExport.write(scorer, true);
        FeatureEncoder encoder = spec.features().encoder();
        float[][] d = new float[rows.size()][6];
        float[][] cross = new float[rows.size()][8];
        for (int i = 0; i < rows.size(); i++) {
            float[] x = new float[encoder.width()];
            encoder.encode(rows.get(i), scorer.statistics(), false, x, 0);
            System.arraycopy(x, 3, d[i], 0, 6);
            System.arraycopy(x, 9, cross[i], 0, 8);
        }
        compare(
                scorer,
                rows,
                run(model, rows, names(), Map.of("encoded_1", d, "encoded_2", cross)),
                TOLERANCE,
                "hashed");
    }

    private static void compare(Scorer scorer, List<Example> rows, float[][] found, float tolerance, String of) {
        Scoring scoring = new Scoring(scorer.spec());
        for (int i = 0; i < rows.size(); i++) {
            float[] expected = scorer.score(rows.get(i), scoring).prediction();
            if (scoring.finite()) {
                for (int j = 0; j < expected.length; j++) {
                    float allowed = tolerance * Math.max(1, Math.abs(expected[j]));
                    assertThat(found[i][j]).as(of + ", row " + i).isEqualTo(expected[j], within(allowed));
                }
            }
        }
    }

    private static Map<Long, String> names() {
        Map<Long, String> names = new HashMap<>();
        Stream.of("mon", "tue", "wed", "sun").forEach(day -> names.put(CategoryHash.of(day), day));
        names.put(CategoryHash.MISSING, "");
        return names;
    }

    /** With what is missing, far off, and undeclared. */
    private static List<Example> rows(LearnerSpec spec, SplittableRandom random, int n) {
        List<Example> rows = new ArrayList<>();
        int numbers = spec.features().schema().numbers().size();
        int categories = spec.features().schema().categories().size();
        for (int i = 0; i < n; i++) {
            double[] x = new double[numbers];
            for (int j = 0; j < numbers; j++) {
                x[j] = random.nextInt(10) == 0 ? Double.NaN : random.nextDouble(-2, 2) + (i == 50 ? 50 : 0);
            }
            long[] c = new long[categories];
            for (int j = 0; j < categories; j++) {
                int day = random.nextInt(5);
                c[j] = day == 4 ? CategoryHash.MISSING : CategoryHash.of(day == 3 ? "sun" : DAYS.get(day));
            }
            rows.add(new Example(x, c, random.nextInt(2), 1, i, 0, i));
        }
        return rows;
    }

    private static float[][] run(
            byte[] model, List<Example> rows, Map<Long, String> names, Map<String, float[][]> encoded)
            throws OrtException {
        double[][] numbers = rows.stream().map(Example::numbers).toArray(double[][]::new);
        String[][] categories = rows.stream()
                .map(row -> Arrays.stream(row.categories()).mapToObj(names::get).toArray(String[]::new))
                .toArray(String[][]::new);
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try (OrtSession session = RUNTIME.createSession(model, new OrtSession.SessionOptions())) {
            for (String name : session.getInputNames()) {
                inputs.put(
                        name,
                        switch (name) {
                            case "numbers" -> OnnxTensor.createTensor(RUNTIME, numbers);
                            case "categories" -> OnnxTensor.createTensor(RUNTIME, categories);
                            default -> OnnxTensor.createTensor(RUNTIME, encoded.get(name));
                        });
            }
            try (OrtSession.Result result = session.run(inputs)) {
                return (float[][]) result.get(0).getValue();
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }
}
