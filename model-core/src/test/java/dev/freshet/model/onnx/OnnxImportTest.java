package dev.freshet.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.Activation;
import dev.freshet.model.Dense;
import dev.freshet.model.Dropout;
import dev.freshet.model.Example;
import dev.freshet.model.Layer;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Prior;
import dev.freshet.model.Scorer;
import dev.freshet.model.Scoring;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.model.SpecBuilder;
import dev.freshet.model.data.Columns;
import dev.freshet.model.data.Dataset;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Networks that Keras and others wrote say here what they said there, and a bad file is refused. */
class OnnxImportTest {
    private static final LearnerSpec VOWELS = spec(
            LearnerSpec.classification("hAd", "hEd", "hId", "hOd", "hUd", "hYd", "had", "hed", "hid", "hod", "hud"),
            9,
            new Dense(16, Activation.RELU),
            new Dropout(0.1),
            new Dense(12, Activation.TANH),
            new Dense(11, Activation.SOFTMAX));

    private static LearnerSpec spec(SpecBuilder task, int areas, Layer... layers) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < areas; i++) {
            names.add("area" + i);
        }
        return task.features(new Numbers(names, Scaling.NONE)).network(layers).build();
    }

    @Test
    void aKerasNetworkPredictsHereWhatItPredictedThere() throws IOException {
        assertThat(largestDifference(VOWELS, "vowels")).isLessThan(1e-6);
    }

    @Test
    void whatAKerasNetworkDoesToItsInputsGoesIntoTheFirstLayer() throws IOException {
        LearnerSpec spec = spec(
                LearnerSpec.regression(),
                8,
                new Dense(10, Activation.RELU),
                new Dense(6, Activation.LEAKY_RELU),
                new Dense(5, Activation.SIGMOID),
                new Dense(1, Activation.LINEAR));

        assertThat(largestDifference(spec, "area")).isLessThan(2e-6);
    }

    @Test
    void turnedWeightsAndExactGeluAreTaken() throws IOException {
        LearnerSpec spec = spec(
                LearnerSpec.classification("no", "yes"),
                9,
                new Dense(7, Activation.GELU),
                new Dense(4, Activation.TANH),
                new Dense(1, Activation.SIGMOID));

        assertThat(largestDifference(spec, "gelu")).isLessThan(1e-6);
    }

    private static double largestDifference(LearnerSpec spec, String name) throws IOException {
        Scorer scorer = Scorer.load(spec, OnnxImport.snapshot(spec, file(name + ".onnx"), "prior"));
        Scoring scoring = new Scoring(spec);
        List<Example> rows = vowels(spec.features().width());
        List<String> stored =
                new String(file(name + ".csv"), StandardCharsets.UTF_8).lines().toList();
        assertThat(stored).hasSize(200);
        double most = 0;
        for (int i = 0; i < stored.size(); i++) {
            float[] found = scorer.score(rows.get(i), scoring).prediction();
            String[] expected = stored.get(i).split(",", -1);
            for (int j = 0; j < expected.length; j++) {
                int at = found.length - expected.length + j; // one output is the probability of class 1
                most = Math.max(most, Math.abs(found[at] - Double.parseDouble(expected[j])));
            }
        }
        return most;
    }

    private static List<Example> vowels(int areas) throws IOException {
        Dataset data = Dataset.read(
                Path.of("../jobs/examples/vowels.csv.gz"),
                Columns.label("vowel").drop("key", "time", "speaker"));
        List<Example> rows = new ArrayList<>();
        for (Example row : data.toList()) {
            rows.add(Example.of(rows.size(), Double.NaN, Arrays.copyOf(row.numbers(), areas)));
        }
        return rows;
    }

    @Test
    void keysBeginAtAnImportedNetworkAsAtAnyPrior() throws IOException {
        byte[] snapshot = OnnxImport.snapshot(VOWELS, file("vowels.onnx"), "imported");
        LearnerState fresh = new Learner(VOWELS, Prior.of(VOWELS, snapshot, 0)).init("k");
        LearnerState imported = new SnapshotCodec(new Learner(VOWELS)).decode(snapshot);

        assertThat(fresh.parameters()).isEqualTo(imported.parameters());
        assertThat(fresh.prior()).isEqualTo(imported.fingerprint()).isNotZero();
        assertThat(imported.step()).isEqualTo(1);
        assertThat(OnnxImport.snapshot(VOWELS, file("vowels.onnx"), "imported")).isEqualTo(snapshot);
    }

    @Test
    void anotherNetworkThanThePipelinesIsRefusedByLayer() throws IOException {
        byte[] vowels = file("vowels.onnx");
        refused(
                VOWELS.toBuilder()
                        .network(
                                new Dense(16, Activation.RELU),
                                new Dense(13, Activation.TANH),
                                new Dense(11, Activation.SOFTMAX))
                        .build(),
                vowels,
                "layer 3 of 3 must take 13 inputs to 11 units, as in the pipeline: got 12 to 11");
        refused(
                VOWELS.toBuilder()
                        .network(
                                new Dense(16, Activation.SIGMOID),
                                new Dense(12, Activation.TANH),
                                new Dense(11, Activation.SOFTMAX))
                        .build(),
                vowels,
                "layer 1 of 3 must be SIGMOID, as in the pipeline: got RELU");
        refused(
                VOWELS.toBuilder()
                        .network(new Dense(12, Activation.TANH), new Dense(11, Activation.SOFTMAX))
                        .build(),
                vowels,
                "layer 1 of 2 must take 9 inputs to 12 units, as in the pipeline: got 16 to 12");
    }

    @Test
    void encodersWithStatisticsAreRefusedSinceTheFileHasNone() throws IOException {
        List<String> areas = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8");
        LearnerSpec scaled = VOWELS.toBuilder()
                .features(new Numbers(areas, Scaling.STANDARD))
                .build();

        refused(scaled, file("vowels.onnx"), "no running statistics");
    }

    /** A path in a model file is never opened, wherever it leads. */
    @Test
    void weightsInOtherFilesAreRefused() {
        for (String place : List.of("../../etc/passwd", "/etc/passwd", "weights.bin")) {
            ProtoWriter entry = new ProtoWriter().text(1, "location").text(2, place);
            ProtoWriter tensor = new ProtoWriter()
                    .number(1, 9)
                    .number(1, 16)
                    .number(2, 1)
                    .text(8, "w")
                    .message(13, entry)
                    .number(14, 1);
            refused(VOWELS, model(tensor), "must lie in the file itself; no other file is read");
        }
        ProtoWriter only =
                new ProtoWriter().number(1, 1).number(2, 1).text(8, "w").number(14, 1);
        refused(VOWELS, model(only), "no other file is read");
    }

    /** What a tensor claims is compared with what is there before anything is made for it. */
    @Test
    void claimsOfMoreThanIsThereAreRefused() {
        ProtoWriter huge = new ProtoWriter()
                .number(1, 1L << 40)
                .number(1, 1L << 40)
                .number(2, 1)
                .text(8, "w")
                .bytes(9, new byte[8]);
        refused(VOWELS, model(huge), "a tensor of shape");
        ProtoWriter short1 =
                new ProtoWriter().number(1, 1 << 30).number(2, 1).text(8, "w").bytes(9, new byte[8]);
        refused(VOWELS, model(short1), "2 numbers in a tensor of shape [1073741824]");
        ProtoWriter deep = new ProtoWriter().number(2, 1).text(8, "w");
        for (int i = 0; i < 9; i++) {
            deep.number(1, 1);
        }
        refused(VOWELS, model(deep), "more than 8 dimensions");
        ProtoWriter negative =
                new ProtoWriter().number(1, -1).number(2, 1).text(8, "w").bytes(9, new byte[4]);
        refused(VOWELS, model(negative), "a tensor of shape [-1]");
        refused(VOWELS, new byte[] {0x3a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07}, "a length of");
    }

    @Test
    void numbersThatAreNotFiniteAndOtherTypesAreRefused() {
        byte[] nan = {0, 0, (byte) 0xc0, 0x7f};
        refused(
                VOWELS,
                model(new ProtoWriter().number(1, 1).number(2, 1).text(8, "w").bytes(9, nan)),
                "tensor w must hold finite numbers: got NaN");
        refused(
                VOWELS,
                model(new ProtoWriter().number(1, 1).number(2, 10).text(8, "w").bytes(9, new byte[4])),
                "must hold float or double: got data type 10");
    }

    @Test
    void noDamageIsAnythingButARefusalOrAModel() throws IOException {
        byte[] sound = file("vowels.onnx");
        for (int n = 0; n < sound.length; n += 7) {
            byte[] cut = Arrays.copyOf(sound, n);
            assertThatIllegalArgumentException()
                    .as("cut to " + n)
                    .isThrownBy(() -> OnnxImport.snapshot(VOWELS, cut, "k"));
        }
        for (int seed = 0; seed < 3_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = random.nextInt(8) == 0 ? new byte[random.nextInt(60)] : sound.clone();
            for (int i = random.nextInt(1, 6); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                Scorer.load(VOWELS, OnnxImport.snapshot(VOWELS, bytes, "k"));
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).as("seed " + seed).isNotBlank();
            }
        }
    }

    /** A loop of operations ends in a refusal. */
    @Test
    void anOperationThatFeedsItselfIsRefused() {
        ProtoWriter node = new ProtoWriter().text(1, "y").text(2, "y").text(4, "Identity");
        ProtoWriter graph = new ProtoWriter().message(1, node).message(12, new ProtoWriter().text(1, "y"));

        refused(VOWELS, new ProtoWriter().message(7, graph).toBytes(), "leads nowhere");
    }

    @Test
    void aSoftmaxOverTheRowsOfABatchIsRefused() {
        ProtoWriter axis = new ProtoWriter().text(1, "axis").number(3, 0);
        ProtoWriter node =
                new ProtoWriter().text(1, "x").text(2, "y").text(4, "Softmax").message(5, axis);
        ProtoWriter graph = new ProtoWriter().message(1, node).message(12, new ProtoWriter().text(1, "y"));

        refused(VOWELS, new ProtoWriter().message(7, graph).toBytes(), "Softmax over its units, axis -1 or 1: got 0");
    }

    private static byte[] model(ProtoWriter tensor) {
        return new ProtoWriter()
                .message(7, new ProtoWriter().message(5, tensor))
                .toBytes();
    }

    private static void refused(LearnerSpec spec, byte[] file, String message) {
        assertThatThrownBy(() -> OnnxImport.snapshot(spec, file, "k"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = OnnxImportTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
