package dev.freshet.model;

import dev.freshet.model.optim.Ftrl;
import java.util.function.IntConsumer;

/**
 * Calls each loop as often as the JIT needs to compile it, which takes about a second once: before that, the Vector API is
 * some hundred times slower than plain Java, and a model's first batches would be the ones to pay.
 */
final class VectorWarmUp {
    /** Several times HotSpot's Tier4InvocationThreshold, since counts are lost between its tiers; most run compiled. */
    private static final int CALLS = 40_000;

    private static final int K = 2;
    private static final int WIDE = 4 * VectorTiles.LANES;
    private static final int[] TILE_ROWS = {8, 8, 4, 8, 1};
    private static final int[] TILE_VECTORS = {4, 2, 2, 1, 7};

    private final VectorKernels kernels;
    private final float[] a = new float[16 * WIDE];
    private final float[] b = new float[16 * WIDE];
    private final float[] c = new float[16 * WIDE];

    VectorWarmUp(VectorKernels kernels) {
        this.kernels = kernels;
    }

    void run() {
        for (int tile = 0; tile < TILE_ROWS.length; tile++) {
            int m = TILE_ROWS[tile];
            int n = TILE_VECTORS[tile] * VectorTiles.LANES;
            often(call -> kernels.multiply(m, n, K, a, 0, K, 1, b, 0, n, c, 0, n));
        }
        often(call -> c[0] = kernels.dot(WIDE - 1, a, 0, b, 0));
        often(call -> kernels.dots(8, 17, a, 0, b, 0, c, 0));
        often(call -> c[0] = kernels.allFinite(a, 0, 7 * WIDE) ? 1 : 0);
        often(call -> c[0] = VectorFinite.step(2 * WIDE - VectorTiles.LANES, c, a, 1) ? 1 : 0);
        often(call -> c[0] = kernels.descend(WIDE - 1, a, 1, 1, 1, b, c) ? 1 : 0);
        often(call -> kernels.descendRows(2, WIDE - 1, a, 0, b, true, 1, c, b, row -> {}));
        FtrlLanes lanes = lanes();
        often(call -> c[0] = kernels.weigh(lanes, a, 0));
        often(call -> c[0] = kernels.learn(lanes, a, 0, 1) ? 1 : 0);
        often(call -> kernels.sumRows(1, 2 * WIDE - 1, a, c, 0));
        often(call -> kernels.activate(Activation.RELU, 1, 3 * WIDE - 1, c, 0, b, 0));
        often(call -> kernels.activate(Activation.SIGMOID, 1, 3 * WIDE, c, 0, b, 0));
        often(call -> kernels.activate(Activation.SOFTMAX, VectorTiles.LANES, 3, c, 0, b, 0));
        often(call -> kernels.activateBackward(Activation.RELU, 1, 3 * WIDE, c, a));
    }

    /** Of a row of 39 columns: whole vectors, a pair and a single one of any width, and some that fill none. */
    private FtrlLanes lanes() {
        FtrlLanes lanes = new FtrlLanes(new Ftrl(1, 1, 0, 0).factors());
        lanes.gather(new float[2], new int[39], 0, 39);
        return lanes;
    }

    private static void often(IntConsumer kernel) {
        for (int call = 0; call < CALLS; call++) {
            kernel.accept(call);
        }
    }
}
