package dev.freshet.model;

/**
 * The few hot products, behind one seam. Every output element is one chain of fused multiply-adds over k in ascending
 * order, begun at +0, so that an implementation may use any tile and any vector width and still gives the same bits.
 */
sealed interface Kernels permits PlainKernels {

    /** The implementation for this machine, chosen once. */
    static Kernels best() {
        return PlainKernels.INSTANCE;
    }

    /** For the log: which implementation is at work. */
    String name();

    /**
     * C = A B, with A (m, k) at {@code a[aAt + i * rowStride + p * columnStride]}, B (k, n) row-major with leading
     * dimension {@code ldb}, C (m, n) row-major with leading dimension {@code ldc}.
     */
    void multiply(
            int m,
            int n,
            int k,
            float[] a,
            int aAt,
            int rowStride,
            int columnStride,
            float[] b,
            int bAt,
            int ldb,
            float[] c,
            int cAt,
            int ldc);
}
