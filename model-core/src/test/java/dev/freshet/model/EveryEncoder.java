package dev.freshet.model;

import dev.freshet.model.encode.Cross;
import dev.freshet.model.encode.DateTimeParts;
import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.FadingNumbers;
import dev.freshet.model.encode.HashedCategories;
import dev.freshet.model.encode.HashedFeatures;
import dev.freshet.model.encode.HashedText;
import dev.freshet.model.encode.Imputation;
import dev.freshet.model.encode.NGrams;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.OneHot;
import dev.freshet.model.encode.Ordinal;
import dev.freshet.model.encode.PreparedNumbers;
import dev.freshet.model.encode.Range;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.encode.SparseInput;
import dev.freshet.model.encode.TermWeight;
import dev.freshet.model.encode.TimePart;
import dev.freshet.model.optim.Optimizers;
import java.util.List;

/** Models that read their inputs by every encoder there is, and events for them. */
final class EveryEncoder {
    private static final String[] DAYS = {"mon", "tue", "wed"};
    private static final String[] WORDS = {"free", "prize", "lunch", "meeting", "tomorrow", "win"};
    private static final int SPARSE_BITS = 11;

    private EveryEncoder() {}

    /** Of all encoders; sparse is one layer on more columns than are held as an array. */
    static LearnerSpec spec(Gen gen, boolean sparse) {
        Specs specs = gen.pick(Specs.binary(), Specs.classes(3), Specs.regression());
        if (!sparse) {
            specs.hidden(gen.between(2, 6), gen.pick(Activation.TANH, Activation.GELU, Activation.RELU));
        }
        encoders(sparse ? SPARSE_BITS : 5).forEach(specs::encoder);
        return specs.optimizer(
                        gen.pick(Optimizers.sgd(0.05), Optimizers.adaGrad(0.05), Optimizers.ftrl(0.1, 1, 0.01, 0)))
                .batch(gen.between(1, 4))
                .build();
    }

    private static List<Encoder> encoders(int bits) {
        return List.of(
                new PreparedNumbers(
                        new Numbers(List.of("a", "b"), Scaling.ROBUST),
                        new Range(-50, 50),
                        new Imputation.Last(),
                        true,
                        new Range(-3, 3)),
                new Numbers(List.of("a"), Scaling.MIN_MAX),
                new FadingNumbers(List.of("b"), 0.1),
                new OneHot("c", List.of(DAYS), true),
                new Ordinal("d", List.of(DAYS)),
                new HashedCategories(List.of("c", "d"), 4),
                new HashedFeatures(List.of("b"), Scaling.STANDARD, List.of("c"), bits),
                new Cross(List.of("c", "d"), 4),
                new HashedText(
                        "t",
                        new NGrams(NGrams.Unit.CHARACTER, 2, 3, true),
                        bits,
                        true,
                        new TermWeight(true, true, true)),
                new SparseInput(20),
                new DateTimeParts(null, List.of(TimePart.values()), true, "America/New_York"));
    }

    /** One in some has what is missing, huge, or stands twice. */
    static Example example(Gen gen, int i) {
        double a = gen.pick(Double.NaN, 1e300, gen.normal(), gen.normal());
        String words = gen.chance(0.2) ? "" : WORDS[gen.below(6)] + " " + WORDS[gen.below(6)];
        return Example.of(i, gen.below(2), new double[] {a, gen.normal()}, DAYS[gen.below(3)], DAYS[gen.below(3)])
                .withTexts(gen.chance(0.2) ? null : words)
                .withSparse(new int[] {gen.below(20), gen.below(20)}, gen.floats(2))
                .withTime(1_700_000_000_000L + i * 3_000_000L);
    }
}
