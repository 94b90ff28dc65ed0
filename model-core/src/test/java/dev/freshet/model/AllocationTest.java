package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.drift.Adwin;
import dev.freshet.model.encode.HashedFeatures;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.eval.Views;
import dev.freshet.model.optim.Optimizers;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AllocationTest {
    private static final int EVENTS = 2_000;

    static Stream<LearnerSpec> models() {
        return Stream.of(
                Specs.binary().numbers(8, Scaling.STANDARD).batch(16).build(),
                Specs.regression()
                        .numbers(8, Scaling.STANDARD)
                        .optimizer(Optimizers.momentum(1e-3, 0.9))
                        .batch(1)
                        .build(),
                Specs.regression()
                        .numbers(8, Scaling.STANDARD)
                        .hidden(100, Activation.RELU)
                        .optimizer(Optimizers.adam(1e-3))
                        .batch(100)
                        .build(),
                Specs.classes(3)
                        .numbers(8, Scaling.STANDARD)
                        .category(16)
                        .hidden(12, Activation.RELU)
                        .hidden(7, Activation.TANH)
                        .optimizer(Optimizers.momentum(1e-3, 0.9))
                        .batch(32)
                        .metrics(new Views(100, 0.999))
                        .build(),
                sparse(1),
                sparse(32));
    }

    private static LearnerSpec sparse(int batch) {
        return Specs.binary()
                .encoder(new HashedFeatures(
                        IntStream.range(0, 40).mapToObj(i -> "x" + i).toList(), Scaling.NONE, List.of(), 12))
                .optimizer(Optimizers.ftrl(0.1, 1, 0.01, 0))
                .batch(batch)
                .build();
    }

    @ParameterizedTest
    @MethodSource("models")
    void anObservedExampleAllocatesNothingOnceBuffersHaveGrown(LearnerSpec spec) {
        assertThat(leastOfSomeRounds(spec)).isZero();
    }

    @ParameterizedTest
    @MethodSource("models")
    void aPredictionByASnapshotAllocatesNothing(LearnerSpec spec) {
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");
        List<Example> stream = stream(spec);
        stream.forEach(example -> learner.observe(state, example));
        Scorer scorer = Scorer.of(learner, state);
        Scoring scoring = new Scoring(spec);

        assertThat(least(stream, example -> scorer.score(example, scoring))).isZero();
    }

    /** Without an alarm, that is: the window grows with the logarithm of its width. */
    @ParameterizedTest
    @MethodSource("models")
    void aDetectorAllocatesOnlyWhereItsWindowGrows(LearnerSpec plain) {
        LearnerSpec spec = plain.toBuilder()
                .drift(DriftPolicy.watch(new Adwin(1e-9)))
                .seed(1)
                .build();

        assertThat(leastOfSomeRounds(spec)).isZero();
    }

    /** As many rounds as the compiler takes on a busy machine: before that, vectors are objects. */
    private static long leastOfSomeRounds(LearnerSpec spec) {
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");
        return least(stream(spec), example -> learner.observe(state, example));
    }

    private static List<Example> stream(LearnerSpec spec) {
        return Streams.plain(new Gen(1), spec, EVENTS).stream()
                .map(example -> withCategories(example, spec))
                .toList();
    }

    private static long least(List<Example> stream, Consumer<Example> work) {
        Runnable round = () -> {
            for (int i = 0; i < stream.size(); i++) {
                work.accept(stream.get(i));
            }
        };
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5_000 && least > 0; i++) {
            least = Math.min(least, Allocated.bytes(round));
        }
        return least;
    }

    private static Example withCategories(Example example, LearnerSpec spec) {
        long[] categories = new long[spec.features().schema().categories().size()];
        for (int i = 0; i < categories.length; i++) {
            categories[i] = -example.offset() - 1;
        }
        return new Example(example.numbers(), categories, example.label(), 1, example.time(), 0, example.offset());
    }
}
