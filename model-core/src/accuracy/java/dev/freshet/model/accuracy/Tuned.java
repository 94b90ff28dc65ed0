package dev.freshet.model.accuracy;

import dev.freshet.model.Activation;
import dev.freshet.model.Dense;
import dev.freshet.model.Layer;
import dev.freshet.model.SpecBuilder;
import dev.freshet.model.Task;
import dev.freshet.model.data.Schema;
import dev.freshet.model.optim.Optimizers;
import dev.freshet.model.run.Learners;
import java.util.ArrayList;
import java.util.List;

/**
 * What a tuned row changes of the default: the hidden layers, Adam's rate and its β1.
 *
 * @param units of the hidden ReLU layers
 */
record Tuned(List<Integer> units, double rate, double beta1) {

    static Tuned hidden(Integer... units) {
        return new Tuned(List.of(units), 0.003, 0);
    }

    Tuned adam(double newRate, double newBeta1) {
        return new Tuned(units, newRate, newBeta1);
    }

    SpecBuilder spec(Schema schema) {
        List<Layer> layers = new ArrayList<>();
        for (int n : units) {
            layers.add(new Dense(n, Activation.RELU));
        }
        Task task = schema.task();
        Activation last = task instanceof Task.Regression ? Activation.LINEAR : Activation.SOFTMAX;
        layers.add(new Dense(task.predictionWidth(), last));
        return Learners.spec(schema)
                .network(layers.toArray(new Layer[0]))
                .optimizer(Optimizers.adam(rate, beta1, 0.99, 1e-8));
    }

    @Override
    public String toString() {
        return "hidden " + units + ", Adam " + rate + ", β1 " + beta1;
    }
}
