package dev.freshet.jobs.score;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.learn.Backend;
import dev.freshet.jobs.learn.RandomEvents;
import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.learn.SavepointFile;
import dev.freshet.jobs.learn.Seeds;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.Event;
import dev.freshet.wire.Header;
import dev.freshet.wire.JsonOutputReader;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.ModelRecord;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever order features, models and marks come in, and wherever the job stops and goes on: what a plain loop answers. */
class ScoringOperatorTest {
    private static final int CASES = 150;

    @ParameterizedTest
    @EnumSource(Backend.class)
    void featuresAreAnsweredByTheNewestModelOfTheirKeyWhateverTheParallelismAndTheRestores(Backend backend) {
        int[] sums = new int[3];
        Seeds.each(backend.cases(CASES), random -> {
            LearnerSpec spec = RandomSpecs.draw(random);
            ScoreRules rules = rules(random);
            Set<Integer> awaited = random.nextInt(3) == 0 ? Set.of() : Set.of(0, 1);
            PlainScoring plain = new PlainScoring(spec, rules);
            Feed feed = new Feed(random, spec, plain);
            SortedMap<String, List<String>> written = new TreeMap<>();
            List<LedgerRow> rows = new ArrayList<>();
            ScoringTasks.Savepoint savepoint = null;
            int features = 0;
            for (int part = 0; part < 3; part++) {
                int parallelism = random.nextInt(1, 4);
                plain.begin(!awaited.isEmpty());
                try (ScoringTasks tasks = new ScoringTasks(spec, rules, awaited, backend, parallelism, savepoint)) {
                    int until = random.nextInt(40);
                    for (int i = 0; i < until; i++) {
                        features += feed.next(tasks);
                    }
                    for (int partition : awaited) {
                        tasks.mark(partition);
                    }
                    plain.caughtUp();
                    for (int i = random.nextInt(40); i > 0; i--) {
                        features += feed.next(tasks);
                    }
                    savepoint = tasks.snapshot(part + 1);
                    tasks.outputs().forEach(each -> add(written, each));
                    rows.addAll(tasks.rows());
                }
            }

            assertThat(written).isEqualTo(plain.written());
            LedgerRow.Fates fates = rows.stream()
                    .map(LedgerRow::fates)
                    .filter(Objects::nonNull)
                    .reduce(LedgerRow.Fates.NONE, LedgerRow.Fates::plus);
            assertThat(fates)
                    .isEqualTo(new LedgerRow.Fates(plain.scored, plain.dead, 0, 0, 0, 0, 0, plain.waiting(), 0));
            assertThat(rows.stream().mapToLong(LedgerRow::records).sum())
                    .isEqualTo(features)
                    .isEqualTo(fates.predicted() + fates.dead() + fates.open());
            sums[0] += plain.scored;
            sums[1] += plain.dead;
            sums[2] += plain.waiting();
        });
        assertThat(sums).doesNotContain(0);
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAP", "ROCKSDB_CACHE_1"})
    void aRestoredModelOfAnotherShapeAnswersNothingAndGivesWayToTheFirstOfTheNewShape(Backend backend)
            throws Exception {
        LearnerSpec before = RandomSpecs.network(3, 0.05);
        LearnerSpec after = RandomSpecs.network(4, 0.05);
        RandomEvents events = new RandomEvents(new SplittableRandom(1), before, 1);
        Learner wider = new Learner(after);
        ScoringTasks.Savepoint savepoint;
        try (ScoringTasks tasks = new ScoringTasks(before, ScoreRules.DEFAULT, Set.of(), backend, 1, null)) {
            Learner learner = new Learner(before);
            tasks.process(Feed.record("key-0", new SnapshotCodec(learner).encode(learner.init("key-0")), 1_000));
            tasks.process(events.next());
            assertThat(tasks.outputs()).hasSize(1);
            savepoint = tasks.snapshot(1);
        }
        try (ScoringTasks tasks = new ScoringTasks(after, ScoreRules.DEFAULT, Set.of(), backend, 1, savepoint)) {
            tasks.process(events.next());
            assertThat(tasks.outputs()).isEmpty();
            // The events were written anew as well, so that the new models begin at an earlier place.
            tasks.process(Feed.record("key-0", new SnapshotCodec(wider).encode(wider.init("key-0")), 7));
            tasks.process(events.next());

            assertThat(tasks.outputs())
                    .hasSize(2)
                    .allSatisfy(each -> assertThat(JsonOutputReader.prediction(Objects.requireNonNull(each.value()))
                                    .model()
                                    .spec())
                            .isEqualTo(wider.specHash()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAP", "ROCKSDB_CACHE_1"})
    void whatWaitedForAllModelsIsAnsweredAFewAtATimeInItsOrderWithCheckpointsInBetween(Backend backend)
            throws Exception {
        LearnerSpec spec = RandomSpecs.network(3, 0.05);
        RandomEvents events = new RandomEvents(new SplittableRandom(1), spec, 3);
        Learner learner = new Learner(spec);
        SortedMap<String, List<String>> written = new TreeMap<>();
        SortedMap<String, List<String>> came = new TreeMap<>();
        ScoringTasks.Savepoint savepoint = null;
        // The last of them awaits nothing: the features that are left are answered nonetheless.
        for (Set<Integer> awaited : List.of(Set.of(0), Set.of(0), Set.<Integer>of())) {
            try (ScoringTasks tasks = new ScoringTasks(spec, ScoreRules.DEFAULT, awaited, backend, 1, savepoint)) {
                tasks.beBusy();
                for (int key = 0; savepoint == null && key < 3; key++) {
                    LearnerState state = learner.init("key-" + key);
                    tasks.process(Feed.record(state.key(), new SnapshotCodec(learner).encode(state), 7));
                }
                feed(tasks, events, 200, came);
                assertThat(tasks.outputs()).isEmpty();
                if (!awaited.isEmpty()) {
                    tasks.mark(0);
                }
                feed(tasks, events, 20, came);
                for (int turns = 1; turns <= 5; turns++) {
                    tasks.work(1);
                    assertThat(tasks.outputs()).hasSizeBetween(1, turns * Backlog.TURN);
                }
                savepoint = tasks.snapshot(1);
                if (awaited.isEmpty()) {
                    tasks.work(Integer.MAX_VALUE);
                }
                tasks.outputs().forEach(each -> add(written, each));
            }
        }

        assertThat(ids(written)).isEqualTo(came);
    }

    private static void feed(ScoringTasks tasks, RandomEvents events, int count, Map<String, List<String>> came)
            throws Exception {
        for (int i = 0; i < count; i++) {
            Event event = events.next();
            came.computeIfAbsent(event.key(), key -> new ArrayList<>()).add(event.id());
            tasks.process(event);
        }
    }

    private static Map<String, List<String>> ids(Map<String, List<String>> predictions) {
        Map<String, List<String>> ids = new TreeMap<>();
        predictions.forEach((key, all) -> ids.put(
                key,
                all.stream()
                        .map(json -> JsonOutputReader.prediction(json.getBytes(UTF_8))
                                .id())
                        .toList()));
        return ids;
    }

    @Test
    void theEndOfTheInputLeavesNothingUnansweredThatHasAModel() throws Exception {
        LearnerSpec spec = RandomSpecs.network(3, 0.05);
        Learner learner = new Learner(spec);
        try (ScoringTasks tasks = new ScoringTasks(spec, ScoreRules.DEFAULT, Set.of(), Backend.HEAP, 1, null)) {
            tasks.beBusy();
            feed(tasks, new RandomEvents(new SplittableRandom(1), spec, 1), 100, new TreeMap<>());
            tasks.process(Feed.record("key-0", new SnapshotCodec(learner).encode(learner.init("key-0")), 7));
            assertThat(tasks.outputs()).hasSize(Backlog.TURN);
            tasks.finish();

            assertThat(tasks.outputs()).hasSize(100);
        }
    }

    @Test
    void theNamesOfTheStatesStay() throws Exception {
        LearnerSpec spec = RandomSpecs.network(1, 0.01);
        try (ScoringTasks tasks = new ScoringTasks(spec, ScoreRules.DEFAULT, Set.of(), Backend.HEAP, 1, null)) {
            tasks.process(new RandomEvents(new SplittableRandom(1), spec, 1).next());

            assertThat(SavepointFile.stateNames(tasks.snapshot(1).state()))
                    .containsExactly("model", "waiting", "waiting-begin", "waiting-end", "waiting-newest");
        }
    }

    private static ScoreRules rules(SplittableRandom random) {
        return new ScoreRules(
                random.nextInt(4) == 0 ? ScoreRules.UntilModel.PRIOR : ScoreRules.UntilModel.WAIT,
                random.nextInt(1, 400),
                random.nextInt(1, 12),
                random.nextBoolean() ? ScoreRules.Then.PRIOR : ScoreRules.Then.DEAD_LETTER);
    }

    private static void add(SortedMap<String, List<String>> to, Outbound output) {
        String what = output.topic().equals("dead-letters")
                ? "dead " + new String(Objects.requireNonNull(output.value()), UTF_8)
                : new String(Objects.requireNonNull(output.value()), UTF_8);
        to.computeIfAbsent(new String(Objects.requireNonNull(output.key()), UTF_8), key -> new ArrayList<>())
                .add(what);
    }

    /** Random records, given to the subtasks and to the plain rule alike. */
    private static final class Feed {
        private final SplittableRandom random;
        private final RandomEvents events;
        private final Learner learner;
        private final SnapshotCodec codec;
        private final PlainScoring plain;
        private final Map<String, LearnerState> states = new HashMap<>();
        private long place = 10;

        Feed(SplittableRandom random, LearnerSpec spec, PlainScoring plain) {
            this.random = random;
            this.plain = plain;
            events = new RandomEvents(random, spec, random.nextInt(1, 7));
            learner = new Learner(spec);
            codec = new SnapshotCodec(learner);
        }

        /** How many features it gave: 1 or 0. */
        int next(ScoringTasks tasks) throws Exception {
            Event event = events.next();
            if (random.nextInt(3) > 0) {
                RawRecord raw = new RawRecord(
                        "features",
                        event.example().partition(),
                        event.example().offset(),
                        0,
                        event.key().getBytes(UTF_8),
                        event.id().getBytes(UTF_8),
                        List.of());
                tasks.process(event.withRaw(raw));
                plain.features(event);
                return 1;
            }
            LearnerState state = states.computeIfAbsent(event.key(), learner::init);
            var unused = learner.observe(state, event.example());
            byte[] snapshot = codec.encode(state);
            switch (random.nextInt(6)) {
                case 0 -> {
                    tasks.process(record(event.key(), null, place));
                    plain.retire(event.key());
                }
                case 1 -> {
                    snapshot[random.nextInt(snapshot.length)] ^= 1;
                    tasks.process(record(event.key(), snapshot, ++place));
                }
                case 2 -> {
                    long older = place - random.nextInt(5);
                    tasks.process(record(event.key(), snapshot, older));
                    plain.model(state, older);
                }
                default -> {
                    tasks.process(record(event.key(), snapshot, ++place));
                    plain.model(state, place);
                }
            }
            return 0;
        }

        private static ModelRecord record(String key, byte @Nullable [] snapshot, long place) {
            List<Header> headers = List.of(Header.of("source", "events:0:" + place));
            return new ModelRecord(key, new RawRecord("models", 0, 0, 0, key.getBytes(UTF_8), snapshot, headers));
        }
    }
}
