package dev.freshet.model.encode;

import java.util.List;

/**
 * The event's own sparse part, {@code dimension} columns wide, as it stands; a value that is NaN sets no column.
 *
 * @param dimension one more than the largest index
 */
public record SparseInput(int dimension) implements Encoder {

    public SparseInput {
        if (!(dimension >= 1 && dimension <= FeatureEncoding.MAX_WIDTH)) {
            throw new IllegalArgumentException(
                    "sparse.dimension must lie in [1, " + FeatureEncoding.MAX_WIDTH + "]: got " + dimension);
        }
    }

    @Override
    public List<Input> reads() {
        return List.of(new Input(InputKind.SPARSE, ""));
    }

    @Override
    public int width() {
        return dimension;
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
    public Ready ready(int[] at) {
        return new Copy(this);
    }

    private static final class Copy extends Ready.Sparse {

        Copy(SparseInput encoder) {
            super(encoder);
        }

        @Override
        void encode(RawInputs event, double[] stats, int statsAt, boolean learn, SparseRow out, int at) {
            out.addAll(event.indices(), event.values(), at);
        }
    }
}
