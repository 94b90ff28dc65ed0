package dev.freshet.jobs.letters;

import dev.freshet.kafka.DeadLetter;
import java.util.Set;

/**
 * Which letters are meant.
 *
 * @param codes of the reason; empty for all
 * @param partitions in which the record lay; empty for all
 * @param fromOffset first offset of the record in its partition
 * @param toOffset last one
 * @param since when the letter was written, at the earliest, in epoch milliseconds
 * @param until when it was written, at the latest
 */
public record LetterFilter(
        Set<String> codes, Set<Integer> partitions, long fromOffset, long toOffset, long since, long until) {
    /** Every letter. */
    public static final LetterFilter ALL =
            new LetterFilter(Set.of(), Set.of(), Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE);

    public LetterFilter {
        codes = Set.copyOf(codes);
        partitions = Set.copyOf(partitions);
    }

    public boolean matches(DeadLetter letter) {
        String code = letter.code();
        long written = letter.letter().timestamp();
        return (codes.isEmpty() || (code != null && codes.contains(code)))
                && (partitions.isEmpty() || partitions.contains((int) letter.partition()))
                && letter.offset() >= fromOffset
                && letter.offset() <= toOffset
                && written >= since
                && written <= until;
    }
}
