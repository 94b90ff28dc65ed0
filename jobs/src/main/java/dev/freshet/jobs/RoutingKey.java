package dev.freshet.jobs;

import dev.freshet.wire.CaughtUp;
import dev.freshet.wire.Command;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.ModelRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.Tally;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * An event, the label of one and a model go to their model key's subtask; a rejection, which has none, to one that its input partition chooses, and a tally
 * to one that its sender's number chooses.
 */
final class RoutingKey implements KeySelector<Decoded, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String getKey(Decoded decoded) {
        if (decoded instanceof Event event) {
            return event.key();
        }
        if (decoded instanceof Command command) {
            return command.key();
        }
        if (decoded instanceof LateLabel label) {
            return label.key();
        }
        if (decoded instanceof ModelRecord model) {
            return model.key();
        }
        if (decoded instanceof CaughtUp mark) {
            return mark.key();
        }
        return decoded instanceof Rejection rejection
                ? "rejected:" + rejection.raw().partition()
                : "tally:" + ((Tally) decoded).row().subtask();
    }
}
