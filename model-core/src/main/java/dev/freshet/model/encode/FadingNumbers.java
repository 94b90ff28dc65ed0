package dev.freshet.model.encode;

import java.util.List;

/**
 * One column per number: {@code (x - mean) / deviation} with statistics that forget, so that the scale follows a stream
 * whose level changes. A missing number is 0 and enters no statistic.
 *
 * <pre>
 * mean     += fading · (x - mean)                                  the first number is the first mean
 * variance  = (1 - fading) · (variance + fading · (x - mean)²)     with the mean before x; 0 at first
 * </pre>
 *
 * <p>Statistics per number: 1 once there was one, mean, variance, which is the fading mean of squares less the mean's square.
 *
 * @param fading share of the newest number
 * @see <a href="https://fanf2.user.srcf.net/hermes/doc/antiforgery/stats.pdf">Finch (2009), section 9</a>
 */
public record FadingNumbers(List<String> inputs, double fading) implements Encoder {

    public FadingNumbers {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("fading must name at least one input: got []");
        }
        if (!(fading > 0 && fading < 1)) {
            throw new IllegalArgumentException("fading.fading must lie in (0, 1): got " + fading);
        }
    }

    @Override
    public List<Input> reads() {
        return Input.all(InputKind.NUMBER, inputs);
    }

    @Override
    public int width() {
        return inputs.size();
    }

    @Override
    public int statsLength() {
        return Moments.LENGTH * inputs.size();
    }

    @Override
    public List<Encoder> split() {
        return inputs.stream()
                .<Encoder>map(input -> new FadingNumbers(List.of(input), fading))
                .toList();
    }

    @Override
    public Ready ready(int[] at) {
        return new Columns(this, at);
    }

    private void learn(double x, double[] stats, int s) {
        double fromOldMean = stats[s] == 0 ? 0 : x - stats[s + 1];
        stats[s + 1] = stats[s] == 0 ? x : stats[s + 1] + fading * fromOldMean;
        stats[s + 2] = (1 - fading) * (stats[s + 2] + fading * fromOldMean * fromOldMean);
        stats[s] = 1;
    }

    private static final class Columns extends Ready.Dense {
        private final FadingNumbers rule;
        private final int[] inputs;

        Columns(FadingNumbers rule, int[] inputs) {
            super(rule);
            this.rule = rule;
            this.inputs = inputs;
        }

        @Override
        void encode(RawInputs event, double[] stats, int statsAt, boolean learn, float[] out, int at) {
            for (int i = 0; i < inputs.length; i++) {
                int s = statsAt + Moments.LENGTH * i;
                double x = Scaling.bounded(event.numbers()[inputs[i]]);
                if (learn && !Double.isNaN(x)) {
                    rule.learn(x, stats, s);
                }
                out[at + i] = Double.isNaN(x) ? 0 : (float) Scaling.bounded(Moments.standardised(x, stats, s));
            }
        }
    }
}
