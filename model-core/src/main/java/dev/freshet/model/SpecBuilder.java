package dev.freshet.model;

import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.eval.Views;
import dev.freshet.model.loss.Loss;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.optim.Optimizers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link LearnerSpec}. Unless told otherwise: one layer that fits the task (logistic, softmax or linear
 * regression) begun at 0, the loss that goes with the last layer, Adam at .001, batches of 32, ADWIN on the error, metrics
 * over a window of 1,000, seed 0.
 */
public final class SpecBuilder {
    private final Task task;
    private @Nullable FeatureEncoding features;
    private @Nullable Sequential network;
    private @Nullable Loss loss;
    private GradientTransform optimizer = Optimizers.adam(0.001);
    private BatchPolicy batch = BatchPolicy.ofSize(32);
    private Guard guard = Guard.DEFAULT;
    private DriftPolicy drift = DriftPolicy.DEFAULT;
    private Views metrics = Views.DEFAULT;
    private long seed;

    SpecBuilder(Task task) {
        this.task = task;
    }

    public SpecBuilder features(Encoder... encoders) {
        return features(new FeatureEncoding(List.of(encoders)));
    }

    public SpecBuilder features(FeatureEncoding encoding) {
        features = encoding;
        return this;
    }

    public SpecBuilder network(Layer... layers) {
        return network(Sequential.of(layers));
    }

    public SpecBuilder network(Sequential layers) {
        network = layers;
        return this;
    }

    public SpecBuilder loss(Loss other) {
        loss = other;
        return this;
    }

    public SpecBuilder optimizer(GradientTransform other) {
        optimizer = other;
        return this;
    }

    /** Batches of {@code size} examples, however old. */
    public SpecBuilder batch(int size) {
        return batch(BatchPolicy.ofSize(size));
    }

    public SpecBuilder batch(BatchPolicy other) {
        batch = other;
        return this;
    }

    public SpecBuilder guard(Guard other) {
        guard = other;
        return this;
    }

    public SpecBuilder drift(DriftPolicy other) {
        drift = other;
        return this;
    }

    public SpecBuilder metrics(Views other) {
        metrics = other;
        return this;
    }

    public SpecBuilder seed(long other) {
        seed = other;
        return this;
    }

    /** @throws IllegalArgumentException if no features were named, or the parts do not fit one another */
    public LearnerSpec build() {
        if (features == null) {
            throw new IllegalArgumentException("features must name at least one input: got none");
        }
        Sequential layers = network != null ? network : Sequential.of(fitting());
        Loss fittingLoss = loss != null ? loss : LearnerSpec.defaultLoss(task, layers);
        return new LearnerSpec(task, features, layers, fittingLoss, optimizer, batch, guard, drift, metrics, seed);
    }

    private Dense fitting() {
        int classes = task.predictionWidth();
        Activation activation = task instanceof Task.Regression
                ? Activation.LINEAR
                : classes == 2 ? Activation.SIGMOID : Activation.SOFTMAX;
        return new Dense(classes == 2 ? 1 : classes, activation, Initializer.ZEROS);
    }
}
