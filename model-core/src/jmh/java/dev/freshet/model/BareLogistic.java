package dev.freshet.model;

/** What one would write by hand for a batch of a logistic regression: plain loops over float arrays, and SGD. */
final class BareLogistic implements Workload {
    private final Data data;
    private final int batch;
    private final float rate;
    private final float[] w;
    private final float[] g;
    private float b;

    BareLogistic(Data data, int batch, double rate) {
        this.data = data;
        this.batch = batch;
        this.rate = (float) rate;
        w = new float[data.d];
        g = new float[data.d];
    }

    @Override
    public String name() {
        return "bare loop";
    }

    @Override
    public int events() {
        return data.n / batch * batch;
    }

    @Override
    public double run() {
        int right = 0;
        for (int from = 0; from + batch <= data.n; from += batch) {
            right += step(from);
        }
        return right / (double) events();
    }

    private int step(int from) {
        int d = data.d;
        float[] x = data.x;
        java.util.Arrays.fill(g, 0);
        float gb = 0;
        int right = 0;
        for (int i = from; i < from + batch; i++) {
            float z = b + dot4(w, x, i * d, d);
            right += z > 0 == data.y[i] > 0 ? 1 : 0;
            float error = FloatMath.sigmoid(z) - data.y[i];
            gb += error;
            for (int j = 0; j < d; j++) {
                g[j] += error * x[i * d + j];
            }
        }
        float step = rate / batch;
        for (int j = 0; j < d; j++) {
            w[j] -= step * g[j];
        }
        b -= step * gb;
        return right;
    }

    private static float dot4(float[] w, float[] x, int at, int d) {
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int j = 0;
        for (; j + 4 <= d; j += 4) {
            s0 += w[j] * x[at + j];
            s1 += w[j + 1] * x[at + j + 1];
            s2 += w[j + 2] * x[at + j + 2];
            s3 += w[j + 3] * x[at + j + 3];
        }
        for (; j < d; j++) {
            s0 += w[j] * x[at + j];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
