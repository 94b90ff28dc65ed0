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
    public Ready ready(int[] at) {
        return new Columns(this, at);
    }

    private static final class Columns extends Ready.Dense {
        private final Scaling scaling;
        private final int[] inputs;

        Columns(Numbers encoder, int[] inputs) {
            super(encoder);
            scaling = encoder.scaling;
            this.inputs = inputs;
        }

        @Override
        void encode(RawInputs event, double[] stats, int statsAt, boolean learn, float[] out, int at) {
            double[] numbers = event.numbers();
            int each = scaling.statsLength();
            for (int i = 0; i < inputs.length; i++) {
                out[at + i] = scaling.column(numbers[inputs[i]], stats, statsAt + each * i, learn);
            }
        }
    }
}
