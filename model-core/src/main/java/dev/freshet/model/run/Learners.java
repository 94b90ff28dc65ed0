package dev.freshet.model.run;

import dev.freshet.model.Activation;
import dev.freshet.model.Dense;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.SpecBuilder;
import dev.freshet.model.Task;
import dev.freshet.model.data.Schema;
import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.encode.HashedCategories;
import dev.freshet.model.encode.HashedText;
import dev.freshet.model.encode.NGrams;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.OneHot;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.encode.SparseInput;
import dev.freshet.model.encode.TermWeight;
import dev.freshet.model.optim.Optimizers;
import java.util.ArrayList;
import java.util.List;

/**
 * Learners that need no tuning, one configuration for all data: standardised numbers, one-hot categories (hashed from 65
 * values on), words and pairs of words hashed to 4,096 columns, one hidden layer of 128 ReLUs, a step per example by Adam with
 * β1 0 (no momentum: on a stream the last gradient tells more than those before) and β2 .99. Its rate is .003 for classes and
 * .03 for a number, times √(32 / n) where n, the numbers and categories of an example, is more than 32, since a unit sums as
 * many of Adam's equal steps. The accuracy table in model-core's README shows how good they are. Adam's steps do not grow
 * with the label: a number to be predicted should deviate by about 1 to 1,000.
 *
 * <p>Of more than {@link FeatureEncoding#MAX_DENSE_WIDTH} columns, such as Vowpal Wabbit's text has, one layer without a
 * hidden one is made, by FTRL with β 1, no λ, and α .3 for classes, 1 for a number: its step costs what the columns of the
 * example cost. On seeded streams of words this was a little better than AdaGrad at the best rate tried.
 */
public final class Learners {
    private static final int UNITS = 128;
    private static final int MAX_BUCKETS = 1024;
    private static final int TEXT_BITS = 12;
    private static final NGrams TERMS = new NGrams(NGrams.Unit.WORD, 1, 2, true);
    private static final TermWeight WEIGHT = new TermWeight(true, false, true);

    private Learners() {}

    /**
     * Predicts the classes of {@code schema}.
     *
     * @throws IllegalArgumentException if its label is a number
     */
    public static Learner classifier(Schema schema) {
        if (schema.classes().isEmpty()) {
            throw new IllegalArgumentException(
                    "a classifier needs classes: got the number " + schema.label() + ": use regressor");
        }
        return new Learner(spec(schema).build());
    }

    /**
     * Predicts the number of {@code schema}.
     *
     * @throws IllegalArgumentException if its label is a class
     */
    public static Learner regressor(Schema schema) {
        if (!schema.classes().isEmpty()) {
            throw new IllegalArgumentException("a regressor needs a number: got " + schema.label() + ", one of "
                    + schema.classes() + ": use classifier");
        }
        return new Learner(spec(schema).build());
    }

    /** The same configuration, to be changed before it is built. */
    public static SpecBuilder spec(Schema schema) {
        Task task = schema.task();
        boolean regression = task instanceof Task.Regression;
        Dense last = new Dense(task.predictionWidth(), regression ? Activation.LINEAR : Activation.SOFTMAX);
        List<Encoder> encoders = encoders(schema);
        SpecBuilder spec =
                LearnerSpec.of(task).features(encoders.toArray(new Encoder[0])).batch(1);
        return new FeatureEncoding(encoders).width() > FeatureEncoding.MAX_DENSE_WIDTH
                ? spec.network(last).optimizer(Optimizers.ftrl(regression ? 1 : 0.3, 1, 0, 0))
                : spec.network(new Dense(UNITS, Activation.RELU), last)
                        .optimizer(Optimizers.adam(rate(schema), 0, 0.99, 1e-8));
    }

    /** Each input of {@code schema} by the encoder that suits its kind. */
    public static List<Encoder> encoders(Schema schema) {
        List<Encoder> encoders = new ArrayList<>();
        if (!schema.numbers().isEmpty()) {
            encoders.add(new Numbers(schema.numbers(), Scaling.STANDARD));
        }
        for (Schema.Category category : schema.categories()) {
            encoders.add(
                    category.values().isEmpty()
                            ? new HashedCategories(List.of(category.name()), buckets(category.distinct()))
                            : new OneHot(category.name(), category.values(), true));
        }
        for (String text : schema.texts()) {
            encoders.add(new HashedText(text, TERMS, TEXT_BITS, true, WEIGHT));
        }
        if (schema.sparse() > 0) {
            encoders.add(new SparseInput(schema.sparse()));
        }
        return encoders;
    }

    private static double rate(Schema schema) {
        double rate = schema.classes().isEmpty() ? 0.03 : 0.003;
        int inputs = schema.numbers().size() + schema.categories().size();
        return rate * Math.sqrt(32.0 / Math.max(32, inputs));
    }

    /** A power of two of at least twice the values, so that few share a column. */
    private static int buckets(int values) {
        int buckets = 1;
        while (buckets < 2 * values && buckets < MAX_BUCKETS) {
            buckets *= 2;
        }
        return buckets;
    }
}
