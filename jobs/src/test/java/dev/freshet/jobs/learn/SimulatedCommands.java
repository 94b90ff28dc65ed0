package dev.freshet.jobs.learn;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.model.Action;
import dev.freshet.model.PlannedAction;
import dev.freshet.wire.Command;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.RawRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Commands among the events of their keys, in the order of one partition, so that each seed has one outcome. */
final class SimulatedCommands {
    private final SplittableRandom random;

    private SimulatedCommands(SplittableRandom random) {
        this.random = random;
    }

    /** Into the partitions of one seed in two. */
    static List<List<Decoded>> among(List<List<Decoded>> partitions, SplittableRandom random) {
        if (random.nextBoolean()) {
            return partitions;
        }
        SimulatedCommands commands = new SimulatedCommands(random);
        return partitions.stream().map(commands::among).toList();
    }

    private List<Decoded> among(List<Decoded> records) {
        List<Decoded> all = new ArrayList<>();
        for (Decoded record : records) {
            all.add(record);
            if (record instanceof Event event && random.nextInt(9) == 0) {
                all.add(command(event, all.size()));
            }
        }
        return all;
    }

    private Command command(Event event, long offset) {
        Action action = action();
        return new Command(
                event.key(),
                "c" + random.nextInt(12),
                action.name(),
                action,
                null,
                random.nextInt(3) == 0 ? random.nextInt(9) : PlannedAction.NOW,
                random.nextInt(6) == 0 ? random.nextInt(4) : Command.ANY,
                random.nextBoolean(),
                null,
                new RawRecord(
                        "commands",
                        event.example().partition(),
                        offset,
                        1_000 + offset,
                        event.key().getBytes(UTF_8),
                        new byte[] {(byte) offset},
                        List.of()));
    }

    private Action action() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> new Action.Reset();
            case 2 -> new Action.Freeze();
            case 3, 4 -> new Action.Resume();
            case 5 -> new Action.Snapshot();
            case 6 -> new Action.Erase();
            default -> new Action.SetRate(random.nextDouble(0.1, 3));
        };
    }
}
