package dev.freshet.jobs.learn;

import dev.freshet.model.Activation;
import dev.freshet.model.BatchPolicy;
import dev.freshet.model.Challenger;
import dev.freshet.model.Dense;
import dev.freshet.model.DriftPolicy;
import dev.freshet.model.DriftResponse;
import dev.freshet.model.Dropout;
import dev.freshet.model.Guard;
import dev.freshet.model.Layer;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Selection;
import dev.freshet.model.Sequential;
import dev.freshet.model.SpecBuilder;
import dev.freshet.model.Task;
import dev.freshet.model.drift.Adwin;
import dev.freshet.model.drift.DriftDetector;
import dev.freshet.model.drift.FeatureDrift;
import dev.freshet.model.drift.HddmA;
import dev.freshet.model.drift.Kswin;
import dev.freshet.model.drift.PageHinkley;
import dev.freshet.model.drift.Psi;
import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.encode.HashedCategories;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.encode.SparseInput;
import dev.freshet.model.eval.Views;
import dev.freshet.model.loss.Losses;
import dev.freshet.model.optim.ExponentialDecay;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.optim.Optimizers;
import dev.freshet.model.optim.WarmUp;
import dev.freshet.model.select.BestWindow;
import dev.freshet.model.select.ConfidenceSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Small learners of every kind, each with inputs {@code a}, {@code b} and {@code c}: with dropout and penalties, dense or
 * over sparse columns, with every guard and every response to drift.
 */
final class SimulatedSpecs {
    /** Beyond what a network holds dense. */
    static final int COLUMNS = 1 << 11;

    private final SplittableRandom random;
    private final boolean sparse;
    private final int classes;

    private SimulatedSpecs(SplittableRandom random) {
        this.random = random;
        sparse = chance(5);
        classes = random.nextInt(1, 4);
    }

    static LearnerSpec draw(SplittableRandom random) {
        try {
            return new SimulatedSpecs(random).spec();
        } catch (IllegalArgumentException e) {
            return draw(random); // Parts that do not fit one another are refused by name: others are drawn.
        }
    }

    /** Challengers of other rates, seeds and batches, under a rule that promotes often. */
    static Selection challengers(SplittableRandom random, LearnerSpec spec) {
        List<Challenger> challengers = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            challengers.add(new Challenger("c" + i, challenger(random, spec)));
        }
        return new Selection(
                challengers,
                random.nextBoolean() ? new BestWindow(random.nextInt(1, 12), 0) : new ConfidenceSequence(0.9, 1, 0, 1));
    }

    private static LearnerSpec challenger(SplittableRandom random, LearnerSpec spec) {
        SpecBuilder other = spec.toBuilder().seed(random.nextLong());
        if (random.nextBoolean()) {
            other.batch(BatchPolicy.ofSize(random.nextInt(1, 9)));
        }
        boolean sgd = random.nextBoolean();
        boolean deeper = random.nextBoolean();
        if (sgd) {
            other.optimizer(Optimizers.sgd(0.2));
        }
        if (deeper && !sparse(spec)) {
            List<Layer> layers = new ArrayList<>(spec.network().layers());
            layers.add(0, new Dense(3, Activation.TANH));
            other.network(new Sequential(layers));
        }
        return other.build();
    }

    /** Whether events of {@code spec} bring sparse columns. */
    static boolean sparse(LearnerSpec spec) {
        return spec.features().sparse();
    }

    private LearnerSpec spec() {
        return new LearnerSpec(
                classes == 1
                        ? new Task.Regression()
                        : new Task.Classification(List.of("no", "yes", "maybe").subList(0, classes)),
                features(),
                network(),
                classes == 1
                        ? Losses.meanSquaredError()
                        : classes == 2 ? Losses.binaryCrossEntropy() : Losses.categoricalCrossEntropy(),
                sparse ? sparseOptimizer() : optimizer(),
                new BatchPolicy(random.nextInt(1, 9), chance(3) ? random.nextInt(1, 80) : 0),
                guard(),
                drift(),
                chance(8) ? Views.NONE : new Views(random.nextInt(1, 20), 0.99),
                random.nextLong());
    }

    private FeatureEncoding features() {
        List<Scaling> scalings = List.of(Scaling.values());
        Scaling scaling = scalings.get(random.nextInt(scalings.size()));
        List<Encoder> encoders = new ArrayList<>();
        encoders.add(new Numbers(List.of("a", "b"), scaling));
        encoders.add(new HashedCategories(List.of("c"), 3));
        if (sparse) {
            encoders.add(new SparseInput(COLUMNS));
        }
        return new FeatureEncoding(encoders);
    }

    private Sequential network() {
        List<Layer> layers = new ArrayList<>();
        if (!sparse && chance(2)) {
            if (chance(4)) {
                layers.add(new Dropout(0.2));
            }
            Dense hidden = new Dense(random.nextInt(1, 6), chance(2) ? Activation.TANH : Activation.RELU);
            layers.add(chance(6) ? hidden.withL2(0.01).withMaxNorm(1) : hidden);
            if (chance(2)) {
                layers.add(new Dropout(0.5));
            }
        }
        layers.add(
                switch (classes) {
                    case 1 -> new Dense(1, Activation.LINEAR);
                    case 2 -> new Dense(1, Activation.SIGMOID);
                    default -> new Dense(classes, Activation.SOFTMAX);
                });
        return new Sequential(layers);
    }

    private GradientTransform optimizer() {
        return switch (random.nextInt(7)) {
            case 0 -> Optimizers.sgd(0.05);
            case 1 -> Optimizers.momentum(0.01, 0.9);
            case 2 -> Optimizers.adamW(0.05, 0.01);
            case 3 -> Optimizers.nadam(0.02);
            case 4 -> Optimizers.ftrl(0.1, 1, 0.01, 0.01);
            case 5 -> Optimizers.descend(new WarmUp(5, new ExponentialDecay(0.1, 0.9, 10)));
            default -> Optimizers.adam(0.05);
        };
    }

    private GradientTransform sparseOptimizer() {
        return switch (random.nextInt(3)) {
            case 0 -> Optimizers.sgd(0.05);
            case 1 -> Optimizers.adaGrad(0.1);
            default -> Optimizers.ftrl(0.1, 1, 0.01, 0.01);
        };
    }

    private Guard guard() {
        return new Guard(
                chance(4) ? 1 : Double.POSITIVE_INFINITY,
                chance(4) ? 1.5 : Double.POSITIVE_INFINITY,
                chance(3) ? 0.5 : 1);
    }

    private DriftPolicy drift() {
        if (chance(4)) {
            return DriftPolicy.NONE;
        }
        DriftPolicy.Target target = chance(2) ? DriftPolicy.Target.ERROR : DriftPolicy.Target.LOSS;
        FeatureDrift features = chance(4) ? new FeatureDrift(new Psi(2, 0.1, 0.25), 10, 10, 5, 10) : null;
        return new DriftPolicy(detector(), warning(target), target, response(), features);
    }

    private DriftDetector detector() {
        return switch (random.nextInt(3)) {
            case 0 -> new PageHinkley(5, 0.005, 1, 0.999, true);
            case 1 -> new Kswin(0.1, 12, 4, random.nextLong());
            default -> new Adwin(0.2, 4, 3, 2, 4);
        };
    }

    private @Nullable DriftDetector warning(DriftPolicy.Target target) {
        if (chance(2)) {
            return null;
        }
        return target == DriftPolicy.Target.ERROR && classes > 1
                ? new HddmA(0.2, 0.4, true)
                : new PageHinkley(3, 0.005, 0.3, 0.999, true);
    }

    private DriftResponse response() {
        return switch (random.nextInt(5)) {
            case 0 -> new DriftResponse.BoostRate(3, random.nextInt(1, 6));
            case 1 -> new DriftResponse.ResetOptimizer();
            case 2 -> new DriftResponse.ResetModel();
            case 3 -> new DriftResponse.SwapBackground(random.nextInt(1, 10));
            default -> DriftResponse.NONE;
        };
    }

    /** One in {@code n}. */
    private boolean chance(int n) {
        return random.nextInt(n) == 0;
    }
}
