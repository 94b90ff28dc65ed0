package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any spec, stream and commands; a failure names the seed that draws all three. */
class CommandLawsTest {
    private static final int EVENTS = 150;

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    /** A command as its acknowledgement tells it: handed in when the key had taken in so many examples. */
    private record Ack(long seen, PlannedAction planned) {}

    /** A run of one key: what it was handed, and what came of it. */
    private static final class Run {
        private final Gen gen;
        private final Learner learner;
        private final SnapshotCodec codec;
        private LearnerState state;
        private final List<Ack> acks = new ArrayList<>();
        private final List<String> trace = new ArrayList<>();
        private byte[] earlier;
        private int commands;

        private Run(long seed, LearnerSpec spec) {
            gen = new Gen(seed);
            learner = new Learner(spec);
            codec = new SnapshotCodec(learner);
            state = learner.init("k");
            earlier = codec.encode(state);
        }

        private void observe(Example example) {
            trace(learner.observe(state, example));
            if (gen.chance(0.1)) {
                earlier = codec.encode(state);
            }
            if (gen.chance(0.15)) {
                command(action());
            }
        }

        private Action action() {
            return switch (gen.below(9)) {
                case 0 -> new Action.Reset();
                case 1 -> new Action.Rollback(earlier);
                case 2 -> new Action.Freeze();
                case 3, 4 -> new Action.Resume();
                case 5 -> new Action.SetRate(gen.between(0.01, 3));
                case 6 -> new Action.Snapshot();
                case 7 -> new Action.Promote("other");
                default -> gen.chance(0.2) ? new Action.Erase() : new Action.SetRate(1);
            };
        }

        private void command(Action action) {
            long at = gen.chance(0.6) ? PlannedAction.NOW : state.step() + gen.below(4);
            long seen = state.seen();
            PlannedAction planned = new PlannedAction("c" + commands, at, 0, commands, action);
            commands++;
            try {
                Outcome outcome = learner.command(state, planned);
                trace(outcome);
                acks.add(new Ack(seen, planned.at(given(outcome, planned))));
            } catch (IllegalArgumentException e) {
                trace.add(e.getMessage());
            }
        }

        private long given(Outcome outcome, PlannedAction planned) {
            for (TakenAction taken : outcome.taken()) {
                if (taken.planned().id().equals(planned.id())) {
                    return taken.at();
                }
            }
            return state.waiting().get(state.waiting().size() - 1).at();
        }

        private void trace(Outcome outcome) {
            trace.add(outcome.step() + " " + outcome.fingerprint() + " " + outcome.batchesTrained()
                    + outcome.taken().stream()
                            .map(taken -> taken.planned().id() + " " + taken.at() + " " + taken.seen() + " "
                                    + taken.dropped() + " " + taken.fingerprint() + taken.problem())
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aRunWithCommandsIsTheSameHoweverOftenItWasWrittenAndRead(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.random(gen);
        List<Example> stream = Streams.random(gen, spec, EVENTS);
        Run unbroken = new Run(seed, spec);
        Run broken = new Run(seed, spec);

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
    void handingInWhatTheAcknowledgementsSayGivesTheLiveRunBitForBit(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.random(gen);
        List<Example> stream = Streams.random(gen, spec, EVENTS);
        Run live = new Run(seed, spec);
        stream.forEach(live::observe);
        Deque<Ack> acks = new ArrayDeque<>(live.acks);
        Learner learner = new Learner(spec);
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
    void everyExampleHasOneFateWhateverIsCommanded(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.random(gen);
        Run run = new Run(seed, spec);

        for (Example example : Streams.random(gen, spec, EVENTS)) {
            run.observe(example);
            LearnerState state = run.state;
            assertThat(state.seen()).isEqualTo(state.predicted());
            assertThat(state.open()).isLessThan(spec.batch().size());
            assertThat(state.known()).isNotNegative();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWaitsIsForAStepThatIsToCome(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.random(gen);
        Run run = new Run(seed, spec);

        for (Example example : Streams.random(gen, spec, EVENTS)) {
            run.observe(example);
            for (PlannedAction planned : run.state.waiting()) {
                boolean met = planned.at() == run.state.step() && run.state.open() > 0;
                assertThat(met || planned.at() > run.state.step())
                        .as(planned.toString())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noStateWithCommandsIsLongerThanWasSaid(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.random(gen).withBatch(BatchPolicy.ofSize(9));
        Run run = new Run(seed, spec);

        for (Example example : Streams.random(gen, spec, EVENTS)) {
            run.observe(example);
            assertThat((long) run.codec.encode(run.state).length)
                    .isLessThanOrEqualTo(SnapshotCodec.maxBytesWithCommands(spec, 1));
        }
    }
}
