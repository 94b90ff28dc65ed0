package dev.freshet.model.encode;

import java.util.List;

/**
 * Each category becomes {@code buckets} columns of which one is 1: the bucket of the value's hash. Unseen values need no
 * dictionary, and state does not grow with them; two values may share a bucket. A missing value sets no column.
 *
 * @see <a href="https://arxiv.org/abs/0902.2206">Weinberger et al. (2009)</a>
 */
public record HashedCategories(List<String> inputs, int buckets) implements Encoder {

    public HashedCategories {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("category must name at least one input: got []");
        }
        if (!(buckets >= 1 && buckets <= 65_536)) {
            throw new IllegalArgumentException("category.hash must lie in [1, 65536]: got " + buckets);
        }
        if ((long) inputs.size() * buckets > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("category must make at most " + Integer.MAX_VALUE + " columns: got "
                    + inputs.size() + " inputs of " + buckets);
        }
    }

    @Override
    public List<Input> reads() {
        return Input.all(InputKind.CATEGORY, inputs);
    }

    @Override
    public int width() {
        return inputs.size() * buckets;
    }

    @Override
    public int statsLength() {
        return 0;
    }

    @Override
    public List<Encoder> split() {
        return inputs.stream()
                .<Encoder>map(input -> new HashedCategories(List.of(input), buckets))
                .toList();
    }

    @Override
    public Ready ready(int[] at) {
        return new OneOfBuckets(this, at);
    }

    private static final class OneOfBuckets extends Ready.Sparse {
        private final int buckets;
        private final int[] inputs;

        OneOfBuckets(HashedCategories encoder, int[] inputs) {
            super(encoder);
            buckets = encoder.buckets;
            this.inputs = inputs;
        }

        @Override
        void encode(RawInputs event, double[] stats, int statsAt, boolean learn, SparseRow out, int at) {
            long[] categories = event.categories();
            for (int i = 0; i < inputs.length; i++) {
                long hash = categories[inputs[i]];
                if (hash != CategoryHash.MISSING) {
                    out.add(at + i * buckets + Math.floorMod(hash, buckets), 1);
                }
            }
        }
    }
}
