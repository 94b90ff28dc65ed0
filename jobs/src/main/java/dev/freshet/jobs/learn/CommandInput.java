package dev.freshet.jobs.learn;

import dev.freshet.jobs.ledger.FateCounter;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.wire.Command;
import java.util.List;

/** Commands: each is handed in, acknowledged, and what it did at once is kept. */
final class CommandInput {
    private final Commands commands;
    private final FateCounter fates;
    private final KeyStates states;
    private final Models models;

    CommandInput(Commands commands, FateCounter fates, KeyStates states, Models models) {
        this.commands = commands;
        this.fates = fates;
        this.states = states;
        this.models = models;
    }

    void take(Command command) throws Exception {
        LearnerState state = states.of(command.key());
        fates.command();
        fates.before(state);
        Commands.Handed handed = commands.handIn(state, models.place(command.key()), command);
        fates.after(state);
        models.acknowledge(List.of(handed.ack()));
        Outcome outcome = handed.outcome();
        if (outcome != null) {
            boolean unused = states.keep(state, outcome);
            models.acted(state, outcome);
            if (!outcome.promotions().isEmpty()) {
                models.publish(state, PublishRules.Reason.PROMOTION);
            }
        }
    }
}
