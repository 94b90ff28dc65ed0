package dev.freshet.jobs.pipeline;

import dev.freshet.model.DriftResponse;
import dev.freshet.model.drift.Adwin;
import dev.freshet.model.drift.Cusum;
import dev.freshet.model.drift.Ddm;
import dev.freshet.model.drift.DistributionTest;
import dev.freshet.model.drift.DriftDetector;
import dev.freshet.model.drift.Eddm;
import dev.freshet.model.drift.HddmA;
import dev.freshet.model.drift.HddmW;
import dev.freshet.model.drift.JensenShannon;
import dev.freshet.model.drift.KolmogorovSmirnov;
import dev.freshet.model.drift.Kswin;
import dev.freshet.model.drift.PageHinkley;
import dev.freshet.model.drift.Psi;
import dev.freshet.model.drift.Rddm;
import dev.freshet.model.encode.Imputation;
import dev.freshet.model.loss.Absolute;
import dev.freshet.model.loss.BinaryCrossEntropy;
import dev.freshet.model.loss.CategoricalCrossEntropy;
import dev.freshet.model.loss.Hinge;
import dev.freshet.model.loss.Huber;
import dev.freshet.model.loss.Loss;
import dev.freshet.model.loss.Poisson;
import dev.freshet.model.loss.Quantile;
import dev.freshet.model.loss.Squared;
import dev.freshet.model.optim.ClipByNorm;
import dev.freshet.model.optim.ClipByValue;
import dev.freshet.model.optim.ConstantRate;
import dev.freshet.model.optim.CosineDecay;
import dev.freshet.model.optim.EpsilonPlace;
import dev.freshet.model.optim.ExponentialDecay;
import dev.freshet.model.optim.Ftrl;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.optim.InverseScaling;
import dev.freshet.model.optim.NesterovTrace;
import dev.freshet.model.optim.Scale;
import dev.freshet.model.optim.ScaleByAdaDelta;
import dev.freshet.model.optim.ScaleByAdaGrad;
import dev.freshet.model.optim.ScaleByAdaMax;
import dev.freshet.model.optim.ScaleByAdam;
import dev.freshet.model.optim.ScaleByAmsGrad;
import dev.freshet.model.optim.ScaleByNadam;
import dev.freshet.model.optim.ScaleByRate;
import dev.freshet.model.optim.ScaleByRms;
import dev.freshet.model.optim.Schedule;
import dev.freshet.model.optim.Trace;
import dev.freshet.model.optim.WarmUp;
import dev.freshet.model.optim.WeightDecay;
import dev.freshet.model.select.BestWindow;
import dev.freshet.model.select.ConfidenceSequence;
import dev.freshet.model.select.SelectionRule;

/** Every family whose rules a file names by a word, with the defaults that the schema tells. */
final class Vocabulary {
    static final RuleWords<DriftDetector> DETECTORS = new RuleWords<DriftDetector>()
            .with("adwin", new Adwin())
            .with("cusum", new Cusum())
            .with("ddm", new Ddm())
            .with("eddm", new Eddm())
            .with("hddm-a", new HddmA())
            .with("hddm-w", new HddmW())
            .with("kswin", new Kswin())
            .with("page-hinkley", new PageHinkley())
            .with("rddm", new Rddm());

    static final RuleWords<DistributionTest> TESTS = new RuleWords<DistributionTest>()
            .with("psi", new Psi())
            .with("kolmogorov-smirnov", new KolmogorovSmirnov())
            .with("jensen-shannon", new JensenShannon());

    static final RuleWords<DriftResponse> RESPONSES = new RuleWords<DriftResponse>()
            .with("none", DriftResponse.NONE)
            .with("boost-rate", new DriftResponse.BoostRate(5, 100))
            .with("reset-optimizer", new DriftResponse.ResetOptimizer())
            .with("reset-model", new DriftResponse.ResetModel())
            .with("swap-background", new DriftResponse.SwapBackground(100));

    static final RuleWords<SelectionRule> SELECTION_RULES = new RuleWords<SelectionRule>()
            .with("confidence-sequence", new ConfidenceSequence())
            .with("best-window", new BestWindow());

    static final RuleWords<Loss> LOSSES = new RuleWords<Loss>()
            .with("mse", new Squared())
            .with("mae", new Absolute())
            .with("huber", new Huber(1))
            .with("quantile", new Quantile(0.5))
            .with("hinge", new Hinge())
            .with("binary-cross-entropy", new BinaryCrossEntropy(0))
            .with("categorical-cross-entropy", new CategoricalCrossEntropy(0))
            .with("poisson", new Poisson());

    /** Their rates have no default. */
    static final RuleWords<Schedule> SCHEDULES = new RuleWords<Schedule>()
            .with("constant", new ConstantRate(1))
            .with("cosine", new CosineDecay(1, 1, 0))
            .with("exponential", new ExponentialDecay(1, 1, 1))
            .with("inverse-scaling", new InverseScaling(1, 0.5))
            .with("warm-up", new WarmUp(1, new ConstantRate(1)));

    /** The links of a chain, but for a chain in it. */
    static final RuleWords<GradientTransform> LINKS = new RuleWords<GradientTransform>()
            .with("clip-by-norm", new ClipByNorm(1))
            .with("clip-by-value", new ClipByValue(1))
            .with("trace", new Trace(0.9))
            .with("nesterov-trace", new NesterovTrace(0.9))
            .with("scale-by-adagrad", new ScaleByAdaGrad(0, 1e-10, EpsilonPlace.OUTSIDE))
            .with("scale-by-rms", new ScaleByRms(0.99, 1e-8, EpsilonPlace.OUTSIDE))
            .with("scale-by-adadelta", new ScaleByAdaDelta(0.9, 1e-6))
            .with("scale-by-adam", new ScaleByAdam(0.9, 0.999, 1e-8))
            .with("scale-by-amsgrad", new ScaleByAmsGrad(0.9, 0.999, 1e-8, ScaleByAdam.Form.CORRECTED))
            .with("scale-by-adamax", new ScaleByAdaMax(0.9, 0.999, 1e-8, EpsilonPlace.INSIDE))
            .with("scale-by-nadam", new ScaleByNadam(0.9, 0.999, 1e-8, 0.004))
            .with("weight-decay", new WeightDecay(0.01))
            .with("scale", new Scale(1))
            .with("scale-by-rate", new ScaleByRate(new ConstantRate(1)))
            .with("ftrl", new Ftrl(0.1, 1, 0, 0));

    static final RuleWords<Imputation> IMPUTATIONS = new RuleWords<Imputation>()
            .with("none", new Imputation.None())
            .with("constant", new Imputation.Constant(0))
            .with("mean", new Imputation.Mean())
            .with("last", new Imputation.Last());

    private Vocabulary() {}

    /** The rule of the family {@code type} that is the setting {@code key} of another one. */
    static Object read(Class<?> type, Section settings, String key) {
        if (type == Schedule.class) {
            return RateWords.schedule(settings, key);
        }
        if (type == DistributionTest.class) {
            return TESTS.read(Choice.of(settings, key));
        }
        throw new IllegalStateException("no settings of a file are of " + type);
    }

    /** A rule that is a setting of another one. */
    static String write(Record rule) {
        return rule instanceof Schedule schedule ? RateWords.write(schedule) : TESTS.writeShort(rule);
    }
}
