package dev.freshet.model.encode;

import java.util.List;

/** One column per number: the number scaled. A missing number is 0 and enters no statistic. */
public record Numbers(List<String> inputs, Scaling scaling) implements Encoder {

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
        return scaling.statsLength() * inputs.size();
    }

    @Override
    public List<Encoder> split() {
        return inputs.stream()
                .<Encoder>map(input -> new Numbers(List.of(input), scaling))
                .toList();
    }

    @Override
    public Ready ready(int[] at) {
        return new Columns(this, at);
    }

    private static final class Columns extends Ready.Dense {
        private final Scaling scaling;
        private final int[] inputs;
        /** Whether the inputs lie side by side, in order. */
        private final boolean adjoining;

        Columns(Numbers encoder, int[] inputs) {
            super(encoder);
            scaling = encoder.scaling;
            this.inputs = inputs;
            adjoining = adjoin(inputs);
        }

        @Override
        void encode(RawInputs event, double[] stats, int statsAt, boolean learn, float[] out, int at) {
            double[] numbers = event.numbers();
            if (scaling == Scaling.NONE) {
                copy(numbers, out, at);
                return;
            }
            int each = scaling.statsLength();
            for (int i = 0; i < inputs.length; i++) {
                out[at + i] = scaling.column(numbers[inputs[i]], stats, statsAt + each * i, learn);
            }
        }

        private void copy(double[] numbers, float[] out, int at) {
            if (adjoining) {
                copy(numbers, inputs[0], inputs.length, out, at);
                return;
            }
            for (int i = 0; i < inputs.length; i++) {
                out[at + i] = orZero(numbers[inputs[i]]);
            }
        }

        private static void copy(double[] numbers, int from, int n, float[] out, int at) {
            if (convert(numbers, from, n, out, at) == 0) {
                return;
            }
            for (int i = 0; i < n; i++) {
                out[at + i] = orZero(numbers[from + i]);
            }
        }

        /** Without a look at any one; the sum is not 0 where one is no number, in four chains that run side by side. */
        private static float convert(double[] numbers, int from, int n, float[] out, int at) {
            float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
            int i = 0;
            for (; i + 4 <= n; i += 4) {
                float x0 = (float) numbers[from + i];
                float x1 = (float) numbers[from + i + 1];
                float x2 = (float) numbers[from + i + 2];
                float x3 = (float) numbers[from + i + 3];
                out[at + i] = x0;
                out[at + i + 1] = x1;
                out[at + i + 2] = x2;
                out[at + i + 3] = x3;
                s0 = Math.fma(x0, 0f, s0);
                s1 = Math.fma(x1, 0f, s1);
                s2 = Math.fma(x2, 0f, s2);
                s3 = Math.fma(x3, 0f, s3);
            }
            for (; i < n; i++) {
                out[at + i] = (float) numbers[from + i];
                s0 = Math.fma(out[at + i], 0f, s0);
            }
            return s0 + s1 + s2 + s3;
        }

        private static float orZero(double x) {
            return Double.isNaN(x) ? 0 : (float) x;
        }

        private static boolean adjoin(int[] inputs) {
            boolean adjoining = true;
            for (int i = 1; i < inputs.length; i++) {
                adjoining &= inputs[i] == inputs[0] + i;
            }
            return adjoining;
        }
    }
}
