package dev.freshet.jobs.learn;

import dev.freshet.wire.Header;
import dev.freshet.wire.Outbound;
import java.util.ArrayList;
import java.util.List;

/**
 * Names each output by the record that caused it, {@code topic/partition/offset/n}, n counting that record's outputs from 0.
 * An output that is written again after a failure has the same name and, where events carry their labels, the same bytes. The
 * answers of one model key come in the order of their offsets. What the end of a stream causes is named {@code topic/end/step/n}.
 */
public final class OutputIds {
    private String cause = "";
    private int outputs;

    /** None named yet. */
    public OutputIds() {}

    /** Begins to count the outputs of a record. */
    public void causedBy(String topic, int partition, long offset) {
        cause = topic + "/" + partition + "/" + offset + "/";
        outputs = 0;
    }

    void causedByTheEnd(String topic, long step) {
        cause = topic + "/end/" + step + "/";
        outputs = 0;
    }

    /** The output with its name. */
    public Outbound named(Outbound output) {
        List<Header> headers = new ArrayList<>(output.headers());
        headers.add(Header.of(LearningOperator.ID_HEADER, cause + outputs++));
        return new Outbound(output.topic(), output.key(), output.value(), output.timestamp(), headers);
    }
}
