package dev.freshet.model.drift;

/** x ← (1103515245 x + 12345) mod 2³¹: the same streams on any machine and in any language. */
final class Lcg {
    private long x;

    Lcg(long seed) {
        this.x = seed;
    }

    /** In [0, 1). */
    double next() {
        x = (1_103_515_245L * x + 12_345) & 0x7fff_ffffL;
        return x / 0x1p31;
    }

    /** 1 with probability {@code p}, else 0. */
    double bit(double p) {
        return next() < p ? 1 : 0;
    }

    /** 8,000 errors: p is .10, from 2,000 on .30, from 4,000 on .10, and from 6,000 on a ramp to .30. */
    static double[] jumpsAndRamp() {
        Lcg random = new Lcg(42);
        double[] bits = new double[8000];
        for (int i = 0; i < bits.length; i++) {
            double ramp = i < 6000 ? 0.10 : 0.10 + 0.20 * (i - 6000) / 2000;
            bits[i] = random.bit(i >= 2000 && i < 4000 ? 0.30 : ramp);
        }
        return bits;
    }

    /** 12,000 absolute errors in a label's unit: level 4 and noise ±1; level 4.25 from 5,000; level 3.5 from 9,000. */
    static double[] levels() {
        Lcg random = new Lcg(7);
        double[] values = new double[12_000];
        for (int i = 0; i < values.length; i++) {
            double level = i < 5000 ? 4 : i < 9000 ? 4.25 : 3.5;
            values[i] = level + 2 * random.next() - 1;
        }
        return values;
    }
}
