package dev.freshet.model.encode;

import java.util.List;

/**
 * Two or more categories taken together: of 2^{@code bits} columns one is 1, that of the hash of all their values in
 * order. If one is missing, no column is set.
 */
public record Cross(List<String> inputs, int bits) implements Encoder {

    public Cross {
        inputs = List.copyOf(inputs);
        if (inputs.size() < 2) {
            throw new IllegalArgumentException("cross must name at least two inputs: got " + inputs);
        }
        HashedFeatures.requireBits("cross", bits);
    }

    @Override
    public List<Input> reads() {
        return Input.all(InputKind.CATEGORY, inputs);
    }

    @Override
    public int width() {
        return 1 << bits;
    }

    @Override
    public int statsLength() {
        return 0;
    }

    @Override
    public boolean sparse() {
        return true;
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public Ready ready(int[] at) {
        return new OneColumn(this, at);
    }

    private static final class OneColumn extends Ready.Sparse {
        private final int[] inputs;
        private final int mask;

        OneColumn(Cross rule, int[] inputs) {
            super(rule);
            this.inputs = inputs;
            mask = rule.width() - 1;
        }

        @Override
        void encode(RawInputs event, double[] stats, int statsAt, boolean learn, SparseRow out, int at) {
            long hash = 0;
            for (int input : inputs) {
                long value = event.categories()[input];
                if (value == CategoryHash.MISSING) {
                    return;
                }
                hash = CategoryHash.mix(hash + value);
            }
            out.add(at + ((int) hash & mask), 1);
        }
    }
}
