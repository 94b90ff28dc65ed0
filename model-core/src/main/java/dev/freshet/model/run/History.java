package dev.freshet.model.run;

import java.util.List;

/** What {@link Model#fit} came to, epoch by epoch. */
public record History(List<Epoch> epochs) {
    public History {
        epochs = List.copyOf(epochs);
    }

    /** The last epoch. */
    public Epoch last() {
        return epochs.get(epochs.size() - 1);
    }

    /** All epochs; without validation its fields are absent. */
    public String toJson() {
        var json = new Json().begin('[');
        for (Epoch epoch : epochs) {
            json.begin('{').field("epoch", epoch.number()).field("refused", epoch.refused());
            json.field("loss", epoch.training().loss())
                    .field("metrics", epoch.training().metrics());
            Scores validation = epoch.validation();
            if (validation != null) {
                json.field("validationLoss", validation.loss()).field("validationMetrics", validation.metrics());
            }
            json.end('}');
        }
        return json.end(']').toString();
    }
}
