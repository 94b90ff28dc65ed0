package dev.freshet.jobs.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.Action;
import dev.freshet.wire.Command;
import dev.freshet.wire.CommandAck;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLogTest {
    private final CommandLog log = new CommandLog();

    @Test
    void anAcceptedCommandOfWhichItIsNotKnownWhatItDoesIsNamedWithItsReason() {
        accepted(1);
        accepted(5);
        accepted(7);
        log.command(record(1), raw -> command(raw).with(new Action.Freeze()));
        log.command(record(7), raw -> command(raw).failing("no snapshot lies at partition 0, offset 3"));
        assertThat(log.unknown())
                .isEqualTo("it is not known any more what 2 accepted commands do, the first at topic commands,"
                        + " partition 0, offset 5: no command lies there");
        log.command(record(5), raw -> command(raw).with(new Action.Freeze()));
        assertThat(log.unknown())
                .isEqualTo("it is not known any more what 1 accepted commands do, the first at topic commands,"
                        + " partition 0, offset 7: no snapshot lies at partition 0, offset 3");
        log.command(record(7), raw -> command(raw).with(new Action.Freeze()));

        assertThat(log.unknown()).isNull();
    }

    @Test
    void aCommandThatWasNotAcceptedNeedsNoAction() {
        log.command(record(3), raw -> command(raw).failing("reset needs expect"));

        assertThat(log.unknown()).isNull();
    }

    private void accepted(long offset) {
        log.add(new CommandAck(
                "id " + offset,
                "AA",
                "freeze",
                CommandAck.Status.ACCEPTED,
                0,
                0,
                0,
                0,
                null,
                null,
                List.of(),
                new Source("commands", 0, offset)));
    }

    private static RawRecord record(long offset) {
        return new RawRecord("commands", 0, offset, 0, null, null, List.of());
    }

    private static Command command(RawRecord raw) {
        return new Command("AA", "id", "freeze", null, null, 0, Command.ANY, false, null, raw);
    }
}
