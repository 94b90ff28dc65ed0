package dev.freshet.jobs.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.Example;
import dev.freshet.model.LearnerSpec;
import dev.freshet.wire.Event;
import dev.freshet.wire.Outbound;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When models are published, and with what; a restart and another parallelism change no byte of it. */
class PublishingTest {
    private static final int[] PARALLELISM = {1, 3, 2};
    private static final int CASES = 24;

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aRestoreAndAnotherParallelismPublishTheSameModels(Backend backend) {
        int[] published = new int[1];
        Seeds.each(backend.cases(CASES), random -> {
            LearnerSpec spec = RandomSpecs.draw(random);
            PublishRules rules = rules(random);
            RandomEvents events = new RandomEvents(random, spec, random.nextInt(1, 8));
            List<List<Event>> parts = new ArrayList<>();
            for (int i = 0; i < PARALLELISM.length; i++) {
                parts.add(events.next(random.nextInt(80)));
            }

            List<Outbound> outputs = run(spec, rules, backend, parts);

            Oracle oracle = new Oracle(spec, "events", rules);
            parts.forEach(part -> part.forEach(oracle::observe));
            SortedMap<String, List<String>> expected = new TreeMap<>();
            oracle.published().forEach((key, all) -> all.forEach(each -> add(expected, key, each)));
            published[0] += oracle.published().size();
            oracle.snapshots().forEach((key, last) -> add(expected, key, last));
            assertThat(Outputs.values(outputs, "models")).isEqualTo(expected);
            assertThat(described(outputs, "history")).isEqualTo(described(outputs, "models"));
        });
        assertThat(published[0]).isPositive();
    }

    @Test
    void aYoungModelIsPublishedAtEachPowerOfFourThenAtEachMultiple() throws Exception {
        LearnerSpec spec = RandomSpecs.network(3, 0.01);
        List<Event> events = ofOneClass(spec, 40 * spec.batch().size());
        try (Subtasks subtasks = Subtasks.publishing(new PublishRules(12, 0, false), spec, Backend.HEAP, 1, null, 1)) {
            subtasks.process(events);

            List<Outbound> models = Outputs.of(subtasks.outputs(), "models");
            assertThat(models.stream().map(model -> header(model, "step")).toList())
                    .containsExactly("1", "4", "12", "24", "36");
            assertThat(models)
                    .allSatisfy(model -> assertThat(header(model, "reason")).isEqualTo("steps"));
        }
    }

    @Test
    void aModelThatErrsMoreThanTheBaselineGoesToTheHistoryOnlyWithBothNumbers() throws Exception {
        LearnerSpec spec = RandomSpecs.network(3, 0.05);
        PublishRules gated = new PublishRules(1, 0, false, QualityGate.MAJORITY);
        try (Subtasks subtasks = Subtasks.publishing(gated, spec, Backend.HEAP, 1, null, 1)) {
            subtasks.process(ofOneClass(spec, 40 * spec.batch().size()));

            List<Outbound> history = Outputs.of(subtasks.outputs(), "history");
            List<Outbound> held = history.stream()
                    .filter(model -> header(model, "gate").equals("held"))
                    .toList();
            assertThat(history).hasSize(40);
            assertThat(held)
                    .isNotEmpty()
                    .allSatisfy(model -> assertThat(Double.parseDouble(header(model, "gate.model")))
                            .isGreaterThan(Double.parseDouble(header(model, "gate.baseline"))));
            assertThat(Outputs.of(subtasks.outputs(), "models"))
                    .hasSize(40 - held.size())
                    .isNotEmpty()
                    .allSatisfy(model -> assertThat(header(model, "gate")).isEqualTo("passed"));
        }
    }

    /** All of class 1, which the majority always says. */
    private static List<Event> ofOneClass(LearnerSpec spec, int n) {
        List<Event> events = new ArrayList<>();
        for (Event event : new RandomEvents(new SplittableRandom(3), spec, 1).next(n)) {
            Example e = event.example();
            events.add(new Event("k", event.id(), new Example(e.numbers(), e.categories(), 1, 1, e.time(), 0, 0)));
        }
        return events;
    }

    @Test
    void theHeadersNameTheLastRecordThatTheModelHasTakenInEvenBeforeARestore() throws Exception {
        LearnerSpec spec = RandomSpecs.network(3, 0.01);
        List<Event> events = new RandomEvents(new SplittableRandom(3), spec, 2).next(30);
        Event last = events.stream()
                .filter(event -> event.key().equals("key-1"))
                .reduce((first, second) -> second)
                .orElseThrow();
        OperatorSubtaskState snapshot;
        try (Subtasks before = Subtasks.start(spec, Backend.HEAP, 1)) {
            before.process(events);
            snapshot = before.snapshot();
        }
        try (Subtasks restored = Subtasks.restore(spec, Backend.HEAP, 2, snapshot, 1)) {
            restored.finish();

            assertThat(Outputs.of(restored.outputs(), "history"))
                    .filteredOn(model -> new String(Objects.requireNonNull(model.key()), UTF_8).equals("key-1"))
                    .singleElement()
                    .satisfies(model -> {
                        assertThat(header(model, "source"))
                                .isEqualTo("events:" + last.example().partition() + ":"
                                        + last.example().offset());
                        assertThat(header(model, "reason")).isEqualTo("end");
                    });
        }
    }

    @Test
    void moreKeysThanTheHeapHoldKeepTheirPlaces() throws Exception {
        LearnerSpec spec = RandomSpecs.network(1, 0.01);
        Event event = new RandomEvents(new SplittableRandom(3), spec, 1).next();
        try (Subtasks subtasks = Subtasks.start(spec, Backend.HEAP, 1)) {
            for (int i = 0; i <= LastPlaces.MOST; i++) {
                subtasks.process(new Event("k" + i, "e", at(event.example(), i)));
            }
            subtasks.finish();

            assertThat(Outputs.of(subtasks.outputs(), "models"))
                    .hasSize(LastPlaces.MOST + 1)
                    .allSatisfy(model -> {
                        String key = new String(Objects.requireNonNull(model.key()), UTF_8);
                        assertThat(header(model, "source")).isEqualTo("events:1:" + key.substring(1));
                    });
        }
    }

    @Test
    void aNegativeRuleIsRefused() {
        assertThatThrownBy(() -> new PublishRules(-1, 0, true))
                .hasMessage("publish.every must be >= 1 batches, or 0 for never: got -1");
        assertThatThrownBy(() -> new PublishRules(1, -5, true))
                .hasMessage("publish.age must be > 0 ms, or 0 for never: got -5");
    }

    private static Example at(Example e, long offset) {
        return new Example(e.numbers(), e.categories(), e.label(), e.weight(), e.time(), 1, offset);
    }

    private static PublishRules rules(SplittableRandom random) {
        return new PublishRules(
                random.nextInt(6), random.nextBoolean() ? random.nextInt(1, 60) : 0, random.nextBoolean());
    }

    private static List<Outbound> run(LearnerSpec spec, PublishRules rules, Backend backend, List<List<Event>> parts)
            throws Exception {
        List<Outbound> outputs = new ArrayList<>();
        OperatorSubtaskState snapshot = null;
        for (int i = 0; i < PARALLELISM.length; i++) {
            int before = i == 0 ? 1 : PARALLELISM[i - 1];
            try (Subtasks subtasks = Subtasks.publishing(rules, spec, backend, PARALLELISM[i], snapshot, before)) {
                subtasks.process(parts.get(i));
                if (i == PARALLELISM.length - 1) {
                    subtasks.finish();
                } else {
                    snapshot = subtasks.snapshot();
                }
                outputs.addAll(subtasks.outputs());
            }
        }
        return outputs;
    }

    /** A topic's records without their topic. */
    private static List<String> described(List<Outbound> outputs, String topic) {
        return Outputs.of(outputs, topic).stream()
                .map(each -> Outputs.bytes(each.key()) + each.headers() + Outputs.bytes(each.value()))
                .toList();
    }

    private static void add(SortedMap<String, List<String>> to, String key, byte[] bytes) {
        to.computeIfAbsent(key, k -> new ArrayList<>()).add(Outputs.bytes(bytes));
    }

    private static String header(Outbound model, String name) {
        return model.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(header -> new String(Objects.requireNonNull(header.value()), UTF_8))
                .findFirst()
                .orElse("none");
    }
}
