package dev.freshet.jobs.score;

import dev.freshet.wire.CaughtUp;
import dev.freshet.wire.Decoded;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Sends each mark to every key group, over the edge on which the models before it have gone: whatever subtask has the group,
 * it gets the mark behind them.
 */
public final class SpreadMarks extends RichFlatMapFunction<Decoded, Decoded> {
    private static final long serialVersionUID = 1L;

    private final int maxParallelism;
    private transient List<String> keys;

    /** @param maxParallelism of the operator that takes the marks */
    @SuppressWarnings("NullAway.Init") // begun in open, in the subtask
    public SpreadMarks(int maxParallelism) {
        this.maxParallelism = maxParallelism;
    }

    @Override
    public void open(OpenContext context) {
        keys = KeyGroupKeys.of(maxParallelism);
    }

    @Override
    public void flatMap(Decoded decoded, Collector<Decoded> out) {
        if (decoded instanceof CaughtUp mark) {
            keys.forEach(key -> out.collect(new CaughtUp(mark.partition(), key)));
        } else {
            out.collect(decoded);
        }
    }
}
