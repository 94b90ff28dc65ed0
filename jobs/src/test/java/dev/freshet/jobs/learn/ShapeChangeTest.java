package dev.freshet.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.Activation;
import dev.freshet.model.Dense;
import dev.freshet.model.DriftPolicy;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Sequential;
import dev.freshet.model.drift.Adwin;
import dev.freshet.model.drift.FeatureDrift;
import dev.freshet.model.drift.HddmA;
import dev.freshet.model.drift.Psi;
import dev.freshet.model.encode.HashedCategories;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.eval.Views;
import dev.freshet.model.optim.Optimizers;
import dev.freshet.wire.Event;
import dev.freshet.wire.LedgerRow;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ShapeChangeTest {
    private static final StateRules MAP = new StateRules(StateRules.ShapeChange.MAP, 0);
    private static final LearnerSpec SPEC = RandomSpecs.network(4, 0.05);
    private static final Numbers NUMBERS = new Numbers(List.of("a", "b"), Scaling.STANDARD);
    private static final HashedCategories CATEGORY = new HashedCategories(List.of("c"), 3);

    static Stream<Arguments> changes() {
        DriftPolicy drift = SPEC.drift();
        return Stream.of(
                change("layer: dense 4 TANH", "layer: dense 5 TANH", RandomSpecs.network(5, 0.05)),
                change("layer: dense 4 TANH", "layer: dense 4 RELU", network(new Dense(4, Activation.RELU))),
                change(
                        "layer: dense 1 SIGMOID",
                        "layer: dense 3 TANH",
                        network(new Dense(4, Activation.TANH), new Dense(3, Activation.TANH))),
                change("layer: dense 4 TANH", "layer: dense 1 SIGMOID", network()),
                change(
                        "features: Numbers(inputs=[\"a\", \"b\"], scaling=STANDARD)",
                        "features: Numbers(inputs=[\"a\", \"b\"], scaling=NONE)",
                        RandomSpecs.network(4, 0.05, Scaling.NONE)),
                change(
                        "features: HashedCategories(inputs=[\"c\"], buckets=3)",
                        "features: HashedCategories(inputs=[\"c\"], buckets=4)",
                        SPEC.toBuilder()
                                .features(NUMBERS, new HashedCategories(List.of("c"), 4))
                                .build()),
                change(
                        "features: Numbers(inputs=[\"a\", \"b\"], scaling=STANDARD)",
                        "features: HashedCategories(inputs=[\"c\"], buckets=3)",
                        SPEC.toBuilder().features(CATEGORY, NUMBERS).build()),
                change(
                        "optimizer slots: adam",
                        "optimizer slots: none",
                        SPEC.toBuilder().optimizer(Optimizers.sgd(0.1)).build()),
                change(
                        "metrics window: 10",
                        "metrics window: 11",
                        SPEC.toBuilder().metrics(new Views(11, 0.99)).build()),
                change(
                        "drift: ",
                        "drift: none",
                        SPEC.toBuilder().drift(DriftPolicy.NONE).build()),
                change(
                        "drift: ",
                        "drift: ",
                        SPEC.toBuilder()
                                .drift(DriftPolicy.watch(new Adwin(0.2, 4, 4, 2, 4)))
                                .build()),
                change(
                        "warning: none",
                        "warning: ",
                        SPEC.toBuilder().drift(drift.warn(new HddmA())).build()),
                change(
                        "features watched: no",
                        "features watched: ",
                        SPEC.toBuilder()
                                .drift(drift.watchFeatures(new FeatureDrift(new Psi(2, 0.1, 0.2), 4, 2, 1, 0)))
                                .build()),
                change(
                        "task: Classification(classes=[\"no\", \"yes\"])",
                        "task: Classification(classes=[\"yes\", \"no\"])",
                        LearnerSpec.classification("yes", "no")
                                .features(SPEC.features())
                                .network(SPEC.network())
                                .loss(SPEC.loss())
                                .build()));
    }

    private static Arguments change(String before, String after, LearnerSpec spec) {
        return Arguments.of(before, after, spec);
    }

    private static LearnerSpec network(Dense... inner) {
        Dense[] all = Arrays.copyOf(inner, inner.length + 1);
        all[inner.length] = new Dense(1, Activation.SIGMOID);
        return SPEC.toBuilder().network(Sequential.of(all)).build();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void eachWayToChangeAShapeIsRefusedAtTheStartWithTheLineAndWhatToDo(String before, String after, LearnerSpec spec)
            throws Exception {
        OperatorSubtaskState snapshot = snapshot(Backend.HEAP, events(1).next(50));

        assertThatThrownBy(() ->
                        Subtasks.restore(spec, Backend.HEAP, 1, snapshot, 1).close())
                .satisfies(failure -> assertThat(ExceptionUtils.findThrowable(failure, SuppressRestartsException.class))
                        .isPresent())
                .rootCause()
                .hasMessageContaining("snapshot holds another model: it has <" + before)
                .hasMessageContaining("this job runs <" + after)
                .hasMessageEndingWith(
                        ": set it back, begin without the savepoint, or set state.on-shape-change to map");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whenAskedEachIsMappedAndGoesOnAsThePlainLearnerDoes(String before, String after, LearnerSpec spec)
            throws Exception {
        assertGoesOn(Backend.HEAP, spec);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aMappedStateGoesOnAsThePlainLearnerDoesOnEveryBackend(Backend backend) throws Exception {
        assertGoesOn(backend, RandomSpecs.network(6, 0.01, Scaling.NONE));
    }

    private static void assertGoesOn(Backend backend, LearnerSpec spec) throws Exception {
        RandomEvents events = events(2);
        List<Event> first = events.next(90);
        List<Event> second = events.next(60);
        List<Event> third = events.next(60);
        Oracle oracle = new Oracle(SPEC, "events");
        first.forEach(oracle::observe);
        Oracle mapped = oracle.mappedTo(spec);
        Expected expected = new Expected(mapped).after(second);
        OperatorSubtaskState again;
        try (Subtasks subtasks = Subtasks.keeping(MAP, spec, backend, 2, snapshot(backend, first), 1)) {
            subtasks.process(second);
            again = subtasks.snapshot();
            assertThat(Outputs.values(subtasks.outputs(), "predictions")).isEqualTo(expected.predictions());
        }
        Expected end = new Expected(mapped).after(third);
        try (Subtasks subtasks = Subtasks.keeping(MAP, spec, backend, 1, again, 2)) {
            subtasks.process(third);
            subtasks.finish();

            assertThat(Outputs.values(subtasks.outputs(), "models")).isEqualTo(end.models());
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void waitingExamplesThatCannotBeMappedAreInTheFirstRowOfTheLedger(Backend backend) throws Exception {
        List<Event> events = events(3).next(100);
        Oracle oracle = new Oracle(SPEC, "events");
        events.forEach(oracle::observe);
        long waiting = oracle.snapshots().keySet().stream()
                .map(oracle::state)
                .mapToLong(LearnerState::open)
                .sum();
        LearnerSpec spec = RandomSpecs.network(4, 0.05, Scaling.NONE);
        try (Subtasks subtasks = Subtasks.keeping(MAP, spec, backend, 1, snapshot(backend, events), 1)) {
            subtasks.beforeBarrier(2);

            assertThat(waiting).isPositive();
            assertThat(subtasks.rows())
                    .singleElement()
                    .extracting(LedgerRow::fates)
                    .isEqualTo(new LedgerRow.Fates(0, 0, 0, 0, 0, waiting, 0, -waiting, 0));
        }
    }

    private static RandomEvents events(long seed) {
        return new RandomEvents(new SplittableRandom(seed), SPEC, 4);
    }

    private static OperatorSubtaskState snapshot(Backend backend, List<Event> events) throws Exception {
        try (Subtasks subtasks = Subtasks.start(SPEC, backend, 1)) {
            subtasks.process(events);
            return subtasks.snapshot();
        }
    }
}
