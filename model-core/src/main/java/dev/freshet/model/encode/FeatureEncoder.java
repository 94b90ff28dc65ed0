package dev.freshet.model.encode;

import java.util.List;

/**
 * A {@link FeatureEncoding} made ready to run: one per thread, for any number of model keys. It holds tables and scratch
 * and nothing learned. Once its scratch has grown, an event allocates nothing.
 */
public final class FeatureEncoder {
    private final Ready[] encoders;
    private final int[] columns;
    private final int[] stats;

    FeatureEncoder(FeatureEncoding encoding) {
        List<Encoder> rules = encoding.encoders();
        FeatureSchema schema = encoding.schema();
        encoders = new Ready[rules.size()];
        columns = new int[encoders.length + 1];
        stats = new int[encoders.length + 1];
        for (int i = 0; i < encoders.length; i++) {
            Encoder rule = rules.get(i);
            encoders[i] =
                    rule.ready(rule.reads().stream().mapToInt(schema::place).toArray());
            columns[i + 1] = columns[i] + rule.width();
            stats[i + 1] = stats[i] + rule.statsLength();
        }
    }

    public int width() {
        return columns[encoders.length];
    }

    /** Doubles of running statistics, all zero at first. */
    public int statsLength() {
        return stats[encoders.length];
    }

    /**
     * Fills {@code out[at .. at + width())}.
     *
     * @param statistics of one model key
     * @param learn whether the event enters {@code statistics} first, so that it is encoded with what includes it
     */
    public void encode(RawInputs event, double[] statistics, boolean learn, float[] out, int at) {
        for (int i = 0; i < encoders.length; i++) {
            encoders[i].encode(event, statistics, stats[i], learn, out, at + columns[i]);
        }
    }

    /** Adds the columns that are not zero to {@code out}; summed by column they are the vector of the other method. */
    public void encode(RawInputs event, double[] statistics, boolean learn, SparseRow out) {
        for (int i = 0; i < encoders.length; i++) {
            encoders[i].encode(event, statistics, stats[i], learn, out, columns[i]);
        }
    }
}
