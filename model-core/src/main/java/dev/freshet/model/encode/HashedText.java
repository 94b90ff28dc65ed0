package dev.freshet.model.encode;

import java.util.List;

/**
 * A text as its terms, each in the column of its {@link Murmur3} among 2^{@code bits}: a bag of words or characters that
 * needs no dictionary. A missing text sets no column and is no document.
 *
 * <p>Statistics, with {@code weight.idf}: the number of texts, then for each column how many had it.
 *
 * @param signed whether a term counts with its hash's sign, so that terms that share a column cancel on average
 */
public record HashedText(String input, NGrams terms, int bits, boolean signed, TermWeight weight) implements Encoder {

    public HashedText {
        HashedFeatures.requireBits("text", bits);
    }

    /** Single words in lower case, signed counts, scaled to length 1. */
    public static HashedText words(String input, int bits) {
        return new HashedText(input, new NGrams(NGrams.Unit.WORD, 1, 1, true), bits, true, TermWeight.COUNTS);
    }

    @Override
    public List<Input> reads() {
        return List.of(new Input(InputKind.TEXT, input));
    }

    @Override
    public int width() {
        return 1 << bits;
    }

    @Override
    public int statsLength() {
        return weight.idf() ? 1 + width() : 0;
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
        return new Terms(this, at[0]);
    }

    private static final class Terms extends Ready.Sparse {
        private final HashedText rule;
        private final int input;
        private final TextUnits units;
        private final ColumnSums sums = new ColumnSums();

        Terms(HashedText rule, int input) {
            super(rule);
            this.rule = rule;
            this.input = input;
            units = new TextUnits(rule.terms);
        }

        @Override
        void encode(RawInputs event, double[] stats, int statsAt, boolean learn, SparseRow out, int at) {
            String text = event.texts()[input];
            if (text == null || text.isEmpty()) {
                return;
            }
            count(text);
            if (rule.weight.idf() && learn) {
                stats[statsAt]++;
                for (int k = 0; k < sums.size(); k++) {
                    stats[statsAt + 1 + sums.column(k)]++;
                }
            }
            write(stats, statsAt, out, at);
        }

        private void count(String text) {
            sums.clear();
            units.read(text);
            for (int n = rule.terms.min(); n <= rule.terms.max(); n++) {
                for (int i = 0; i + n <= units.size(); i++) {
                    int hash = units.hash(i, n);
                    sums.add(Murmur3.column(hash, rule.bits), rule.signed ? Murmur3.sign(hash) : 1);
                }
            }
        }

        private void write(double[] stats, int statsAt, SparseRow out, int at) {
            int from = out.size();
            double squares = 0;
            for (int k = 0; k < sums.size(); k++) {
                double c = weighted(sums.sum(k), sums.column(k), stats, statsAt);
                if (c != 0) {
                    out.add(at + sums.column(k), (float) c);
                    squares += c * c;
                }
            }
            if (rule.weight.unit() && squares > 0) {
                out.scale(from, 1 / Math.sqrt(squares));
            }
        }

        private double weighted(int count, int column, double[] stats, int statsAt) {
            double c = count;
            if (rule.weight.sublinear() && count != 0) {
                c = Math.copySign(1 + StrictMath.log(Math.abs(c)), c);
            }
            if (rule.weight.idf() && count != 0) {
                c *= 1 + StrictMath.log((1 + stats[statsAt]) / (1 + stats[statsAt + 1 + column]));
            }
            return c;
        }
    }
}
