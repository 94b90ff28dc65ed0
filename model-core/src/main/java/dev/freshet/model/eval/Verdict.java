package dev.freshet.model.eval;

/**
 * What is kept of one classified event, in 64 bits:
 *
 * <pre>
 *        63              62         61         32  31    16  15        0
 * +---------------+---------------+---------------+---------+------------+
 * | no-change hit | majority hit  | float32 p     |  truth  | prediction |
 * +---------------+---------------+---------------+---------+------------+
 * </pre>
 *
 * p lies in [0, 1], so the two highest bits of its float32 are 0 and free for the hits; and the double of the same bits is
 * finite, so it can stand in a state.
 */
final class Verdict {
    private static final long NO_CHANGE_HIT = 1L << 63;
    private static final long MAJORITY_HIT = 1L << 62;
    private static final int P_MASK = 0x3FFFFFFF;
    private static final int P_OF_ONE = 0x3F800000;
    private static final int CLASS_MASK = 0xFFFF;

    private Verdict() {}

    /** @param p a number that is none counts as 0, one beyond [0, 1] as the nearer bound */
    static long of(int truth, int prediction, float p, boolean noChangeHit, boolean majorityHit) {
        return (long) Float.floatToRawIntBits(Probabilities.clipped(p)) << 32
                | (noChangeHit ? NO_CHANGE_HIT : 0)
                | (majorityHit ? MAJORITY_HIT : 0)
                | (long) truth << 16
                | prediction;
    }

    static int truth(long verdict) {
        return (int) (verdict >>> 16) & CLASS_MASK;
    }

    static int prediction(long verdict) {
        return (int) verdict & CLASS_MASK;
    }

    static float p(long verdict) {
        return Float.intBitsToFloat(pBits(verdict));
    }

    private static int pBits(long verdict) {
        return (int) (verdict >>> 32) & P_MASK;
    }

    static boolean noChangeHit(long verdict) {
        return (verdict & NO_CHANGE_HIT) != 0;
    }

    static boolean majorityHit(long verdict) {
        return (verdict & MAJORITY_HIT) != 0;
    }

    static boolean valid(long verdict, int classes) {
        return pBits(verdict) <= P_OF_ONE && truth(verdict) < classes && prediction(verdict) < classes;
    }
}
