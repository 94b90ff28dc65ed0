package dev.freshet.model.encode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers and categories in one space of 2^{@code bits} columns, each in the column and with the sign of its
 * {@link Murmur3}: a number's of its name, with its scaled value; a category's of its value's {@link CategoryHash} seeded
 * by its name's, with 1. What shares a column adds up, and on average cancels. Missing inputs set no column.
 *
 * @see <a href="https://arxiv.org/abs/0902.2206">Weinberger et al. (2009)</a>
 */
public record HashedFeatures(List<String> numbers, Scaling scaling, List<String> categories, int bits)
        implements Encoder {
    static final int MAX_BITS = 24;

    public HashedFeatures {
        numbers = List.copyOf(numbers);
        categories = List.copyOf(categories);
        if (numbers.isEmpty() && categories.isEmpty()) {
            throw new IllegalArgumentException("hashed must name at least one input: got []");
        }
        requireBits("hashed", bits);
    }

    static void requireBits(String what, int bits) {
        if (!(bits >= 1 && bits <= MAX_BITS)) {
            throw new IllegalArgumentException(what + ".bits must lie in [1, " + MAX_BITS + "]: got " + bits);
        }
    }

    @Override
    public List<Input> reads() {
        List<Input> inputs = new ArrayList<>(Input.all(InputKind.NUMBER, numbers));
        inputs.addAll(Input.all(InputKind.CATEGORY, categories));
        return inputs;
    }

    @Override
    public int width() {
        return 1 << bits;
    }

    @Override
    public int statsLength() {
        return scaling.statsLength() * numbers.size();
    }

    @Override
    public boolean sparse() {
        return true;
    }

    @Override
    public boolean bounded() {
        return scaling != Scaling.NONE;
    }

    @Override
    public Ready ready(int[] at) {
        return new SignedColumns(this, at);
    }

    private static final class SignedColumns extends Ready.Sparse {
        private final HashedFeatures rule;
        private final int[] inputs;
        private final int[] names;

        SignedColumns(HashedFeatures rule, int[] inputs) {
            super(rule);
            this.rule = rule;
            this.inputs = inputs;
            names = rule.reads().stream().mapToInt(SignedColumns::hash).toArray();
        }

        private static int hash(Input input) {
            byte[] utf8 = input.name().getBytes(StandardCharsets.UTF_8);
            return Murmur3.hash(utf8, 0, utf8.length, 0);
        }

        @Override
        void encode(RawInputs event, double[] stats, int statsAt, boolean learn, SparseRow out, int at) {
            int numbers = rule.numbers.size();
            int each = rule.scaling.statsLength();
            for (int i = 0; i < numbers; i++) {
                float x = rule.scaling.column(event.numbers()[inputs[i]], stats, statsAt + each * i, learn);
                add(out, at, names[i], x);
            }
            for (int i = numbers; i < inputs.length; i++) {
                long value = event.categories()[inputs[i]];
                if (value != CategoryHash.MISSING) {
                    add(out, at, Murmur3.hash(value, names[i]), 1);
                }
            }
        }

        private void add(SparseRow out, int at, int hash, float x) {
            if (x != 0) {
                out.add(at + Murmur3.column(hash, rule.bits), x * Murmur3.sign(hash));
            }
        }
    }
}
