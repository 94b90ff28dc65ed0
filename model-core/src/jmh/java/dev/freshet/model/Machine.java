package dev.freshet.model;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** What this processor can do at most, in the JVM at hand: fused multiply-adds in registers, and Adam over arrays. */
final class Machine {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private Machine() {}

    /** n × 16 independent vectors of fused multiply-adds: 32 n lanes operations. */
    static double fma(int n) {
        FloatVector x = FloatVector.broadcast(S, 0.999f), y = FloatVector.broadcast(S, 0.001f);
        FloatVector a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y;
        FloatVector i = y, j = y, k = y, l = y, m = y, o = y, p = y, q = y;
        for (int r = 0; r < n; r++) {
            a = a.fma(x, y);
            b = b.fma(x, y);
            c = c.fma(x, y);
            d = d.fma(x, y);
            e = e.fma(x, y);
            f = f.fma(x, y);
            g = g.fma(x, y);
            h = h.fma(x, y);
            i = i.fma(x, y);
            j = j.fma(x, y);
            k = k.fma(x, y);
            l = l.fma(x, y);
            m = m.fma(x, y);
            o = o.fma(x, y);
            p = p.fma(x, y);
            q = q.fma(x, y);
        }
        return a.add(b)
                .add(c)
                .add(d)
                .add(e)
                .add(f)
                .add(g)
                .add(h)
                .add(i)
                .add(j)
                .add(k)
                .add(l)
                .add(m)
                .add(o)
                .add(p)
                .add(q)
                .reduceLanes(VectorOperators.ADD);
    }

    static double fmaFlops(int n) {
        return 32.0 * n * S.length();
    }

    /** Adam in place, all in one pass: the least that a step costs per parameter. */
    static void adam(float[] w, float[] g, float[] m, float[] v) {
        FloatVector takeM = FloatVector.broadcast(S, 0.1f), takeV = FloatVector.broadcast(S, 0.001f);
        FloatVector epsilon = FloatVector.broadcast(S, 1e-7f), rate = FloatVector.broadcast(S, 1e-6f);
        for (int i = 0; i <= w.length - S.length(); i += S.length()) {
            FloatVector gi = FloatVector.fromArray(S, g, i);
            FloatVector mi = FloatVector.fromArray(S, m, i);
            FloatVector vi = FloatVector.fromArray(S, v, i);
            mi = gi.sub(mi).fma(takeM, mi);
            vi = gi.mul(gi).sub(vi).fma(takeV, vi);
            mi.intoArray(m, i);
            vi.intoArray(v, i);
            FloatVector.fromArray(S, w, i)
                    .sub(mi.mul(rate).div(vi.lanewise(VectorOperators.SQRT).add(epsilon)))
                    .intoArray(w, i);
        }
    }
}
