package dev.freshet.model.data;

import dev.freshet.model.Example;
import dev.freshet.model.encode.CategoryHash;
import java.util.Arrays;
import java.util.List;

/**
 * {@code [label [importance [base]]] ['tag]|namespace[:scale] feature[:value] … |…}: each feature's column is a hash of its
 * namespace and name, to {@code bits} bits, its value 1 where none is given, times the namespace's scale. The importance is
 * the example's weight; base and tag are skipped. The columns are not the numbers that Vowpal Wabbit itself computes.
 *
 * @see <a href="https://github.com/VowpalWabbit/vowpal_wabbit/wiki/Input-format">the format</a>
 */
final class VwParser implements SparseParser {
    private final int bits;

    VwParser(int bits) {
        if (!(bits >= 1 && bits <= 24)) {
            throw new IllegalArgumentException("vw.bits must lie in [1, 24]: got " + bits);
        }
        this.bits = bits;
    }

    Schema schema(List<String> classes) {
        return new Schema(List.of(), List.of(), List.of(), 1 << bits, "label", classes);
    }

    @Override
    public String label(String line, Place place) {
        String[] head = head(line, place);
        return head.length == 0 ? "" : head[0];
    }

    @Override
    public Example example(String line, double label, long row, Place place) {
        String[] head = head(line, place);
        double weight = head.length < 2 ? 1 : weight(head[1], place);
        String[] tokens = line.substring(line.indexOf('|')).strip().split("\\s+", -1);
        int[] indices = new int[tokens.length];
        float[] values = new float[tokens.length];
        int n = 0;
        String namespace = "";
        double scale = 1;
        for (String token : tokens) {
            boolean names = token.startsWith("|");
            String word = names ? token.substring(1) : token;
            int colon = word.indexOf(':');
            String name = colon < 0 ? word : word.substring(0, colon);
            double value = colon < 0
                    ? 1
                    : Decimal.parse(
                            word.substring(colon + 1), place.column(name), "correct the value, or leave it out");
            if (names) {
                namespace = name;
                scale = value;
            } else {
                indices[n] = (int) (CategoryHash.of(namespace + "^" + name) & ((1 << bits) - 1));
                values[n++] = (float) (scale * value);
            }
        }
        return new Example(new double[0], new long[0], label, weight, row, 0, row)
                .withSparse(Arrays.copyOf(indices, n), Arrays.copyOf(values, n));
    }

    private static double weight(String word, Place place) {
        double weight = Decimal.parse(word, place.column("importance"), "correct the importance");
        if (weight < 0) {
            throw new DataException(place.column("importance"), "must be >= 0", word, "correct the importance");
        }
        return weight;
    }

    /** Label, importance, base: what stands before the first bar, without the tag. */
    private static String[] head(String line, Place place) {
        int bar = line.indexOf('|');
        if (bar < 0) {
            throw new DataException(place, "an example must have a | before its features", line, "add it");
        }
        String head = line.substring(0, bar);
        boolean tagged = !head.isEmpty() && !Character.isWhitespace(head.charAt(head.length() - 1)) && isTag(head);
        String numbers = tagged ? head.substring(0, lastWord(head)) : head;
        int quote = numbers.indexOf('\'');
        String content = (quote < 0 ? numbers : numbers.substring(0, quote)).strip();
        return content.isEmpty() ? new String[0] : content.split("\\s+");
    }

    /** A word that touches the bar is a tag, unless it is the only one and a number. */
    private static boolean isTag(String head) {
        int from = lastWord(head);
        return !(head.substring(0, from).isBlank() && Decimal.looksLike(head.substring(from)));
    }

    private static int lastWord(String head) {
        int from = head.length();
        while (from > 0 && !Character.isWhitespace(head.charAt(from - 1))) {
            from--;
        }
        return from;
    }
}
