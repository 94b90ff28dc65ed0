package dev.freshet.model.encode;

import java.util.List;

/**
 * One column: where a category's value stands in a declared order, evenly from −1 for the first to 1 for the last. The
 * middle, 0, is what an undeclared or missing value becomes.
 */
public record Ordinal(String input, List<String> order) implements Encoder {

    public Ordinal {
        order = List.copyOf(order);
        new Values("ordinal.order", order);
        if (order.size() < 2) {
            throw new IllegalArgumentException("ordinal.order must list at least two values: got " + order);
        }
    }

    @Override
    public List<Input> reads() {
        return List.of(new Input(InputKind.CATEGORY, input));
    }

    @Override
    public int width() {
        return 1;
    }

    @Override
    public int statsLength() {
        return 0;
    }

    @Override
    public Ready ready(int[] at) {
        return new Rank(this, at[0]);
    }

    private static final class Rank extends Ready.Dense {
        private final Values values;
        private final int input;
        private final double last;

        Rank(Ordinal rule, int input) {
            super(rule);
            values = new Values("ordinal.order", rule.order);
            this.input = input;
            last = rule.order.size() - 1;
        }

        @Override
        void encode(RawInputs event, double[] stats, int statsAt, boolean learn, float[] out, int at) {
            int place = values.place(event.categories()[input]);
            out[at] = place < 0 ? 0 : (float) (2 * place / last - 1);
        }
    }
}
