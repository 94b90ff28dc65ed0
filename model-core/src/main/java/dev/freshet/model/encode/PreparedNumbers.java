package dev.freshet.model.encode;

import java.util.List;

/**
 * {@link Numbers} with care for those that are extreme or missing. Per number: clip, put in what is missing, scale, clip
 * again. Statistics see the clipped number and never one that was put in.
 *
 * <p>Columns: one per number, then, with {@code indicator}, one per number that is 1 where it is missing.
 *
 * @param clip range of the number as it comes
 * @param clipScaled range of the column
 */
public record PreparedNumbers(Numbers numbers, Range clip, Imputation missing, boolean indicator, Range clipScaled)
        implements Encoder {

    @Override
    public List<Input> reads() {
        return numbers.reads();
    }

    @Override
    public boolean bounded() {
        return numbers.bounded() || clip.finite() || clipScaled.finite();
    }

    @Override
    public int width() {
        return numbers.width() * (indicator ? 2 : 1);
    }

    @Override
    public int statsLength() {
        return numbers.width() * (numbers.scaling().statsLength() + missing.statsLength());
    }

    @Override
    public List<Encoder> split() {
        return indicator
                ? List.of(this)
                : numbers.inputs().stream()
                        .<Encoder>map(input -> new PreparedNumbers(
                                new Numbers(List.of(input), numbers.scaling()), clip, missing, false, clipScaled))
                        .toList();
    }

    @Override
    public Ready ready(int[] at) {
        return new Columns(this, at);
    }

    /** Of the number {@code raw}, whose statistics begin at {@code s}: the imputation's, then the scaler's. */
    private float column(double raw, double[] stats, int s, boolean learn) {
        int scaler = s + missing.statsLength();
        Scaling scaling = numbers.scaling();
        double column;
        if (Double.isNaN(raw)) {
            column = scaling.column(missing.value(stats, s), stats, scaler, false);
        } else {
            double x = Scaling.bounded(clip.clip(raw));
            if (learn) {
                missing.learn(x, stats, s);
            }
            column = scaling.column(x, stats, scaler, learn);
        }
        return (float) Scaling.bounded(clipScaled.clip(column));
    }

    private static final class Columns extends Ready.Dense {
        private final PreparedNumbers rule;
        private final int[] inputs;
        private final int each;

        Columns(PreparedNumbers rule, int[] inputs) {
            super(rule);
            this.rule = rule;
            this.inputs = inputs;
            each = rule.statsLength() / inputs.length;
        }

        @Override
        void encode(RawInputs event, double[] stats, int statsAt, boolean learn, float[] out, int at) {
            for (int i = 0; i < inputs.length; i++) {
                double raw = event.numbers()[inputs[i]];
                out[at + i] = rule.column(raw, stats, statsAt + each * i, learn);
                if (rule.indicator) {
                    out[at + inputs.length + i] = Double.isNaN(raw) ? 1 : 0;
                }
            }
        }
    }
}
