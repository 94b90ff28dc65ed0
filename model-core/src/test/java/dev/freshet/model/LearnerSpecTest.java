package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.loss.Loss;
import dev.freshet.model.loss.Losses;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LearnerSpecTest {
    private static final String DENSE = ", initializer=GLOROT_UNIFORM, l1=0.0, l2=0.0, maxNorm=Infinity]";

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsRefusedWithTheRuleAndWhatWasFound(ThrowingCallable mistake, String message) {
        assertThatThrownBy(mistake).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    static Stream<Arguments> mistakes() {
        Task number = new Task.Regression();
        Task two = new Task.Classification(List.of("a", "b"));
        Task three = new Task.Classification(List.of("a", "b", "c"));
        return Stream.of(
                ends(number, 2, Activation.LINEAR, Losses.meanSquaredError(), "a regression ends in dense: 1: got "),
                ends(
                        number,
                        1,
                        Activation.SOFTMAX,
                        Losses.meanSquaredError(),
                        "softmax of one output is always 1: got "),
                mistake(
                        () -> spec(number, 1, Activation.LINEAR, Losses.binaryCrossEntropy()),
                        "a regression takes loss mse, mae, huber, quantile or poisson: got BinaryCrossEntropy[labelSmoothing=0.0]"),
                ends(
                        two,
                        2,
                        Activation.SIGMOID,
                        Losses.meanSquaredError(),
                        "2 classes take a last layer of 2 softmax units or 1 sigmoid unit: got "),
                ends(
                        three,
                        1,
                        Activation.SIGMOID,
                        Losses.meanSquaredError(),
                        "3 classes take a last layer of 3 softmax units: got "),
                ends(
                        two,
                        2,
                        Activation.SOFTMAX,
                        Losses.binaryCrossEntropy(),
                        "binary cross-entropy takes one sigmoid output: got "),
                ends(
                        two,
                        1,
                        Activation.SIGMOID,
                        Losses.categoricalCrossEntropy(),
                        "categorical cross-entropy takes a softmax output per class: got "),
                mistake(
                        () -> spec(number, 1, Activation.LINEAR, Losses.classWeighted(Losses.meanSquaredError(), 1, 2)),
                        "a regression takes loss mse, mae, huber, quantile or poisson: got ClassWeighted[loss=Squared[],"
                                + " weights=[1.0, 2.0]]"),
                mistake(
                        () -> spec(two, 1, Activation.SIGMOID, Losses.huber()),
                        "classes take loss cross-entropy, hinge or mse: got Huber[delta=1.0]"),
                mistake(
                        () -> spec(three, 3, Activation.SOFTMAX, Losses.classWeighted(Losses.meanSquaredError(), 1, 2)),
                        "class-weights must be one per class, 3: got ClassWeighted[loss=Squared[], weights=[1.0, 2.0]]"),
                ends(number, 1, Activation.LINEAR, Losses.poisson(), "poisson takes an exponential output: got "),
                ends(
                        two,
                        1,
                        Activation.SIGMOID,
                        Losses.hinge(),
                        "hinge of 2 classes takes a last layer of 2 linear units or 1 linear unit: got "),
                ends(
                        three,
                        1,
                        Activation.LINEAR,
                        Losses.hinge(),
                        "hinge of 3 classes takes a last layer of 3 linear units: got "),
                mistake(() -> new BatchPolicy(0, 0), "batch.size must lie in [1, 65536]: got 0"),
                mistake(() -> new BatchPolicy(65_537, 0), "batch.size must lie in [1, 65536]: got 65537"),
                mistake(() -> new BatchPolicy(1, -1), "batch.max-age must be >= 0 ms: got -1"),
                mistake(() -> new Dense(0, Activation.RELU), "dense must have 1 to 65,536 units: got 0"),
                mistake(() -> new Dense(1, Activation.RELU).withL1(-1), "dense.l1 must be >= 0 and finite: got -1.0"),
                mistake(
                        () -> new Dense(1, Activation.RELU).withL2(Double.NaN),
                        "dense.l2 must be >= 0 and finite: got NaN"),
                mistake(
                        () -> new Dense(1, Activation.RELU).withL2(3e38),
                        "dense.l2 must be >= 0 and finite: got 3.0E38"),
                mistake(() -> new Dense(1, Activation.RELU).withMaxNorm(0), "dense.max-norm must be > 0: got 0.0"),
                mistake(() -> new Dropout(1), "dropout must lie in [0, 1): got 1.0"),
                mistake(() -> new Dropout(-0.1), "dropout must lie in [0, 1): got -0.1"),
                mistake(
                        () -> Sequential.of(new Dropout(0.1), new Dropout(0.2), new Dense(1, Activation.RELU)),
                        "dropout must stand before a dense layer: got Dropout[rate=0.1], Dropout[rate=0.2]"),
                mistake(
                        () -> Sequential.of(new Dropout(0.1)),
                        "network must end in a dense layer: got [Dropout[rate=0.1]]"),
                mistake(() -> new Sequential(List.of()), "network must have at least one layer: got []"),
                mistake(
                        () -> Sequential.of(new Dense(2, Activation.SOFTMAX), new Dense(1, Activation.LINEAR)),
                        "softmax belongs to the last layer: got it in Dense[units=2, activation=SOFTMAX" + DENSE),
                mistake(
                        () -> new Task.Classification(List.of("a")),
                        "task.classes must list at least two distinct labels: got [a]"),
                mistake(
                        () -> new Task.Classification(List.of("a", "a")),
                        "task.classes must list at least two distinct labels: got [a, a]"),
                mistake(
                        () -> new Example(new double[0], new long[0], 1, -1, 0, 2, 3),
                        "example.weight must be finite and >= 0: got -1.0 (partition 2, offset 3)"),
                mistake(
                        () -> new Example(new double[0], new long[0], 1, Double.NaN, 0, 2, 3),
                        "example.weight must be finite and >= 0: got NaN (partition 2, offset 3)"));
    }

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSpecTravelsAsBytes(long seed) throws IOException, ClassNotFoundException {
        LearnerSpec spec = Specs.random(new Gen(seed));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(spec);

        Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

        assertThat(read).isEqualTo(spec);
        assertThat(new Learner((LearnerSpec) read).specHash()).isEqualTo(new Learner(spec).specHash());
    }

    private static Arguments ends(Task task, int units, Activation activation, Loss loss, String rule) {
        return mistake(
                () -> spec(task, units, activation, loss),
                rule + "Dense[units=" + units + ", activation=" + activation + DENSE);
    }

    private static Arguments mistake(ThrowingCallable mistake, String message) {
        return Arguments.of(mistake, message);
    }

    private static LearnerSpec spec(Task task, int units, Activation activation, Loss loss) {
        LearnerSpec plain = Specs.regression().numbers(1).build();
        return new LearnerSpec(
                task,
                plain.features(),
                Sequential.of(new Dense(units, activation)),
                loss,
                plain.optimizer(),
                plain.batch(),
                Guard.DEFAULT,
                DriftPolicy.NONE,
                plain.metrics(),
                1);
    }
}
