package dev.freshet.model;

import static dev.freshet.model.VectorTiles.LANES;

import java.util.function.IntConsumer;

/** The kernels on the JDK's Vector API, of whatever width this machine has. Holds scratch, so it belongs to one thread. */
final class VectorKernels implements Kernels {
    /** C2 vectorises the plain loop too; where there are few, the call costs more than is won. */
    private static final int FEW_PARAMETERS = 1024;

    /** At a time. */
    private static final int DOTS = 32;

    private final Kernels plain = new PlainKernels();
    private final float[] lanes = new float[DOTS * DOT_LANES];
    private final VectorProduct products = new VectorProduct();
    private final VectorRows rows = new VectorRows();
    private final VectorActivations activations = new VectorActivations();

    @Override
    public String name() {
        return "Vector API, " + LANES * Float.SIZE + " bits";
    }

    @Override
    public void warmUp() {
        new VectorWarmUp(this).run();
    }

    @Override
    public void multiply(
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
            int ldc) {
        products.multiply(m, n, k, a, aAt, rowStride, columnStride, b, bAt, ldb, c, cAt, ldc);
    }

    @Override
    public float dot(int n, float[] a, int aAt, float[] b, int bAt) {
        if (n < DOT_LANES) {
            return plain.dot(n, a, aAt, b, bAt);
        }
        VectorLoops.dotLanes(n, a, aAt, b, bAt, lanes);
        return PlainKernels.sumOf(lanes, 0);
    }

    @Override
    public void dots(int rows, int n, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        if (n < DOT_LANES) {
            plain.dots(rows, n, a, aAt, b, bAt, c, cAt);
            return;
        }
        if (rows == 1) {
            c[cAt] = dot(n, a, aAt, b, bAt);
            return;
        }
        for (int i = 0; i < rows; i += DOTS) {
            int some = Math.min(DOTS, rows - i);
            VectorLoops.dotLanes(some, n, a, aAt + i * n, b, bAt, lanes);
            for (int l = 0; l < some; l++) {
                c[cAt + i + l] = PlainKernels.sumOf(lanes, l * DOT_LANES);
            }
        }
    }

    @Override
    public void activate(Activation f, int rows, int n, float[] z, int at, float[] bias, int biasAt) {
        activations.apply(f, rows, n, z, at, bias, biasAt);
    }

    @Override
    public void activateBackward(Activation f, int rows, int n, float[] d, float[] a) {
        if (f == Activation.RELU) {
            int done = VectorLoops.cutBackward(rows * n, d, a);
            f.backward(d, a, done, rows * n - done);
        } else {
            plain.activateBackward(f, rows, n, d, a);
        }
    }

    @Override
    public void sumRows(int rows, int n, float[] d, float[] sums, int at) {
        if (n >= LANES) {
            VectorLoops.sumRows(rows, n, d, sums, at);
        } else if (n > 1 && (rows - 1) * n + LANES <= d.length) {
            VectorLoops.sumNarrowRows(rows, n, d, lanes);
            System.arraycopy(lanes, 0, sums, at, n);
        } else {
            plain.sumRows(rows, n, d, sums, at);
        }
    }

    @Override
    public boolean allWithin(float[] values, int from, int to, float limit) {
        return to - from < LANES
                ? plain.allWithin(values, from, to, limit)
                : VectorFinite.allFinite(values, from, to, Float.MAX_VALUE / limit);
    }

    @Override
    public boolean descend(int n, float[] x, float d, float factor, float rate, float[] w, float[] next) {
        return n < LANES
                ? plain.descend(n, x, d, factor, rate, w, next)
                : VectorFinite.descend(n, x, d, factor, rate, w, next, Float.MAX_VALUE / Step.GRADIENT_LIMIT);
    }

    @Override
    public boolean descendRows(
            int count,
            int n,
            float[] x,
            int xAt,
            float[] targets,
            boolean squash,
            float factor,
            float[] w,
            float[] outputs,
            IntConsumer learned) {
        return n < DOT_LANES
                ? plain.descendRows(count, n, x, xAt, targets, squash, factor, w, outputs, learned)
                : rows.descend(count, n, x, xAt, targets, squash, factor, w, outputs, learned);
    }

    @Override
    public float weigh(FtrlLanes row, float[] x, int xAt) {
        return row.whole == 0 ? plain.weigh(row, x, xAt) : VectorFtrl.weigh(row, x, xAt, lanes);
    }

    @Override
    public boolean learn(FtrlLanes row, float[] x, int xAt, float d) {
        return row.whole == 0 ? plain.learn(row, x, xAt, d) : VectorFtrl.learn(row, x, xAt, d);
    }

    @Override
    public boolean step(float[] update, float[] params, float rate) {
        if (update.length < FEW_PARAMETERS) {
            return plain.step(update, params, rate);
        }
        int end = update.length - update.length % LANES;
        boolean finite = VectorFinite.step(end, update, params, rate);
        PlainKernels.step(update, params, rate, end);
        return plain.allFinite(update, end, update.length) && finite;
    }
}
