package dev.freshet.jobs.learn;

import dev.freshet.kafka.DeadLetters;
import dev.freshet.model.Action;
import dev.freshet.model.DriftReading;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.model.PlannedAction;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.model.TakenAction;
import dev.freshet.model.drift.DriftLevel;
import dev.freshet.wire.Command;
import dev.freshet.wire.CommandAck;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What a seed stands for before anything goes wrong: a learner, which events it may see, when its models are published, and its input. What must come of it is computed by the plain
 * {@link Learner}, key by key, without Flink.
 */
public record Scenario(
        LearnerSpec spec, EventRules rules, PublishRules publish, List<List<Decoded>> partitions, Extras extras) {

    static Scenario of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LearnerSpec spec = SimulatedSpecs.draw(random);
        EventRules rules = rules(random);
        List<List<Decoded>> partitions = SimulatedInput.draw(random, spec);
        PublishRules publish = publish(random);
        Extras extras = Extras.draw(random, spec, partitions);
        // Challengers meet commands in model-core's laws.
        boolean alone = !extras.source().reader().contested();
        return new Scenario(
                spec,
                rules,
                publish,
                alone ? SimulatedCommands.among(partitions, new SplittableRandom(31 * seed + 7)) : partitions,
                extras);
    }

    private static PublishRules publish(SplittableRandom random) {
        return new PublishRules(
                random.nextBoolean() ? random.nextInt(1, 12) : 0,
                random.nextBoolean() ? random.nextInt(1, 300) : 0,
                random.nextBoolean());
    }

    private static EventRules rules(SplittableRandom random) {
        return new EventRules(
                random.nextBoolean() ? random.nextInt(1, 20) : 0,
                random.nextInt(3) == 0 ? random.nextInt(1, 200) : 0,
                random.nextBoolean() ? EventRules.Late.DROP : EventRules.Late.SCORE);
    }

    int records() {
        return partitions.stream().mapToInt(List::size).sum();
    }

    /**
     * Every record of every output topic in its order, by topic and key, and what the ledger's rows must add up to: strings,
     * so that any class loader can ask.
     */
    public static SortedMap<String, List<String>> expected(long seed) {
        Scenario scenario = of(seed);
        Plain plain = new Plain(scenario);
        SortedMap<String, List<String>> all = Outputs.byTopicAndKey(plain.run(scenario.partitions));
        all.putAll(plain.fates);
        return all;
    }

    /** The operator's work without the operator. */
    private static final class Plain {
        private final LearnerSpec spec;
        private final StateRules stateRules;
        private final Learner learner;
        private final PlainGate gate;
        private final Oracle predictions;
        private final OutputRecords records;
        private final PlainPublisher publisher;
        private final PlainCommands commands = new PlainCommands();
        private final SnapshotCodec codec;
        private final SortedMap<String, LearnerState> states = new TreeMap<>();
        private final List<Outbound> outputs = new ArrayList<>();
        private final SortedMap<String, List<String>> fates = new TreeMap<>();
        private SimulatedLedger ledger = new SimulatedLedger();

        Plain(Scenario scenario) {
            spec = scenario.spec;
            gate = new PlainGate(scenario.rules);
            stateRules = scenario.extras.states();
            learner = scenario.extras.source().open();
            predictions = new Oracle(scenario.extras.source().open(), Subtasks.TOPICS.events(), PublishRules.AT_END);
            records = new OutputRecords(Subtasks.TOPICS, learner);
            publisher = new PlainPublisher(scenario.publish);
            codec = new SnapshotCodec(learner);
        }

        List<Outbound> run(List<List<Decoded>> partitions) {
            for (int i = 0; i < partitions.size(); i++) {
                ledger = new SimulatedLedger();
                fates.put(SimulatedLedger.PLACE + i, ledger.sums());
                for (Decoded decoded : partitions.get(i)) {
                    if (decoded instanceof Event event) {
                        admit(event);
                    } else if (decoded instanceof Command command) {
                        take(command);
                    } else {
                        ledger.dead();
                        outputs.add(Subtasks.DEAD_LETTERS.letter((Rejection) decoded, DeadLetters.Stage.DECODE));
                    }
                    ledger.next();
                }
            }
            for (LearnerState state : states.values()) {
                outputs.add(records.metrics(state, "final"));
                publish(state, PublishRules.Reason.END);
            }
            return outputs;
        }

        private void publish(LearnerState state, PublishRules.Reason why) {
            outputs.addAll(records.model(
                    state, codec.encodeChampion(state), codec.encode(state), publisher.place(state.key()), why, null));
        }

        private void admit(Event event) {
            switch (gate.judge(event)) {
                case ADMIT -> observe(event);
                case SCORE -> observe(event.withoutLabel());
                case DUPLICATE -> ledger.duplicate();
                case CONFLICT -> {
                    ledger.dead();
                    refuse(event, RejectionCode.ID_CONFLICT);
                }
                case LATE -> {
                    ledger.late();
                    refuse(event, RejectionCode.LATE);
                }
            }
        }

        private void refuse(Event event, RejectionCode code) {
            RawRecord raw = Objects.requireNonNull(event.raw());
            Rejection rejection = new Rejection(code, null, "", raw);
            outputs.add(Subtasks.DEAD_LETTERS.letter(rejection, DeadLetters.Stage.LEARN));
        }

        private void take(Command command) {
            LearnerState known = states.get(command.key());
            LearnerState state = known == null ? learner.init(command.key()) : known;
            String place = publisher.place(command.key());
            ledger.command();
            CommandAck refused = commands.refused(command, state, place);
            if (refused != null) {
                outputs.add(records.ack(refused));
                return;
            }
            CommandAck accepted = commands.ack(command, state, place, CommandAck.Status.ACCEPTED, null);
            RawRecord raw = command.raw();
            PlannedAction planned = new PlannedAction(
                    command.id(),
                    accepted.at(),
                    raw.partition(),
                    raw.offset(),
                    Objects.requireNonNull(command.action()));
            try {
                ledger.count(state, -1);
                Outcome outcome = learner.command(state, planned);
                predictions.command(command.key(), planned);
                outputs.add(records.ack(accepted));
                states.put(command.key(), state);
                ledger.count(state, 1);
                acted(state, outcome);
            } catch (IllegalArgumentException e) {
                ledger.count(state, 1);
                outputs.add(
                        records.ack(commands.ack(command, state, place, CommandAck.Status.REJECTED, e.getMessage())));
            }
        }

        private void acted(LearnerState state, Outcome outcome) {
            String key = state.key();
            for (TakenAction taken : outcome.taken()) {
                outputs.add(records.ack(commands.taken(taken, state, publisher.place(key))));
            }
            for (TakenAction taken : outcome.taken()) {
                LearnerState given = taken.state();
                if (taken.action() instanceof Action.Erase && given != null) {
                    ledger.count(given, 1);
                    publisher.erase(key, state.predicted() > 0);
                    gate.erase(key);
                    outputs.addAll(records.erased(key));
                    if (state.predicted() == 0) {
                        states.remove(key);
                    }
                } else if (given != null) {
                    publish(given, PublishRules.Reason.COMMAND);
                    publisher.published(given);
                } else if (taken.action() instanceof Action.Reset && taken.problem() == null) {
                    publish(state, PublishRules.Reason.COMMAND);
                    publisher.published(state);
                }
            }
        }

        private void retire(LearnerState idle) {
            publish(idle, PublishRules.Reason.IDLE);
            commands.givenUp(idle, publisher.place(idle.key())).forEach(ack -> outputs.add(records.ack(ack)));
            publisher.forget(idle.key());
            ledger.refuseOpen(idle.open());
            states.remove(idle.key());
            var unused = predictions.retire(idle.key());
        }

        private void observe(Event event) {
            LearnerState old = states.get(event.key());
            if (old != null
                    && old.predicted() > 0
                    && stateRules.expired(old.lastTime(), event.example().time())) {
                retire(old);
            }
            LearnerState state = states.computeIfAbsent(event.key(), learner::init);
            ledger.count(state, -1);
            Outcome outcome = learner.observe(state, event.example());
            ledger.count(state, 1);
            publisher.at(
                    event.key(), event.example().partition(), event.example().offset());
            outputs.add(Outputs.of(Subtasks.TOPICS.predictions(), event.key(), predictions.observe(event)));
            outcome.promotions().forEach(promotion -> outputs.add(records.promotion(state.key(), promotion)));
            acted(state, outcome);
            if (!states.containsKey(event.key())) {
                return;
            }
            if (outcome.metricsDue()) {
                outputs.add(records.metrics(state, "window"));
            }
            DriftReading drift = outcome.driftChanged() ? learner.drift(state) : null;
            if (drift != null && drift.level() != DriftLevel.NONE) {
                boolean acts = drift.level() == DriftLevel.DRIFT;
                outputs.add(records.drift(
                        state, drift, acts ? spec.drift().response().name() : "none"));
            }
            for (int i = 0; i < outcome.featuresChanged(); i++) {
                outputs.add(records.drift(state, learner.featureDrift(state, outcome.featureChanged(i)), "none"));
            }
            String why = publisher.after(
                    state, outcome, event.example().partition(), event.example().offset());
            if (why != null) {
                publish(state, PublishRules.Reason.valueOf(why.toUpperCase(Locale.ROOT)));
            }
        }
    }
}
