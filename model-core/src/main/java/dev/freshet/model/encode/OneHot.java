package dev.freshet.model.encode;

import java.util.List;

/**
 * One column per declared value of a category, of which one is 1. A value that is not declared sets no column, or, with
 * {@code other}, the one after the last; a missing value sets none.
 */
public record OneHot(String input, List<String> values, boolean other) implements Encoder {

    public OneHot {
        values = List.copyOf(values);
        new Values("one-hot.values", values);
    }

    @Override
    public List<Input> reads() {
        return List.of(new Input(InputKind.CATEGORY, input));
    }

    @Override
    public int width() {
        return values.size() + (other ? 1 : 0);
    }

    @Override
    public int statsLength() {
        return 0;
    }

    @Override
    public Ready ready(int[] at) {
        return new OneColumn(this, at[0]);
    }

    private static final class OneColumn extends Ready.Sparse {
        private final Values values;
        private final int input;
        private final int unknown;

        OneColumn(OneHot rule, int input) {
            super(rule);
            values = new Values("one-hot.values", rule.values);
            this.input = input;
            unknown = rule.other ? rule.values.size() : -1;
        }

        @Override
        void encode(RawInputs event, double[] stats, int statsAt, boolean learn, SparseRow out, int at) {
            long hash = event.categories()[input];
            int place = values.place(hash);
            int column = place >= 0 || hash == CategoryHash.MISSING ? place : unknown;
            if (column >= 0) {
                out.add(at + column, 1);
            }
        }
    }
}
