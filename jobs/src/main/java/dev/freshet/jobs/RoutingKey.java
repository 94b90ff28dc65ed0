package dev.freshet.jobs;

import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.Rejection;
import org.apache.flink.api.java.functions.KeySelector;

/** An event goes to its model key's subtask; a rejection, which has none, to one that its input partition chooses. */
final class RoutingKey implements KeySelector<Decoded, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String getKey(Decoded decoded) {
        return decoded instanceof Event event
                ? event.key()
                : "rejected:" + ((Rejection) decoded).raw().partition();
    }
}
