package dev.freshet.model.encode;

import java.io.Serializable;

/**
 * What the columns of a text hold: the signed count c of the terms in a column, then in this order
 *
 * <pre>
 * sublinear  c = sign(c) · (1 + ln |c|)
 * idf        c · (1 + ln((1 + n) / (1 + d)))    n texts so far, d of them with the column, this one in both
 * unit       c / √Σc²
 * </pre>
 *
 * @see <a href="https://nlp.stanford.edu/IR-book/html/htmledition/tf-idf-weighting-1.html">Manning et al. (2008), 6.2</a>
 */
public record TermWeight(boolean sublinear, boolean idf, boolean unit) implements Serializable {
    /** Counts, scaled to length 1. */
    public static final TermWeight COUNTS = new TermWeight(false, false, true);
}
