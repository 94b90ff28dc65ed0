package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.optim.Ftrl;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Both implementations of FTRL's two halves on one row, against the rule itself and a dot over the columns in their order. */
class FtrlLanesTest {
    private static final List<Kernels> ALL = List.of(KernelChoice.PLAIN.create(), KernelChoice.VECTOR.create());
    private static final int COLUMNS = 300;

    @Test
    void aRowIsWeighedAsTheRuleSaysAndSummedAsADot() {
        for (int seed = 0; seed < 600; seed++) {
            Case c = new Case(new Gen(seed));
            for (Kernels kernels : ALL) {
                float sum = kernels.weigh(c.lanes, c.x, c.xAt);

                assertThat(sum)
                        .as(kernels.name() + ", seed " + seed)
                        .isEqualTo(kernels.dot(c.n, c.x, c.xAt, c.weights(), 0));
            }
        }
    }

    @Test
    void aStepMovesEachColumnAsTheRuleSaysAndNoOther() {
        for (int seed = 0; seed < 600; seed++) {
            Gen gen = new Gen(seed);
            Case c = new Case(gen);
            float d = (float) gen.normal();
            float[] expected = c.expected(d);
            for (Kernels kernels : ALL) {
                float[] table = c.table.clone();
                kernels.weigh(c.lanes, c.x, c.xAt);

                assertThat(kernels.learn(c.lanes, c.x, c.xAt, d)).isTrue();

                c.lanes.scatter(table, c.columns, c.at);
                assertThat(table).as(kernels.name() + ", seed " + seed).isEqualTo(expected);
            }
        }
    }

    @Test
    void whatIsBeyondTheGradientLimitOrNoNumberIsToldWhereverItStands() {
        for (int seed = 0; seed < 600; seed++) {
            Gen gen = new Gen(seed);
            Case c = new Case(gen);
            if (c.n == 0) {
                continue;
            }
            c.x[c.xAt + gen.below(c.n)] =
                    gen.pick(0x1p61f, -0x1p61f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
            for (Kernels kernels : ALL) {
                kernels.weigh(c.lanes, c.x, c.xAt);
                assertThat(kernels.learn(c.lanes, c.x, c.xAt, 1))
                        .as(kernels.name() + ", seed " + seed)
                        .isFalse();
            }
        }
    }

    /** One row of a table of random z and n; the lanes have held a row of another length before. */
    private static final class Case {
        final Ftrl rule;
        final int n;
        final int at;
        final int xAt;
        final float[] table = new float[2 * COLUMNS];
        final int[] columns;
        final float[] x;
        final FtrlLanes lanes;

        Case(Gen gen) {
            rule = new Ftrl(gen.pick(0.1, 0.5), 1, gen.pick(0.0, 0.5), gen.pick(0.0, 0.1), gen.pick(0.0, 0.1));
            n = gen.between(0, 100);
            at = gen.below(20);
            xAt = gen.below(20);
            for (int i = 0; i < COLUMNS; i++) {
                table[2 * i] = (float) gen.normal();
                table[2 * i + 1] = gen.chance(0.1) ? 0 : (float) Math.abs(gen.normal());
            }
            columns = new int[at + n];
            int first = gen.below(COLUMNS);
            for (int k = 0; k < columns.length; k++) {
                columns[k] = (first + 7 * k) % COLUMNS;
            }
            x = gen.floats(xAt + n);
            lanes = new FtrlLanes(rule.factors());
            lanes.gather(table, columns, 0, Math.min(columns.length, gen.between(0, 100)));
            lanes.gather(table, columns, at, n);
        }

        float[] weights() {
            float[] w = new float[n];
            for (int k = 0; k < n; k++) {
                int i = 2 * columns[at + k];
                w[k] = rule.factors().weight(table[i], table[i + 1]);
            }
            return w;
        }

        float[] expected(float d) {
            float[] after = table.clone();
            float[] w = weights();
            for (int k = 0; k < n; k++) {
                int i = 2 * columns[at + k];
                float g = Math.fma(x[xAt + k], d, 0f);
                after[i] = rule.factors().nextZ(g, w[k], table[i], table[i + 1]);
                after[i + 1] = rule.factors().nextN(g, table[i + 1]);
            }
            return after;
        }
    }

    @Test
    void oneWeightIsThatOfTheWholeRulesLoop() {
        Gen gen = new Gen(1);
        Ftrl rule = new Ftrl(0.1, 1, 0.5, 0.1, 0.1);
        float[] z = gen.floats(50);
        float[] n = gen.floats(50);
        for (int i = 0; i < 50; i++) {
            n[i] = Math.abs(n[i]);
        }
        float[] w = new float[50];

        rule.weights(z, n, w);

        float[] each = new float[50];
        for (int i = 0; i < 50; i++) {
            each[i] = rule.factors().weight(z[i], n[i]);
        }
        assertThat(w).isEqualTo(each);
    }
}
