package dev.freshet.model.encode;

import java.util.List;

/**
 * One column per number: {@code (x - mean) / deviation} with running statistics when {@code scaling} is
 * {@link Scaling#STANDARD}, the number itself otherwise. A missing number is the mean, or 0 when nothing is scaled.
 *
 * <p>Statistics per input: count, mean, population variance (Welford); an input beyond ±{@link Float#MAX_VALUE} enters as
 * that bound, so that no finite double can make a statistic infinite.
 *
 * @see <a href="https://doi.org/10.2307/1266577">Welford (1962)</a>
 */
public record Numbers(List<String> inputs, Scaling scaling) implements Encoder {
    private static final int STATS = 3;

    public Numbers {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("numeric must name at least one input: got []");
        }
    }

    @Override
    public List<Input> reads() {
        return Input.all(InputKind.NUMBER, inputs);
    }

    @Override
    public boolean bounded() {
        return scaling != Scaling.NONE;
    }

    @Override
    public int width() {
        return inputs.size();
    }

    @Override
    public int statsLength() {
        return scaling == Scaling.STANDARD ? STATS * inputs.size() : 0;
    }

    @Override
    public Ready ready(int[] at) {
        return new Columns(this, at);
    }

    private static final class Columns extends Ready.Dense {
        private final boolean standard;
        private final int[] inputs;

        Columns(Numbers encoder, int[] inputs) {
            super(encoder);
            standard = encoder.scaling == Scaling.STANDARD;
            this.inputs = inputs;
        }

        @Override
        void encode(RawInputs event, double[] stats, int statsAt, boolean learn, float[] out, int at) {
            double[] numbers = event.numbers();
            for (int i = 0; i < inputs.length; i++) {
                double x = numbers[inputs[i]];
                out[at + i] =
                        standard ? standardise(x, stats, statsAt + STATS * i, learn) : Double.isNaN(x) ? 0 : (float) x;
            }
        }
    }

    private static float standardise(double raw, double[] stats, int s, boolean learn) {
        if (Double.isNaN(raw)) {
            return 0;
        }
        double x = Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, raw));
        if (learn) {
            double n = ++stats[s];
            double fromOldMean = x - stats[s + 1];
            stats[s + 1] += fromOldMean / n;
            stats[s + 2] += (fromOldMean * (x - stats[s + 1]) - stats[s + 2]) / n;
        }
        double variance = stats[s + 2];
        double z = variance > 0 ? (x - stats[s + 1]) / Math.sqrt(variance) : 0;
        return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, z));
    }
}
