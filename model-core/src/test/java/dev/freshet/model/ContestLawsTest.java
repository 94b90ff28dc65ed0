package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any champion, challengers, stream and commands; a failure names the seed that draws them. */
class ContestLawsTest {
    private static final int EVENTS = 120;

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    private record Ack(long seen, PlannedAction planned) {}

    /** A run of one key: what it was handed, and what came of it. */
    private static final class Run {
        private final Gen gen;
        private final Learner learner;
        private final SnapshotCodec codec;
        private final List<Ack> acks = new ArrayList<>();
        private final List<String> trace = new ArrayList<>();
        private LearnerState state;
        private byte[] earlier;
        private int promotions;

        private Run(long seed, Learner learner) {
            gen = new Gen(seed);
            this.learner = learner;
            codec = new SnapshotCodec(learner);
            state = learner.init("k");
            earlier = codec.encode(state);
        }

        private void observe(Example example) {
            trace(learner.observe(state, example));
            if (gen.chance(0.1)) {
                earlier = codec.encode(state);
            }
            if (gen.chance(0.1)) {
                command(action());
            }
        }

        private Action action() {
            return switch (gen.below(7)) {
                case 0 -> new Action.Reset();
                case 1 -> new Action.Rollback(earlier);
                case 2 -> new Action.Freeze();
                case 3 -> new Action.Resume();
                case 4 -> new Action.Promote(gen.pick(Selection.CHAMPION, "c1", "c2", "c3"));
                case 5 -> new Action.SetRate(gen.between(0.1, 2));
                default -> gen.chance(0.3) && state.open() == 0 ? new Action.Erase() : new Action.Snapshot();
            };
        }

        private void command(Action action) {
            boolean now = action instanceof Action.Erase || gen.chance(0.5);
            long at = now ? PlannedAction.NOW : state.step() + gen.below(4);
            long seen = state.seen();
            PlannedAction planned = new PlannedAction("c" + seen, at, 0, trace.size(), action);
            try {
                Outcome outcome = learner.command(state, planned);
                acks.add(new Ack(seen, planned.at(given(outcome, planned))));
                trace(outcome);
            } catch (IllegalArgumentException e) {
                trace.add(e.getMessage());
            }
        }

        private long given(Outcome outcome, PlannedAction planned) {
            return outcome.taken().stream()
                    .filter(taken -> taken.planned().offset() == planned.offset())
                    .mapToLong(TakenAction::at)
                    .findFirst()
                    .orElseGet(() ->
                            state.waiting().get(state.waiting().size() - 1).at());
        }

        private void trace(Outcome outcome) {
            promotions += outcome.promotions().size();
            trace.add(outcome.step() + " " + outcome.fingerprint() + " " + outcome.spec() + " "
                    + outcome.batchesTrained() + outcome.promotions()
                    + outcome.taken().stream()
                            .map(taken -> taken.planned().id() + " " + taken.at() + " " + taken.seen() + " "
                                    + taken.dropped() + " " + taken.fingerprint() + taken.problem())
                            .toList());
        }
    }

    private static Learner learner(Gen gen) {
        LearnerSpec spec = Specs.random(gen);
        return new Learner(spec, null, Contests.random(gen, spec));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aRunWithChallengersIsTheSameHoweverOftenItWasWrittenAndRead(long seed) {
        Gen gen = new Gen(seed);
        Learner learner = learner(gen);
        List<Example> stream = Streams.random(gen, learner.spec(), EVENTS);
        Run unbroken = new Run(seed, learner);
        Run broken = new Run(seed, learner);

        for (Example example : stream) {
            unbroken.observe(example);
            broken.state = broken.codec.decode(broken.codec.encode(broken.state));
            broken.observe(example);
        }

        assertThat(broken.trace).isEqualTo(unbroken.trace);
        assertThat(broken.codec.encode(broken.state)).isEqualTo(unbroken.codec.encode(unbroken.state));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void handingInWhatTheAcknowledgementsSayPromotesAlike(long seed) {
        Gen gen = new Gen(seed);
        Learner learner = learner(gen);
        List<Example> stream = Streams.random(gen, learner.spec(), EVENTS);
        Run live = new Run(seed, learner);
        stream.forEach(live::observe);
        Deque<Ack> acks = new ArrayDeque<>(live.acks);
        LearnerState replayed = learner.init("k");

        for (Example example : stream) {
            handIn(acks, learner, replayed);
            learner.observe(replayed, example);
        }
        handIn(acks, learner, replayed);

        assertThat(acks).isEmpty();
        assertThat(live.codec.encode(replayed)).isEqualTo(live.codec.encode(live.state));
    }

    private static void handIn(Deque<Ack> acks, Learner learner, LearnerState state) {
        while (!acks.isEmpty() && acks.peek().seen() == state.seen()) {
            learner.command(state, acks.remove().planned());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aKeysPromotionsAreItsOwn(long seed) {
        Gen gen = new Gen(seed);
        Learner learner = learner(gen);
        List<Example> stream = Streams.random(gen, learner.spec(), EVENTS);
        LearnerState alone = learner.init("k");
        LearnerState between = learner.init("k");
        LearnerState other = learner.init("other");

        stream.forEach(example -> learner.observe(alone, example));
        for (Example example : stream) {
            learner.observe(between, example);
            learner.observe(other, stream.get(gen.below(EVENTS)));
        }

        SnapshotCodec codec = new SnapshotCodec(learner);
        assertThat(codec.encode(between)).isEqualTo(codec.encode(alone));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void untilTheFirstPromotionTheAnswersAreThoseOfTheChampionAlone(long seed) {
        Gen gen = new Gen(seed);
        Learner learner = learner(gen);
        Learner plain = new Learner(learner.spec());
        LearnerState state = learner.init("k");
        LearnerState alone = plain.init("k");

        for (Example example : Streams.random(gen, learner.spec(), EVENTS)) {
            Outcome expected = plain.observe(alone, example);
            Outcome outcome = learner.observe(state, example);
            if (!outcome.promotions().isEmpty()) {
                return;
            }
            assertThat(outcome.prediction()).isEqualTo(expected.prediction());
            assertThat(outcome.fingerprint()).isEqualTo(expected.fingerprint());
            assertThat(outcome.step()).isEqualTo(expected.step());
        }
        assertThat(SnapshotCodec.plain(plain).encode(state))
                .isEqualTo(SnapshotCodec.plain(plain).encode(alone));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyExampleHasOneFateInEveryContender(long seed) {
        Gen gen = new Gen(seed);
        Learner learner = learner(gen);
        Run run = new Run(seed, learner);

        for (Example example : Streams.random(gen, learner.spec(), EVENTS)) {
            run.observe(example);
            LearnerState state = run.state;
            assertThat(state.seen()).isEqualTo(state.predicted());
            assertThat(state.known()).isNotNegative();
            for (LearnerState rival : Objects.requireNonNull(state.rivals).states) {
                assertThat(rival.seen()).isEqualTo(rival.predicted());
                assertThat(rival.predicted()).isEqualTo(state.predicted());
                assertThat(rival.known()).isNotNegative();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noStateWithChallengersIsLongerThanWasSaid(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.random(gen);
        Selection selection = Contests.random(gen, spec);
        Run run = new Run(seed, new Learner(spec, null, selection));

        for (Example example : Streams.random(gen, spec, EVENTS)) {
            run.observe(example);
            assertThat((long) run.codec.encode(run.state).length)
                    .isLessThanOrEqualTo(SnapshotCodec.maxBytes(spec, selection, true, 1));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void labelsThatComeLaterPromoteWhateverWasServed(long seed) {
        Gen gen = new Gen(seed);
        Learner learner = learner(gen);
        LearnerState served = learner.init("k");
        LearnerState otherwise = learner.init("k");
        int width = learner.spec().task().predictionWidth();

        for (Example example : labelled(Streams.random(gen, learner.spec(), EVENTS))) {
            float[] answer = learner.score(served, example).prediction().clone();
            List<Promotion> promotions =
                    learner.learn(served, example, example.time(), answer).promotions();
            Outcome other = learner.learn(otherwise, example, example.time(), new float[width]);
            assertThat(other.promotions()).isEqualTo(promotions);
        }

        assertThat(otherwise.parameters()).isEqualTo(served.parameters());
        assertThat(otherwise.fingerprint()).isEqualTo(served.fingerprint());
    }

    private static List<Example> labelled(List<Example> stream) {
        return stream.stream().filter(Example::labelled).toList();
    }

    @Test
    void theSeedsPromoteOftenEnoughToShowAnything() {
        int rule = 0;
        int commanded = 0;
        for (long seed : seeds().toArray()) {
            Gen gen = new Gen(seed);
            Learner learner = learner(gen);
            Run run = new Run(seed, learner);
            Streams.random(gen, learner.spec(), EVENTS).forEach(run::observe);
            rule += run.promotions;
            commanded += (int) run.trace.stream()
                    .filter(line -> line.contains("commanded=true"))
                    .count();
        }

        assertThat(rule).isGreaterThan(100);
        assertThat(commanded).isGreaterThan(10);
    }
}
